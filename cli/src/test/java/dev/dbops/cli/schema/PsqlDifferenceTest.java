package dev.dbops.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.ClientPrograms;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loads each script once with psql and once with db-ops, and finds no difference between the two databases: not in
 * pg_dump's output where one fits the server, not in the catalogs, not in any row.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PsqlDifferenceTest {
    private static final int[] MAJORS = {13, 15, 17, 18};
    private static final String VARIABLES = "on_command_line=given; it's here";

    private final Map<String, String> dumps = new HashMap<>();

    @TempDir
    private Path directory;

    static Stream<Arguments> scripts() {
        return majors().boxed()
                .flatMap(major -> Stream.of(
                                "every-object",
                                "every-object-crlf",
                                "lexer",
                                "lexer-settings",
                                "copy",
                                "copy-crlf",
                                "copy-csv",
                                "restrict",
                                "byte-order-mark",
                                "generated")
                        .map(name -> Arguments.of(name, major)));
    }

    /** Dumps of a server by pg_dump, which are loaded into that server and the newer ones. */
    static Stream<Arguments> dumps() {
        return sources()
                .flatMap(source -> Stream.of(
                                "--no-blobs",
                                "--no-blobs --inserts",
                                "--no-blobs --column-inserts --quote-all-identifiers",
                                "--no-blobs --clean --if-exists --no-owner")
                        .flatMap(options -> newerThan(source).map(major -> Arguments.of(options, source, major))));
    }

    static Stream<Arguments> dumpsOfLargeObjects() {
        return sources().flatMap(source -> newerThan(source).map(major -> Arguments.of(source, major)));
    }

    private static Stream<Integer> sources() {
        return majors().boxed().filter(ClientPrograms::dumps);
    }

    private static Stream<Integer> newerThan(int source) {
        return majors().boxed().filter(major -> major >= source);
    }

    private static IntStream majors() {
        return IntStream.of(MAJORS);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("scripts")
    void aScriptLoadsAsByPsql(String name, int major) {
        var script = write(Scripts.text(name, major));
        try (var pair = new Pair(major)) {
            if (name.equals("copy-csv") && major >= 18) {
                // psql before 18 also sends the line \., which a server from 18 on reads as a row of CSV. The result of
                // psql on 17 is correct there too.
                try (var older = new Pair(17)) {
                    older.loadWithPsql(script, "-1");
                    pair.loadWithDbOps(script);
                    assertThat(DatabaseContents.rowsOf(pair.ours)).isEqualTo(DatabaseContents.rowsOf(older.theirs));
                }
                return;
            }
            pair.loadWithPsql(script, "-1");
            pair.loadWithDbOps(script);
            pair.assertSame();
        }
    }

    @ParameterizedTest(name = "pg_dump {0} of {1} on {2}")
    @MethodSource("dumps")
    void aDumpLoadsAsByPsql(String options, int source, int major) {
        var script = write(dump(source, options));
        try (var pair = new Pair(major)) {
            pair.loadWithPsql(script, "-1");
            pair.loadWithDbOps(script);
            pair.assertSame();
        }
    }

    /** pg_dump puts large objects between a BEGIN and a COMMIT of its own, which would end the transaction of psql -1. */
    @ParameterizedTest(name = "pg_dump of {0} on {1}")
    @MethodSource("dumpsOfLargeObjects")
    void aDumpWithLargeObjectsLoadsAsByPsql(int source, int major) {
        var script = write(dump(source, "--blobs"));
        try (var pair = new Pair(major)) {
            pair.loadWithPsql(script);
            pair.loadWithDbOps(script);
            pair.assertSame();
        }
    }

    /** A dump of every kind of object, made once for all the servers that load it. */
    private String dump(int source, String options) {
        return dumps.computeIfAbsent(source + " " + options, key -> {
            try (var pair = new Pair(source)) {
                pair.loadWithPsql(write(Scripts.text("every-object", source)), "-1");
                return ClientPrograms.dump(pair.theirs, List.of(options.split(" ")));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("majors")
    void commandsAndVariablesDoWhatTheyDoInPsql(int major) throws IOException {
        Scripts.copyCommands(directory);
        var script = Path.of("commands/main.sql");
        try (var pair = new Pair(major)) {
            pair.loadWithPsql(script, "-1", "-v", VARIABLES, "-v", "number=7", "-v", "empty=");
            pair.loadWithDbOps(script, "-v", VARIABLES, "-v", "number=7", "-v", "empty=");
            pair.assertSame();
        }
    }

    static Stream<Arguments> commandScripts() {
        return majors().boxed()
                .flatMap(major -> Stream.of("values", "inside", "results").map(name -> Arguments.of(name, major)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("commandScripts")
    void valuesAndCommandsAreReadAsByPsql(String name, int major) throws IOException {
        Scripts.copyCommands(directory);
        var script = Path.of("commands", name + ".sql");
        try (var pair = new Pair(major)) {
            pair.loadWithPsql(script, "-1");
            pair.loadWithDbOps(script);
            pair.assertSame();
        }
    }

    @ParameterizedTest
    @MethodSource("majors")
    void aScriptLoadsStatementByStatementAsByPsql(int major) {
        var script = write(Scripts.text("no-transaction", major));
        try (var pair = new Pair(major)) {
            pair.loadWithPsql(script);
            pair.loadWithDbOps(script, "--no-transaction");
            pair.assertSame();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE a (id int);\nSELEKT;\n",
                "CREATE TABLE a (id int);\nCREATE TABLE b (id int)\nCREATE TABLE c (id int);\n",
                "CREATE TABLE a (id int);\nCOPY a FROM stdin;\nnot a number\n\\.\n",
                "CREATE TABLE a (id int);\nCOPY a FROM stdin;\n1\t2\n\\.\nCREATE TABLE b (id int);\n",
                "CREATE TABLE a (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO a VALUES (1), (1);\n",
                "CREATE TABLE a (id int);\n\\i no_such_file.sql\n",
                "CREATE TABLE a (id int);\n\\nonsense\n",
                "\\restrict key\nCREATE TABLE a (id int);\n\\echo no command is legal here\n\\unrestrict key\n",
                "\\restrict key\nCREATE TABLE a (id int);\n\\unrestrict other\n",
                "CREATE TABLE a (id int);\n\\unrestrict key\n",
                "\\restrict key\nCREATE TABLE a (id int) \\g\n\\unrestrict key\n",
                "\\restrict key\nCREATE TABLE a (id int);\n\\if true\n\\endif\n\\unrestrict key\n",
                "CREATE TABLE a (id int);\n\\set a '1 + :a'\nSELECT :a;\n",
                "CREATE TABLE a (id int);\n\\set SINGLELINE maybe\n",
                "CREATE TABLE a (id int);\n\\if false\nCOPY a FROM stdin;\n1\n\\.\n\\nonsense\n",
                "CREATE TABLE a (id int);\nSELECT (1 \\g\n",
                "CREATE TABLE a (id int);\nSELECT 1 \\nonsense\n",
                "CREATE TABLE a (id int);\nSELECT 1\n\\if true\n;\n",
                "\\restrict\nCREATE TABLE a (id int);\n",
                "CREATE TABLE a (id int);\nSELECT 1 AS a WHERE false \\gset\n",
                "CREATE TABLE a (id int);\nSELECT 1 AS a FROM generate_series(1, 2) \\gset\n",
                "CREATE TABLE a (id int);\nSELECT 1 \\gset\n",
                "CREATE TABLE a (id int);\nSELECT 1 AS \"a b\" \\gset\n",
                "CREATE TABLE a (id int);\nSELECT NULL AS a \\gset\nINSERT INTO a VALUES (:a);\n"
            })
    void aScriptThatFailsInPsqlFailsHereAndNothingIsChanged(String text) {
        var script = write(text);
        try (var pair = new Pair(TestServer.CARRIED)) {
            assertThat(pair.psql(script, "-1").exitCode()).isEqualTo(3);
            assertThat(pair.dbOps(script).exitCode()).isIn(2, 3);
            pair.assertSame();
            assertThat(DatabaseContents.rowsOf(pair.ours)).isEmpty();
        }
    }

    private Path write(String text) {
        var file = Path.of("script.sql");
        try {
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Two empty databases of one server: one for psql, one for db-ops. */
    private final class Pair implements AutoCloseable {
        private final int major;
        private final TestServer server;
        private final ConnectionTarget theirs;
        private final ConnectionTarget ours;

        Pair(int major) {
            this.major = major;
            this.server = TestServer.ofMajor(major);
            Scripts.createRoles(server);
            this.theirs = server.newDatabase();
            this.ours = server.newDatabase();
        }

        ClientPrograms.Finished psql(Path script, String... options) {
            var arguments = new ArrayList<>(List.of(options));
            arguments.addAll(List.of("-v", "ON_ERROR_STOP=1", "-f", script.toString()));
            return ClientPrograms.psql(directory, theirs, arguments);
        }

        void loadWithPsql(Path script, String... options) {
            psql(script, options).succeeded();
        }

        Cli.Transcript dbOps(Path script, String... options) {
            var arguments = new ArrayList<>(List.of("schema-load", "-f", script.toString()));
            arguments.addAll(List.of(options));
            return new Cli(directory).with(ours).run(arguments.toArray(String[]::new));
        }

        void loadWithDbOps(Path script, String... options) {
            dbOps(script, options).succeeded();
        }

        void assertSame() {
            var expected = DatabaseContents.of(theirs);
            var actual = DatabaseContents.of(ours);
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            expected.forEach((heading, rows) -> assertSameLines(heading, actual.get(heading), rows));
            if (ClientPrograms.dumps(major)) {
                assertSameLines("pg_dump", dumped(ours), dumped(theirs));
            }
        }

        private List<String> dumped(ConnectionTarget target) {
            return List.of(ClientPrograms.dump(target, List.of()).split("\n", -1));
        }

        @Override
        public void close() {
            for (var target : List.of(theirs, ours)) {
                // A subscription belongs to the server and keeps its database from being dropped.
                server.execute(target.database(), "DROP SUBSCRIPTION IF EXISTS odd_subscription");
                server.execute("postgres", "DROP DATABASE " + target.database());
            }
        }
    }

    /** Names the first line that differs, because the whole texts are too long to read. */
    private static void assertSameLines(String what, List<String> actual, List<String> expected) {
        for (var i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            assertThat(actual.get(i)).as("%s, line %d", what, i + 1).isEqualTo(expected.get(i));
        }
        assertThat(actual).as(what).hasSameSizeAs(expected);
    }
}
