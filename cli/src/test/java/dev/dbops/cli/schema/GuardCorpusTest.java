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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The statements that the guard of a marked database refuses and allows, for every command that runs the user's SQL. */
class GuardCorpusTest {
    /** The contents of the database: rows, columns, large objects. */
    private static final String CONTENTS = """
        SELECT (SELECT string_agg(k::text, ' ' ORDER BY id) FROM kept k)
            || (SELECT string_agg(t::text, ' ') FROM extra.thing t)
            || (SELECT string_agg(c.relname || '.' || a.attname || ':' || a.atttypid, ' ' ORDER BY 1)
                FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE a.attnum > 0 AND c.relnamespace::regnamespace::text IN ('public', 'extra'))
            || (SELECT count(*) FROM pg_largeobject_metadata)
            || (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)
        """;

    private static final TestServer SERVER = TestServer.carried();
    private static ConnectionTarget template;

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    /**
     * A case of the corpus.
     *
     * @param name what it is about
     * @param destructive whether it must be refused
     * @param scripts whether it is for scripts alone, because psql's commands are in it
     * @param sql the text
     */
    record Case(String name, boolean destructive, boolean scripts, String sql) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> destructive() throws IOException {
        return cases().stream().filter(Case::destructive).toList();
    }

    static List<Case> harmless() throws IOException {
        return cases().stream().filter(each -> !each.destructive()).toList();
    }

    private static List<Case> cases() throws IOException {
        var cases = new ArrayList<Case>();
        for (var section : resource("corpus.sql").split("(?m)^--- ")) {
            var lines = section.split("\n", 2);
            var colon = lines[0].indexOf(": ");
            if (colon > 0 && !section.startsWith("-- ")) {
                cases.add(new Case(
                        lines[0].substring(colon + 2),
                        lines[0].startsWith("destructive"),
                        lines[0].substring(0, colon).endsWith("in scripts"),
                        lines[1].strip() + "\n"));
            }
        }
        return cases;
    }

