package dev.dbops.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaDumpTest {
    private final TestServer server = TestServer.ofMajor(15);

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void pointAtADatabase() {
        target = server.newDatabase();
        cli = cli(target);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aDumpOfEveryKindOfObjectLoadsToADatabaseWithTheSameDump(int major) throws IOException {
        var version = TestServer.ofMajor(major);
        Scripts.createRoles(version);
        var first = version.newDatabase();
        var second = version.newDatabase();
        Files.writeString(directory.resolve("every-object.sql"), Scripts.text("every-object", major));
        cli(first).run("schema-load", "-f", "every-object.sql").succeeded();

        cli(first).run("schema-dump", "-f", "schema.sql").succeeded();
        cli(second).run("schema-load").succeeded();
        cli(second).run("schema-dump", "-f", "again.sql").succeeded();

        assertThat(directory.resolve("again.sql")).hasSameTextualContentAs(directory.resolve("schema.sql"));
        assertThat(cli(first).run("schema-dump").succeeded().out()).isEqualTo(read("schema.sql"));
        version.execute(first.database(), "DROP SUBSCRIPTION IF EXISTS odd_subscription");
    }

    @Test
    void theExampleMakesTheRoundTrip() throws IOException {
        Files.copy(Path.of("../schema.sql"), directory.resolve("example.sql"));
        cli.run("schema-load", "-f", "example.sql").succeeded();
        var dumped = cli.run("schema-dump").succeeded();
        var other = server.newDatabase();

        cli(other).piping(dumped.out()).run("schema-load", "-f", "-").succeeded();

        assertThat(cli(other).run("schema-dump").succeeded().out()).isEqualTo(dumped.out());
        assertThat(dumped.err()).isEmpty();
        assertThat(dumped.out())
                .startsWith("--\n-- PostgreSQL database dump\n--\n\nSET ")
                .contains("CREATE TABLE public.users (")
                .doesNotContain("restrict", "Dumped", "OWNER TO");
    }

    @Test
    void aFileIsWrittenOnceAndKeepsItsMode() throws IOException {
        server.execute(target.database(), "CREATE TABLE fruit (name text)");
        Files.writeString(directory.resolve("schema.sql"), "old\n");
        Files.setPosixFilePermissions(directory.resolve("schema.sql"), PosixFilePermissions.fromString("rw-r-----"));

        var first = cli.run("schema-dump", "-f", "schema.sql", "-o", "json").succeeded();
        var second = cli.run("schema-dump", "-f", "schema.sql").succeeded();

        assertThat(first.out())
                .startsWith("{\"database\":\"%s\",\"file\":\"schema.sql\",\"lines\":".formatted(target.database()))
                .contains("\"changed\":true,\"pg_dump\":\"15.");
        assertThat(first.err()).contains("wrote schema.sql: ");
        assertThat(second.err()).isEqualTo("schema.sql is up to date\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("schema.sql"))))
                .isEqualTo("rw-r-----");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        Files.writeString(directory.resolve("schema.sql"), "old\n");

        assertThat(cli.run("schema-dump", "-f", "schema.sql", "--dry-run")
                        .succeeded()
                        .err())
                .contains("would write schema.sql: ");

        assertThat(read("schema.sql")).isEqualTo("old\n");
    }

    @Test
    void aCheckReportsByItsExitCodeAndShowsTheDifference() throws IOException {
        server.execute(target.database(), "CREATE TABLE fruit (name text)");
        cli.run("schema-dump", "-f", "schema.sql").succeeded();

        assertThat(cli.run("schema-dump", "--check").succeeded().out()).isEmpty();

        server.execute(target.database(), "ALTER TABLE fruit ADD weight int");
        var different = cli.run("schema-dump", "--check").failed(1);
        assertThat(different.out())
                .startsWith("--- schema.sql\n+++ %s\n@@ -".formatted(target.database()))
                .contains("\n-    name text\n+    name text,\n+    weight integer\n");
        assertThat(different.err())
                .isEqualTo(
                        "schema.sql is not the schema of \"%s\": write it again with db-ops schema-dump -f schema.sql\n"
                                .formatted(target.database()));
        assertThat(cli.run("schema-dump", "--check", "-o", "json").failed(1).out())
                .contains("\"same\":false,\"difference\":\"--- schema.sql\\n");
    }

    @Test
    void aCheckShowsEveryDifference() throws IOException {
        server.execute(target.database(), "CREATE TABLE fruit (name text)");
        cli.run("schema-dump", "-f", "schema.sql").succeeded();
        var schema = read("schema.sql");

        Files.writeString(directory.resolve("schema.sql"), schema.replace("\n", "\r\n"));
        assertThat(cli.run("schema-dump", "--check").failed(1).err())
                .contains("only its line ends differ, CRLF instead of LF: schema.sql text eol=lf in .gitattributes");

        Files.writeString(directory.resolve("schema.sql"), schema.strip());
        assertThat(cli.run("schema-dump", "--check").failed(1).out()).contains("\n-\\ No newline at end of file");

        Files.writeString(directory.resolve("schema.sql"), schema.replace("name text", "name text "));
        assertThat(cli.run("schema-dump", "--check").failed(1).out()).contains("\n-    name text \n+    name text\n");
    }

    /** Line ends, and lines like the ones that are left out, in every place where a user can have text. */
    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void noTextInsideAStatementIsChanged(int major) throws IOException {
        var version = TestServer.ofMajor(major);
        var first = version.newDatabase();
        var second = version.newDatabase();
        var odd = """
            a\r\nb\rc \t
            SET transaction_timeout = 0;
            \\restrict key
            \\unrestrict key
            --
            -- Name: fruit odd; Type: TABLE; Schema: public; Owner: -
            --

            -- PostgreSQL database dump complete


            \u00e9\ufeff\u0001\u001b[0m end\
            """;
        version.execute(first.database(), """
            CREATE TABLE fruit (name text DEFAULT $odd$%1$s$odd$, CONSTRAINT odd CHECK (name <> $odd$%1$s$odd$));
            COMMENT ON TABLE fruit IS $odd$%1$s$odd$;
            CREATE VIEW fruit_view AS SELECT $odd$%1$s$odd$::text AS name;
            CREATE FUNCTION odd() RETURNS text LANGUAGE sql AS $odd$ SELECT $$%1$s$$ $odd$;
            CREATE TYPE odd_enum AS ENUM ($odd$a\r\nb$odd$);
            """.formatted(odd));
        version.execute(first.database(), "COMMENT ON COLUMN fruit.name IS '%s'".formatted(odd));

        cli(first).run("schema-dump", "-f", "schema.sql").succeeded();
        cli(second).run("schema-load").succeeded();

        var texts = """
            SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'fruit'::regclass
            UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'odd'
            UNION ALL SELECT description FROM pg_description WHERE objoid = 'fruit'::regclass
            UNION ALL SELECT pg_get_viewdef('fruit_view'::regclass)
            UNION ALL SELECT prosrc FROM pg_proc WHERE proname = 'odd'
            UNION ALL SELECT enumlabel FROM pg_enum\
            """;
        assertThat(version.rows(second.database(), texts))
                .isEqualTo(version.rows(first.database(), texts))
                .hasSize(7);
        assertThat(cli(second).run("schema-dump", "--check").succeeded().out()).isEmpty();
        assertThat(cli(first).run("schema-dump").succeeded().out()).isEqualTo(read("schema.sql"));
    }

    @Test
    void theObjectsOfDbOpsAreLeftOut() {
        server.execute(
                target.database(),
                "CREATE TABLE fruit (id int PRIMARY KEY); CREATE TABLE \"Odd name\" (id int PRIMARY KEY)");
        var before = cli.run("schema-dump").succeeded().out();

        cli.run("triggers-install", "--all").succeeded();

        assertThat(server.rows(target.database(), "SELECT count(*) > 0 FROM pg_trigger"))
                .containsExactly("t");
        assertThat(cli.run("schema-dump").succeeded().out()).isEqualTo(before);
    }

    @Test
    void ownersAndPrivilegesAreIncludedOnRequest() {
        Scripts.createRoles(server);
        server.execute(
                target.database(),
                "CREATE TABLE fruit (name text); ALTER TABLE fruit OWNER TO \"script Owner\";"
                        + " GRANT SELECT ON fruit TO script_reader");

        assertThat(cli.run("schema-dump").succeeded().out()).doesNotContain("GRANT", "OWNER");
        assertThat(cli.run("schema-dump", "--owners", "--privileges")
                        .succeeded()
                        .out())
                .contains("ALTER TABLE public.fruit OWNER TO \"script Owner\";")
                .contains("GRANT SELECT ON TABLE public.fruit TO script_reader;");
    }

    @Test
    void withAnOlderPgDumpTheErrorNamesTheNeededVersionAndNothingIsWritten() throws IOException {
        var newer = TestServer.ofMajor(18).newDatabase();
        Files.writeString(directory.resolve("schema.sql"), "old\n");

        var transcript = cli(newer)
                .run("schema-dump", "-f", "schema.sql", "--pg-dump", "/usr/lib/postgresql/15/bin/pg_dump")
                .failed(1);

        assertThat(transcript.err())
                .contains("error: the server is PostgreSQL 18.")
                .contains(", which needs a pg_dump of version 18 or newer; there is 15.")
                .contains("hint: install it: apt-get install postgresql-client-18 ");
        assertThat(read("schema.sql")).isEqualTo("old\n");
    }

    @Test
    void theErrorsOfPgDumpAreShownAndNothingIsWritten() throws IOException {
        server.execute("postgres", """
            DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dump_guest') THEN
                CREATE ROLE dump_guest LOGIN PASSWORD '%s';
              END IF;
            END $$\
            """.formatted(TestServer.PASSWORD));
        server.execute(target.database(), "CREATE TABLE hidden (name text)");
        var guest = new ConnectionTarget(
                target.hosts(),
                target.database(),
                "dump_guest",
                target.password(),
                target.parameters(),
                target.origin());

        var transcript = cli(guest).run("schema-dump", "-f", "schema.sql").failed(3);

        assertThat(transcript.err())
                .contains("error: pg_dump 15.")
                .contains("permission denied for table hidden")
                .contains("hint: pg_dump locks every table that it dumps");
        assertThat(directory.resolve("schema.sql")).doesNotExist();
    }

    @Test
    void anInterruptEndsPgDumpAndWritesNothing() {
        server.execute(target.database(), "CREATE TABLE fruit (name text)");
        try (var blocker = new Blocker(target);
                var running = cli.start("schema-dump", "-f", "schema.sql")) {
            blocker.awaitWaiting();

            assertThat(running.interrupt().failed(130).err()).contains("interrupted; nothing was written");
        }
        assertThat(directory.resolve("schema.sql")).doesNotExist();
    }

    @Test
    void aMissingDirectoryIsReported() {
        assertThat(cli.run("schema-dump", "-f", "missing/schema.sql").failed(2).err())
                .contains("error: there is no directory for missing/schema.sql");
    }

    private Cli cli(ConnectionTarget database) {
        return new Cli(directory).with(database).with("PATH", System.getenv("PATH"));
    }

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }
}
