package dev.dbops.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that travel together must look to the database as if each had been sent alone. */
class PipelineTest {
    private final ScriptDatabase database = new ScriptDatabase();

    @Test
    void anAuditTriggerSeesEachStatementByItself() {
        database.run("""
            CREATE TABLE audit (id serial, sql text, at timestamptz);
            CREATE TABLE audited (id int);
            CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN
                INSERT INTO audit (sql, at) VALUES (current_query(), statement_timestamp());
                RETURN NULL;
            END $f$;
            CREATE TRIGGER audit AFTER INSERT ON audited FOR EACH STATEMENT EXECUTE FUNCTION audit();
            INSERT INTO audited VALUES (1);
            INSERT INTO audited
                VALUES (2);
            INSERT INTO audited SELECT 3 FROM pg_sleep(0.002)
            ;
            """);

        assertThat(database.rows("SELECT rtrim(sql, E';\\n ') FROM audit ORDER BY id"))
                .containsExactly(
                        "INSERT INTO audited VALUES (1)",
                        "INSERT INTO audited\n    VALUES (2)",
                        "INSERT INTO audited SELECT 3 FROM pg_sleep(0.002)");
        assertThat(database.rows("SELECT count(DISTINCT at) FROM audit")).containsExactly("3");
    }

    @Test
    void theFirstErrorIsReportedThoughALaterStatementIsNotSql() {
        var failure = database.failure("SELECT 1;\nSELECT 1 / 0;\nSELEKT 3;\n");

        assertThat(failure).hasMessage("division by zero; nothing was changed");
        assertThat(failure.position().orElseThrow()).hasToString("schema.sql:2:1");
    }

    @Test
    void aSelectIsExecutedForAllItsRows() {
        database.run("""
            CREATE TABLE called (n int);
            CREATE FUNCTION called(n int) RETURNS int LANGUAGE sql AS 'INSERT INTO called VALUES ($1) RETURNING n';
            SELECT called(n) FROM generate_series(1, 1000) AS g (n);
            SELECT called(generate_series(1001, 2000));
            VALUES (called(2001)), (called(2002));
            WITH more AS (SELECT called(n) FROM generate_series(2003, 2005) AS g (n)) SELECT * FROM more;
            PREPARE call AS SELECT called(n) FROM generate_series(2006, 2010) AS g (n);
            EXECUTE call;
            """);

        assertThat(database.rows("SELECT count(*), count(DISTINCT n), max(n) FROM called"))
                .containsExactly("2010|2010|2010");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES ($1)",
                "SELECT $1::int",
                "UPDATE t SET id = 1 WHERE id = $1",
                "CREATE VIEW v AS SELECT $1::int AS id",
                "CREATE TABLE u AS SELECT $1::int AS id"
            })
    void aParameterWithoutAValueIsTheErrorThatPsqlReports(String sql) {
        var failure = database.failure("CREATE TABLE t (id int);\n" + sql + ";\n");

        assertThat(failure).hasMessage("there is no parameter $1; nothing was changed");
        assertThat(failure.position().orElseThrow().line()).isEqualTo(2);
    }

    @Test
    void questionMarksAndBracesReachTheServerAsTheyAre() {
        database.run("""
            CREATE TABLE t (j jsonb, a text[], s text);
            INSERT INTO t VALUES ('{"a":1}', '{x,y}', '{fn now()} ?');
            CREATE VIEW v AS SELECT j ? 'a' AS has, j ?| array['b'] AS any FROM t;
            """);

        assertThat(database.rows("SELECT v.has, v.any, t.a, t.s FROM t, v")).containsExactly("t|f|{x,y}|{fn now()} ?");
    }

    @Test
    void manyNoticesBeforeALongStatementBlockNobody() {
        var notices = IntStream.range(0, 2000)
                .mapToObj(n -> "DO $$ BEGIN RAISE NOTICE '%', repeat('n', 10000); END $$;\n")
                .collect(Collectors.joining());
        var longStatement = "SELECT length('" + "x".repeat(8 * 1024 * 1024) + "');\n";

        var result = database.run(notices + longStatement);

        assertThat(result.statements()).isEqualTo(2001);
        assertThat(result.notices()).isEqualTo(2000);
    }

    @Test
    void anErrorAmongManyStatementsIsFoundAtItsOwn() {
        var script = IntStream.rangeClosed(1, 3000)
                .mapToObj(n -> n == 2345 ? "SELECT 1 / 0;\n" : "SELECT '" + "é".repeat(n % 90) + "';\n")
                .collect(Collectors.joining());

        assertThat(database.failure(script).position().orElseThrow()).hasToString("schema.sql:2345:1");
    }

    @Test
    void theRowsOfEachStatementAreCounted() {
        var result = database.run("""
            CREATE TABLE t (id int);
            INSERT INTO t VALUES (1), (2);
            INSERT INTO t SELECT 3;
            SELECT id INTO u FROM t;
            UPDATE t SET id = id + 1;;
            DELETE FROM t WHERE id = 2\\; DELETE FROM t WHERE id = 3;
            """);

        assertThat(result.rows()).isEqualTo(11);
    }

    @Test
    void rulesThatAnswerAnInsertWithRowsAreDiscardedAsPsqlDoes() {
        database.run("""
            CREATE TABLE t (id int);
            CREATE TABLE u (id int);
            CREATE RULE also AS ON INSERT TO t DO ALSO SELECT 'also', * FROM generate_series(1, 3);
            CREATE RULE instead AS ON INSERT TO u DO INSTEAD SELECT 'instead', * FROM generate_series(1, 3);
            """);

        database.run("INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\n");
        database.run("INSERT INTO u VALUES (1);\nINSERT INTO u VALUES (2);\n");

        assertThat(database.rows("SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM u)"))
                .containsExactly("2|0");
    }
}
