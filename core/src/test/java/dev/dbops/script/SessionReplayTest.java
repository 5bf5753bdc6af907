package dev.dbops.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.script.ScriptOptions.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that begin at a later line, with the session that the lines before it left. */
class SessionReplayTest {
    private static final String PATH = "current_setting('search_path')";

    private final ScriptDatabase database = new ScriptDatabase();

    @BeforeEach
    void createTable() {
        database.execute(
                "CREATE SCHEMA other; CREATE TABLE public.ran (what text); CREATE TABLE other.ran (what text)");
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of("SET search_path = other;", PATH, "other"),
                Arguments.of("/* a */ set session search_path to 'other';", PATH, "other"),
                Arguments.of("SET search_path = other; RESET search_path;", PATH, "\"$user\", public"),
                Arguments.of("SET search_path = other; DISCARD ALL;", PATH, "\"$user\", public"),
                Arguments.of("SELECT pg_catalog.set_config('search_path', 'other', false);", PATH, "other"),
                Arguments.of("select \"set_config\" ('search_path', 'ot' || lower('HER'), FALSE) as x;", PATH, "other"),
                Arguments.of(
                        "SELECT set_config('work_mem', '1MB', false), set_config('lock_timeout', '1s', false),"
                                + " set_config('search_path', /* f() */ 'other', false);",
                        PATH,
                        "other"),
                Arguments.of("\\set path other\nSET search_path = :path;", PATH, "other"),
                Arguments.of("SET search_path = other\\; SET work_mem = '1MB';", PATH, "other"),
                Arguments.of("BEGIN; SET search_path = other; COMMIT;", PATH, "other"),
                Arguments.of("START TRANSACTION; SET search_path = other; END;", PATH, "other"),
                Arguments.of("BEGIN; SET search_path = other; ROLLBACK;", PATH, "\"$user\", public"),
                Arguments.of("BEGIN; SET LOCAL search_path = other; COMMIT;", PATH, "\"$user\", public"),
                Arguments.of(
                        "BEGIN; SELECT set_config('search_path', 'other', true); COMMIT;", PATH, "\"$user\", public"),
                Arguments.of(
                        "BEGIN; SET search_path = other; SAVEPOINT a; SET search_path = none; ROLLBACK TO a; COMMIT;",
                        PATH,
                        "other"),
                Arguments.of("SET ROLE pg_monitor;", "current_user", "pg_monitor"),
                Arguments.of("SET SESSION AUTHORIZATION pg_monitor;", "session_user", "pg_monitor"),
                Arguments.of("SET TIME ZONE 'Asia/Tokyo';", "current_setting('timezone')", "Asia/Tokyo"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingsBeforeTheFirstLineApplyAsTheyWereLeft(String script, String expression, String expected) {
        database.execute("GRANT ALL ON TABLE public.ran, other.ran TO pg_monitor;"
                + " GRANT USAGE ON SCHEMA other TO pg_monitor; GRANT USAGE ON SCHEMA public TO pg_monitor");
        var line = 2 + (int) script.chars().filter(letter -> letter == '\n').count();

        runFrom(line, script + "\nINSERT INTO public.ran SELECT " + expression + ";\n");

        assertThat(database.rows("SELECT what FROM public.ran")).containsExactly(expected);
    }

    @Test
    void theRestOfATransactionRunsInIt() {
        runFrom(
                3,
                "BEGIN;\nSET LOCAL search_path = other; INSERT INTO ran VALUES ('skipped');\n"
                        + "INSERT INTO ran VALUES ('in other');\nCOMMIT;\nINSERT INTO ran VALUES ('in public');\n");

        assertThat(database.rows("SELECT what FROM other.ran")).containsExactly("in other");
        assertThat(database.rows("SELECT what FROM public.ran")).containsExactly("in public");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO public.ran SELECT set_config('search_path', 'other', false);",
                "SELECT set_config('search_path', 'other', false), work();",
                "SELECT set_config('search_path', public.work()::text, false);",
                "SELECT set_config('search_path', 'other', false) INTO copied;",
                "SELECT 'SET search_path = other' \\gexec",
                "DO $$BEGIN SET search_path = other; PERFORM work(); END$$;",
                "WITH w AS (INSERT INTO public.ran VALUES ('with')) SELECT set_config('search_path', 'other', false);"
            })
    void aStatementThatMayDoMoreThanSetDoesNotRunAgain(String script) {
        database.execute("CREATE FUNCTION public.work() RETURNS int LANGUAGE sql AS"
                + " $$ INSERT INTO public.ran VALUES ('worked'); SELECT 1 $$");

        runFrom(2, script + "\nSELECT 1;\n");

        assertThat(database.rows("SELECT what FROM public.ran")).isEmpty();
        assertThat(database.rows("SELECT to_regclass('copied')")).containsExactly("null");
    }

    @Test
    void aSettingJoinedToAnotherStatementIsRefused() {
        var failure = catchThrowableOfType(
                OpsException.class,
                () -> runFrom(2, "SET search_path = other\\; INSERT INTO ran VALUES ('again');\nSELECT 1;\n"));

        assertThat(failure.kind()).isEqualTo(OpsException.Kind.USAGE);
        assertThat(failure).hasMessageStartingWith("a setting before the first line is joined to other statements");
        assertThat(database.rows("SELECT what FROM other.ran")).isEmpty();
    }

    @Test
    void aPreparedStatementCanBeExecutedAfterTheFirstLine() {
        runFrom(2, "PREPARE p AS INSERT INTO ran VALUES ('prepared');\nEXECUTE p;\n");

        assertThat(database.rows("SELECT what FROM public.ran")).containsExactly("prepared");
    }

    @Test
    void inOneTransactionSettingsApplyToo() {
        database.runFrom(
                2,
                Mode.TRANSACTION,
                "SELECT set_config('search_path', 'other', true);\nINSERT INTO ran VALUES ('x');\n"
                        .getBytes(StandardCharsets.UTF_8),
                Path.of(""));

        assertThat(database.rows("SELECT what FROM other.ran")).containsExactly("x");
    }

    private void runFrom(int line, String script) {
        database.runFrom(line, Mode.STATEMENTS, script.getBytes(StandardCharsets.UTF_8), Path.of(""));
    }
}