    private static String resource(String name) throws IOException {
        try (var in = GuardCorpusTest.class.getResourceAsStream("/guard/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void copyTheMarkedDatabase() throws IOException {
        Files.createDirectories(directory.resolve("db/migrations"));
        Files.writeString(directory.resolve("db/migrations/V1__start.sql"), "SELECT 1;\n");
        Files.writeString(directory.resolve("included.sql"), "DELETE FROM kept;\n");
        if (template == null) {
            var made = SERVER.newDatabase();
            SERVER.execute(made.database(), resource("fixture.sql"));
            new Cli(directory).with(made).run("migrate", "--baseline", "0").succeeded();
            try (var database = Database.connect(made)) {
                new ProtectionMark(database).set();
            }
            template = made;
        }
        copy();
    }

    private void copy() {
        target = SERVER.unusedDatabase();
        SERVER.execute("postgres", "CREATE DATABASE %s TEMPLATE %s".formatted(target.database(), template.database()));
        cli = new Cli(directory).with(target);
    }

    @ParameterizedTest
    @MethodSource
    void destructive(Case each) throws IOException {
        var before = SERVER.rows(target.database(), CONTENTS);

        for (var command : commands(each)) {
            var transcript = run(command, each).failed(5);

            assertThat(transcript.err())
                    .as(command)
                    .contains("the target is protected: the database is marked as protected")
                    .contains("pass --confirm " + target.database());
            assertThat(SERVER.rows(target.database(), CONTENTS)).as(command).isEqualTo(before);
        }
        assertThat(run("schema-load --no-transaction", each).failed(5).err())
                .contains("the target is protected: the database is marked as protected");
        assertThat(SERVER.rows(target.database(), CONTENTS)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource
    void harmless(Case each) throws IOException {
        for (var command : commands(each)) {
            run(command, each).succeeded();
            copy();
        }
    }

    private static List<String> commands(Case each) {
        return each.scripts()
                ? List.of("schema-load", "seed", "migrate")
                : List.of("schema-load", "seed", "migrate", "query --write");
    }

    private Transcript run(String command, Case each) throws IOException {
        Files.writeString(directory.resolve("case.sql"), each.sql());
        Files.writeString(directory.resolve("db/migrations/V2__case.sql"), each.sql());
        var words = (command.equals("migrate") ? command : command + " -f case.sql").split(" ");
        return cli.run(words);
    }

    @Test
    void lossesAreReportedBeforeTheCommitAndTheNameConfirmsThem() throws IOException {
        var each = new Case("", true, false, "SELECT wipe();\nSELECT empty();\n");

        var refused = run("schema-load", each).failed(5);
        assertThat(refused.err())
                .contains("warning: emptied table public.kept\n")
                .contains("; nothing was changed\n");

        var deletes = new Case("", true, false, "DO $$ BEGIN DELETE FROM kept WHERE id < 3; END $$;\n");
        assertThat(run("query --write", deletes).failed(5).err())
                .contains("warning: deleted 2 rows of public.child\nwarning: deleted 2 rows of public.kept\n")
                .contains("error: this will commit a transaction that has deleted 2 rows of public.child, and more,"
                        + " in database \"%s\", and the target is protected".formatted(target.database()));

        cli.typing("no\n");
        run("schema-load", deletes).failed(5);
        assertThat(SERVER.rows(target.database(), "SELECT count(*) FROM kept")).containsExactly("3");
        cli.typing(target.database() + "\n");
        run("schema-load", deletes).succeeded();
        assertThat(SERVER.rows(target.database(), "SELECT count(*) FROM kept")).containsExactly("1");
    }

    @Test
    void aScriptMayChooseItsIsolationLevel() throws IOException {
        var each = new Case("", false, false, """
            SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
            INSERT INTO fresh VALUES (1);
            """);

        for (var command : List.of("schema-load", "seed", "query --write")) {
            run(command, each).succeeded();
        }
    }

    @Test
    void rowsOfAFileMayFireADestructiveTrigger() throws IOException {
        Files.writeString(directory.resolve("rows.csv"), "id\n1\n");

        assertThat(cli.run("seed", "--csv", "trap=rows.csv").failed(5).err())
                .contains("warning: deleted 3 rows of public.kept");
        cli.run("seed", "--csv", "fresh=rows.csv").succeeded();

        assertThat(SERVER.rows(target.database(), "SELECT count(*) FROM kept")).containsExactly("3");
    }

    @Test
    void aMarkedDatabaseIsProtectedFromStatementsInAnotherDatabase() throws IOException {
        var other = SERVER.newDatabase();
        cli.with(other);
        var name = target.database();

        for (var sql : List.of("DROP DATABASE " + name, "ALTER DATABASE " + name + " RENAME TO renamed")) {
            assertThat(cli.run("query", "--write", sql).failed(5).err())
                    .contains("the target is protected: the database is marked as protected")
                    .contains("pass --confirm " + name);
            Files.writeString(directory.resolve("case.sql"), sql + ";\n");
            cli.run("schema-load", "-f", "case.sql", "--no-transaction").failed(5);
        }
        var generating = List.of(
                "SELECT 'DROP DATABASE %s' \\gexec\n".formatted(name),
                "SELECT '%s' AS name \\gset\nDROP DATABASE :\"name\";\n".formatted(name));
        for (var sql : generating) {
            Files.writeString(directory.resolve("case.sql"), sql);
            Files.writeString(
                    directory.resolve("db/migrations/V2__case.sql"), "-- migrate:up transaction:false\n" + sql);
            for (var command : List.of("schema-load -f case.sql --no-transaction", "migrate")) {
                assertThat(cli.run(command.split(" ")).failed(5).err())
                        .contains("this will run DROP DATABASE \"%s\"".formatted(name));
            }
            cli.run("migrate", "--repair", "--yes").succeeded();
        }
        Files.writeString(directory.resolve("case.sql"), "SELECT 1;\n\\connect " + name + "\nCREATE TABLE a ();\n");
        assertThat(cli.run("schema-load", "-f", "case.sql", "--no-transaction", "--allow-connect")
                        .failed(5)
                        .err())
                .contains("this will run SQL in database \"%s\"".formatted(name));
        cli.run("schema-load", "-f", "case.sql", "--no-transaction", "--allow-connect", "--confirm", name)
                .succeeded();
        cli.run("query", "--write", "DROP DATABASE " + name, "--confirm", name).succeeded();
    }
}
