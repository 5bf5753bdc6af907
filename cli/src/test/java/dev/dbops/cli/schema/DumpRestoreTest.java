package dev.dbops.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.cli.Cli.Transcript;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DumpRestoreTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void pointAtADatabase() {
        target = server.newDatabase();
        cli = cli(target);
    }

    /** Without installed programs, so that those of the distribution are used. */
    private Cli cli(ConnectionTarget database) {
        return new Cli(directory).with(database).with("PATH", "/nowhere");
    }

    private static void dropSubscription(TestServer server, ConnectionTarget database) {
        server.execute(database.database(), "DROP SUBSCRIPTION IF EXISTS odd_subscription");
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"plain, 13", "custom, 13", "custom, 15", "plain, 17", "custom, 17", "custom, 18"})
    void everyObjectAndEveryRowComesBack(String format, int major) throws IOException {
        var version = TestServer.ofMajor(major);
        Scripts.createRoles(version);
        var first = version.newDatabase();
        var second = version.newDatabase();
        Files.writeString(directory.resolve("every-object.sql"), Scripts.text("every-object", major));
        cli(first).run("schema-load", "-f", "every-object.sql").succeeded();
        dropSubscription(version, first);

        cli(first)
                .run("dump", "-f", "all.dump", "--format", format, "--owners", "--privileges")
                .succeeded();
        cli(second).run("restore", "all.dump", "--owners", "--privileges").succeeded();

        assertThat(DatabaseContents.dataOf(second)).isNotEmpty().isEqualTo(DatabaseContents.dataOf(first));
        assertThat(schema(second)).isEqualTo(schema(first)).contains("GRANT ", "OWNER TO");
    }

    private String schema(ConnectionTarget database) {
        return cli(database)
                .run("schema-dump", "--owners", "--privileges")
                .succeeded()
                .out();
    }

    @Test
    void valuesOfEveryKindComeBack() {
        server.execute(target.database(), """
            CREATE TABLE odd (id int PRIMARY KEY, name text, bytes bytea, n numeric, f float8, t timestamptz, a text[]);
            INSERT INTO odd VALUES
                (1, E'a\\r\\nb\\tc\\\\.\\n\\\\.\\n', '\\x00ff0d0a', 'NaN', 'Infinity', 'infinity', '{NULL,"",x}'),
                (2, '', '', 1e-300, 5e-324, '0044-03-15 12:00:00+00 BC', '{}'),
                (3, NULL, NULL, NULL, NULL, NULL, NULL),
                (4, 'SET transaction_timeout = 0;', 'x', 1, 0.1, '2000-01-01', '{"\\\\restrict x"}');
            CREATE SEQUENCE numbers; SELECT setval('numbers', 41);
            SELECT lo_from_bytea(4711, 'a large object')\
            """);

        for (var format : List.of("plain", "custom")) {
            var copy = server.newDatabase();
            cli.run("dump", "-f", format, "--format", format).succeeded();
            cli(copy).run("restore", format).succeeded();

            assertThat(server.rows(copy.database(), "SELECT odd::text FROM odd ORDER BY id"))
                    .isEqualTo(server.rows(target.database(), "SELECT odd::text FROM odd ORDER BY id"))
                    .hasSize(4);
            assertThat(server.rows(copy.database(), "SELECT nextval('numbers'), convert_from(lo_get(4711), 'UTF8')"))
                    .containsExactly("42|a large object");
        }
    }

    @Test
    void anArchiveComesFromStandardInputOrCompressedToo() throws IOException {
        fruit();
        cli.run("dump", "-f", "fruit.dump", "--format", "custom").succeeded();
        var bytes = Files.readAllBytes(directory.resolve("fruit.dump"));
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(directory.resolve("fruit.dump.gz")))) {
            gzip.write(bytes);
        }
        var first = server.newDatabase();
        var second = server.newDatabase();

        cli(first).piping(bytes).run("restore", "-").succeeded();
        var restored = cli(second).run("restore", "fruit.dump.gz", "-o", "json").succeeded();

        assertFruit(first);
        assertFruit(second);
        assertThat(restored.out())
                .contains("\"file\":\"fruit.dump.gz\",\"loaded\":true,")
                .contains("\"rows\":2,");
    }

    @Test
    void aDumpGoesToStandardOutput() {
        fruit();
        var copy = server.newDatabase();

        var dumped = cli.run("dump").succeeded();
        cli(copy).piping(dumped.out()).run("restore", "-").succeeded();

        assertThat(dumped.err()).isEmpty();
        assertFruit(copy);
    }

    @Test
    void onlyTheOwnerCanReadTheFileAndItsResultIsARecord() throws IOException {
        fruit();

        var dumped = cli.run("dump", "-f", "fruit.sql", "-o", "json").succeeded();

        var bytes = Files.size(directory.resolve("fruit.sql"));
        assertThat(dumped.out())
                .isEqualTo(
                        "{\"database\":\"%s\",\"file\":\"fruit.sql\",\"format\":\"plain\",\"bytes\":%d,\"pg_dump\":\"18.0\"}\n"
                                .formatted(target.database(), bytes));
        assertThat(dumped.err())
                .isEqualTo("dumped database \"%s\" to fruit.sql: %d bytes, by pg_dump 18.0\n"
                        .formatted(target.database(), bytes));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("fruit.sql"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileIsOnlyOverwrittenAfterAYes() throws IOException {
        fruit();
        Files.writeString(directory.resolve("fruit.sql"), "old\n");

        assertThat(cli.run("dump", "-f", "fruit.sql").failed(5).err())
                .isEqualTo("error: this will overwrite fruit.sql\nhint: if that is meant, pass --yes\n");
        assertThat(directory.resolve("fruit.sql")).hasContent("old");

        cli.run("dump", "-f", "fruit.sql", "--yes").succeeded();
        assertThat(directory.resolve("fruit.sql")).content().contains("COPY public.fruit (name) FROM stdin;");
    }

    @Test
    void aDryRunWritesAndLoadsNothing() throws IOException {
        fruit();
        Files.writeString(directory.resolve("old.sql"), "old\n");
        cli.run("dump", "-f", "fruit.dump", "--format", "custom").succeeded();
        var copy = server.newDatabase();

        assertThat(cli.run("dump", "-f", "old.sql", "--dry-run").succeeded().err())
                .isEqualTo("would dump database \"%s\" to old.sql\n".formatted(target.database()));
        assertThat(cli(copy)
                        .run("restore", "fruit.dump", "--dry-run")
                        .succeeded()
                        .out())
                .contains("would load fruit.dump: ", "COPY");

        assertThat(directory.resolve("old.sql")).hasContent("old");
        assertThat(DatabaseContents.rowsOf(copy)).isEmpty();
    }

    @Test
    void anInterruptLeavesTheOldFileAndNoOther() throws IOException {
        fruit();
        Files.writeString(directory.resolve("fruit.sql"), "old\n");
        try (var blocker = new Blocker(target);
                var running = cli.start("dump", "-f", "fruit.sql", "--yes")) {
            blocker.awaitWaiting();

            assertThat(running.interrupt().failed(130).err()).contains("interrupted; nothing was written");
        }
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("fruit.sql"));
        }
        assertThat(directory.resolve("fruit.sql")).hasContent("old");
    }

    @Test
    void aFullDiskIsReported() {
        fruit();

        assertThat(cli.run("dump", "-f", "/dev/full").failed(1).err())
                .startsWith("error: cannot write /dev/full: No space left on device\n");
    }

    @Test
    void aDamagedArchiveChangesNothing() throws IOException {
        fruit();
        cli.run("dump", "-f", "fruit.dump", "--format", "custom").succeeded();
        var bytes = Files.readAllBytes(directory.resolve("fruit.dump"));
        Files.write(directory.resolve("half.dump"), Arrays.copyOf(bytes, bytes.length / 2));
        var copy = server.newDatabase();

        assertThat(cli(copy).run("restore", "half.dump").failed(1).err())
                .contains("error: pg_restore 18.0 failed: ", "hint: is the archive complete?");
        assertThat(DatabaseContents.rowsOf(copy)).isEmpty();
    }

    @Test
    void whatIsThereAlreadyStaysAsItIs() {
        fruit();
        cli.run("dump", "-f", "fruit.dump", "--format", "custom").succeeded();
        server.execute(target.database(), "INSERT INTO fruit VALUES ('quince')");

        assertThat(cli.run("restore", "fruit.dump").failed(3).err())
                .contains("relation \"fruit\" already exists; nothing was changed (SQLSTATE 42P07)");
        assertThat(server.rows(target.database(), "SELECT count(*) FROM fruit")).containsExactly("3");
    }

    @Test
    void aDumpThatDropsNeedsTheNameOfAProtectedDatabase() throws IOException {
        fruit();
        try (var database = Database.connect(target)) {
            new ProtectionMark(database).set();
        }
        Files.writeString(directory.resolve("clean.sql"), "DROP TABLE fruit;\nCREATE TABLE fruit (name text);\n");

        assertThat(cli.run("restore", "clean.sql", "--yes").failed(5).err())
                .contains("hint: if that is meant, pass --confirm " + target.database());
        assertFruit(target);
        cli.run("restore", "clean.sql", "--confirm", target.database()).succeeded();
        assertThat(server.rows(target.database(), "SELECT count(*) FROM fruit")).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schema-load -f F",
                "seed -f F",
                "setup --yes --schema F",
                "query -f F",
                "schema-load -f main.sql"
            })
    void whereAScriptIsNeededAnArchiveIsNamedAsSuch(String words) throws IOException {
        fruit();
        cli.run("dump", "-f", "fruit.dump", "--format", "custom").succeeded();
        Files.writeString(directory.resolve("main.sql"), "\\i fruit.dump\n");

        var refused = refused(words.replace("F", "fruit.dump"));

        assertThat(refused.err()).contains("""
            error: fruit.dump is an archive of pg_dump, not SQL
            hint: restore it: db-ops restore fruit.dump
            """);
        assertFruit(target);
    }

    @Test
    void otherFormatsAreNamedByTheirContent() throws IOException {
        Files.write(directory.resolve("a.sql"), new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 4});
        Files.write(directory.resolve("b.sql"), new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 4});
        Files.write(directory.resolve("c.sql"), "BZh91AY&SY".getBytes(StandardCharsets.US_ASCII));
        Files.write(directory.resolve("d.sql"), new byte[] {'P', 'K', 3, 4, 20});
        Files.write(directory.resolve("e.sql"), new byte[] {4, 0x22, 0x4d, 0x18});
        Files.write(directory.resolve("f.sql"), tar("schema.sql"));
        Files.write(directory.resolve("g.sql"), tar("toc.dat"));

        for (var line : List.of(
                "a.sql is compressed with xz\nhint: decompress it: xz -d a.sql",
                "b.sql is compressed with zstd\nhint: decompress it: zstd -d b.sql",
                "c.sql is compressed with bzip2\nhint: decompress it: bzip2 -d c.sql",
                "d.sql is compressed with zip\nhint: decompress it: unzip d.sql",
                "e.sql is compressed with lz4\nhint: decompress it: lz4 -d e.sql",
                "f.sql is a tar archive, not SQL\nhint: unpack it: tar -xf f.sql",
                "g.sql is an archive of pg_dump, not SQL\nhint: restore it: db-ops restore g.sql")) {
            assertThat(refused("schema-load -f " + line.substring(0, 5)).err()).isEqualTo("error: " + line + "\n");
        }
        assertThat(refused("seed --csv fruit=a.sql").err()).contains("error: a.sql is compressed with xz\n");
    }

    /** The first block of an archive. */
    private static byte[] tar(String name) {
        var block = new byte[512];
        System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, block, 0, name.length());
        System.arraycopy(new byte[] {'u', 's', 't', 'a', 'r'}, 0, block, 257, 5);
        return block;
    }

    @Test
    void whatRestoreCannotReadIsReported() throws IOException {
        Files.createDirectory(directory.resolve("parts"));

        assertThat(refused("restore").err()).startsWith("error: the dump is missing\n");
        assertThat(refused("restore missing.dump").err()).startsWith("error: there is no file missing.dump\n");
        assertThat(refused("restore parts").err()).contains("hint: if pg_dump wrote it: pg_restore -f - parts | ");
        assertThat(refused("dump --format tar").err()).startsWith("error: there is no format \"tar\"\n");
    }

    private Transcript refused(String words) {
        return cli.run(words.split(" ")).failed(2);
    }

    private void fruit() {
        server.execute(
                target.database(), "CREATE TABLE fruit (name text); INSERT INTO fruit VALUES ('apple'), ('pear')");
    }

    private void assertFruit(ConnectionTarget database) {
        assertThat(server.rows(database.database(), "SELECT name FROM fruit ORDER BY name"))
                .containsExactly("apple", "pear");
    }
}
