package dev.dbops.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import org.junit.jupiter.api.Test;

/** Scripts of several messages, which are read while the server is busy. */
class ReadAheadTest {
    /** More than a message of 64 KiB. */
    private static final String FULL_MESSAGE = "SELECT '" + "x".repeat(70_000) + "';\n";

    private final ScriptDatabase database = new ScriptDatabase();

    @Test
    void statementsAreRunInTheirOrder() {
        var script = new StringBuilder("CREATE TABLE a (id int, before int);\n");
        for (var i = 0; i < 5000; i++) {
            script.append("INSERT INTO a SELECT %d, coalesce(max(id), -1) FROM a WHERE id >= %d - 1; -- %s\n"
                    .formatted(i, i, "x".repeat(i % 100)));
        }

        var result = database.run(script.toString());

        assertThat(result).isEqualTo(new ScriptResult(5001, 5000, 0, 0, 0));
        assertThat(database.rows("SELECT count(*) FROM a WHERE before = id - 1"))
                .containsExactly("5000");
    }

    @Test
    void aServerErrorIsReportedBeforeAnErrorInTextReadAhead() {
        var failure = database.failure("SELEKT 1;\n" + FULL_MESSAGE + "SELECT 'not ended");

        assertThat(failure.position().orElseThrow()).hasToString("schema.sql:1:1");
        assertThat(failure).hasMessageContaining("syntax error").hasMessageEndingWith("nothing was changed");
    }

    @Test
    void anErrorInTextReadAheadIsReportedAfterTheStatementsBeforeIt() {
        var failure = database.failure(
                ScriptOptions.Mode.STATEMENTS,
                "CREATE TABLE a ();\n" + FULL_MESSAGE + "CREATE TABLE b ();\nSELECT 'not ended");

        assertThat(failure.position().orElseThrow()).hasToString("schema.sql:4:8");
        assertThat(failure).hasMessage("a string is not terminated; the 3 statement(s) before it were executed");
        assertThat(database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
                .containsExactly("a", "b");
    }

    @Test
    void aFailureInALaterMessagePointsAtItsPlace() {
        var failure = database.failure(FULL_MESSAGE + FULL_MESSAGE + "SELECT\n  nothing;\n");

        assertThat(failure.position().orElseThrow()).hasToString("schema.sql:4:3");
        assertThat(failure.position().orElseThrow().lineText()).isEqualTo("  nothing;");
    }

    @Test
    void stringsAfterAFullMessageAreReadAsTheServerReadsThem() {
        // The text of each setting suggests the opposite of its effect on the server.
        database.run("""
            CREATE TABLE a (text text);
            SET escape_string_warning = off;
            %sSELECT set_config('standard_conforming_strings', 'o' || 'ff', false);
            INSERT INTO a VALUES ('it\\'s; one');
            SELECT set_config('standard_conforming_strings', '0'::int + 1 || '', false) /* %s */;
            INSERT INTO a VALUES ('C:\\');
            """.formatted(FULL_MESSAGE, "x".repeat(70_000)));

        assertThat(database.rows("SELECT text FROM a")).containsExactly("it's; one", "C:\\");
    }

    @Test
    void copyDataAfterAFullMessageBelongsToItsCopy() {
        database.run("""
            CREATE TABLE a (id int);
            %sCOPY a FROM stdin;
            1
            2
            \\.
            %sINSERT INTO a VALUES (3);
            """.formatted(FULL_MESSAGE, FULL_MESSAGE));

        assertThat(database.rows("SELECT id FROM a ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    void aScriptContinuesAfterFailuresIfRequested() {
        var result = database.run(
                ScriptOptions.Mode.CONTINUE,
                FULL_MESSAGE + "CREATE TABLE a ();\n" + FULL_MESSAGE.replace("SELECT", "SELEKT")
                        + "CREATE TABLE b ();\n");

        assertThat(result).isEqualTo(new ScriptResult(3, 0, 1, 0, 0));
        assertThat(database.heard()).hasSize(1).first().asString().startsWith("schema.sql:3:1 failed: syntax error");
    }

    @Test
    void anInterruptEndsTheLoadAndChangesNothing() {
        var interrupted = Thread.currentThread();
        var interrupting = new RecordingListener() {
            @Override
            public void notice(ScriptPosition position, String severity, String message) {
                interrupted.interrupt();
            }
        };

        var failure = catchThrowableOfType(
                OpsException.class,
                () -> database.run(
                        ScriptOptions.Mode.TRANSACTION,
                        "CREATE TABLE a ();\nDROP TABLE IF EXISTS nothing;\n" + FULL_MESSAGE + FULL_MESSAGE,
                        interrupting));

        assertThat(failure.kind()).isEqualTo(OpsException.Kind.INTERRUPTED);
        assertThat(failure).hasMessage("interrupted; nothing was changed");
        assertThat(database.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("0");
    }
}
