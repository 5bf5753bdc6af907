package dev.dbops.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.script.ScriptOptions.Mode;
import org.junit.jupiter.api.Test;

class ScriptRunnerTest {
    private static final String TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";

    private final ScriptDatabase database = new ScriptDatabase();

    @Test
    void loadsStatementsAndTheDataOfCopy() {
        var result = database.run("""
            CREATE TABLE users (id int, name text);
            INSERT INTO users VALUES (1, 'a;b'), (2, 'c''d');
            COPY users (id, name) FROM stdin; -- data follows
            3\tthree
            4\t\\N
            \\.

            CREATE VIEW names AS SELECT name FROM users;
            COPY users FROM stdin
            """ + ";\n5\tfive\n");

        assertThat(result).isEqualTo(new ScriptResult(5, 5, 0, 0, 0));
        assertThat(database.rows("SELECT id, name FROM users ORDER BY id"))
                .containsExactly("1|a;b", "2|c'd", "3|three", "4|null", "5|five");
    }

    @Test
    void anErrorPointsAtItsPlaceAndNothingIsChanged() {
        var failure = database.failure("""
            CREATE TABLE a (id int);

            CREATE TABLE b (
                id int,
                größe text, other nonsense_type
            );
            """);

        assertThat(failure.kind()).isEqualTo(OpsException.Kind.SQL);
        assertThat(failure).hasMessage("type \"nonsense_type\" does not exist; nothing was changed");
        assertThat(failure.position().orElseThrow()).hasToString("schema.sql:5:23");
        assertThat(failure.position().orElseThrow().lineText()).isEqualTo("    größe text, other nonsense_type");
        assertThat(failure.serverError().orElseThrow().sqlState()).isEqualTo("42704");
        assertThat(database.rows(TABLES)).containsExactly("0");
    }

    @Test
    void anErrorWithoutAPositionPointsAtItsStatement() {
        var failure = database.failure("""
            CREATE TABLE a (id int PRIMARY KEY);
            INSERT INTO a VALUES (1);
            SELECT 'one'; INSERT INTO a VALUES (1);
            INSERT INTO a VALUES (2);
            """);

        assertThat(failure.position().orElseThrow()).hasToString("schema.sql:3:15");
        assertThat(failure.serverError().orElseThrow().detail()).isEqualTo("Key (id)=(1) already exists.");
    }

    @Test
    void aSyntaxErrorAfterOtherStatementsPointsAtItself() {
        var failure = database.failure("SELECT 1;\nSELECT 2;\nSELEKT 3;\n");

        assertThat(failure.position().orElseThrow()).hasToString("schema.sql:3:1");
    }

    @Test
    void aBadRowOfCopyPointsAtItsLine() {
        var failure = database.failure("""
            CREATE TABLE a (id int);
            COPY a FROM stdin;
            1
            2
            three
            \\.
            """);

        assertThat(failure.position().orElseThrow()).hasToString("schema.sql:5");
        assertThat(failure.position().orElseThrow().lineText()).isEqualTo("three");
        assertThat(database.rows(TABLES)).containsExactly("0");
    }

    @Test
    void aDeferredConstraintFailsAtTheCommit() {
        var failure = database.failure("""
            CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
            INSERT INTO a VALUES (1, 2);
            """);

        assertThat(failure)
                .hasMessageStartingWith("schema.sql: at the commit: ")
                .hasMessageEndingWith("nothing was changed");
        assertThat(database.rows(TABLES)).containsExactly("0");
    }

    @Test
    void noticesComeWithThePlaceOfTheirStatement() {
        database.run("SELECT 1;\nDROP TABLE IF EXISTS nothing;\nDO $$ BEGIN RAISE WARNING 'beware'; END $$;\n");

        assertThat(database.heard())
                .containsExactly(
                        "schema.sql:2:1 NOTICE table \"nothing\" does not exist, skipping",
                        "schema.sql:3:1 WARNING beware");
    }

    @Test
    void aScriptLargerThanAMessageIsLoadedWhole() {
        var script = new StringBuilder("CREATE TABLE a (id int, filler text);\n");
        for (var i = 0; i < 3000; i++) {
            script.append("INSERT INTO a VALUES (%d, '%s');\n".formatted(i, "x".repeat(1000)));
        }

        var result = database.run(script.toString());

        assertThat(result).isEqualTo(new ScriptResult(3001, 3000, 0, 0, 0));
        assertThat(database.rows("SELECT count(*), sum(id) FROM a")).containsExactly("3000|4498500");
    }

    @Test
    void stringsAreReadAsTheServerReadsThemAfterASetting() {
        database.run("""
            SET standard_conforming_strings = off;
            SET escape_string_warning = off;
            CREATE TABLE a AS SELECT 'it\\'s; one' AS text;
            SET standard_conforming_strings = on;
            INSERT INTO a VALUES ('C:\\');
            """);

        assertThat(database.rows("SELECT text FROM a")).containsExactly("it's; one", "C:\\");
    }

    @Test
    void aScriptWithoutStatementsDoesNothing() {
        assertThat(database.run("-- nothing yet\n")).isEqualTo(new ScriptResult(0, 0, 0, 0, 0));
    }

    @Test
    void theConnectionCanBeUsedAfterAFailure() {
        try (var connection = database.connect()) {
            catchThrowableOfType(
                    OpsException.class,
                    () -> database.run(connection, Mode.TRANSACTION, "SELEKT 1", new RecordingListener()));

            assertThat(database.run(connection, Mode.TRANSACTION, "SELECT 1", new RecordingListener()))
                    .isEqualTo(new ScriptResult(1, 0, 0, 0, 0));
        }
    }
}
