package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.events.Operation;
import dev.dbops.postgres.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The immediate delivery of changes by NOTIFY and Lambda. */
class CaptureDeliveryTest {
    /** With the names and parameters that the extension has on Amazon RDS (User Guide, aws_lambda.invoke). */
    private static final String INVOKE = """
        CREATE OR REPLACE FUNCTION aws_lambda.invoke(
            IN function_name text, IN payload json, IN region text DEFAULT NULL,
            IN invocation_type text DEFAULT 'RequestResponse', IN log_type text DEFAULT 'None',
            IN context json DEFAULT NULL, IN qualifier varchar(128) DEFAULT NULL,
            OUT status_code int, OUT payload json, OUT executed_version text, OUT log_result text)
        LANGUAGE sql AS 'SELECT aws_lambda.answer($1, $2, $4), NULL::json, NULL::text, NULL::text'
        """;

    static final String LAMBDA = """
        CREATE SCHEMA aws_lambda;
        CREATE TABLE aws_lambda.call (function_name text, payload json, invocation_type text);
        CREATE FUNCTION aws_lambda.answer(text, json, text) RETURNS int LANGUAGE sql AS
            'INSERT INTO aws_lambda.call VALUES ($1, $2, $3); SELECT 202';
        """ + INVOKE;

    private static final String LAMBDA_HANGS = """
        CREATE OR REPLACE FUNCTION aws_lambda.answer(text, json, text) RETURNS int LANGUAGE sql AS
            $$ SELECT pg_sleep(600); SELECT 202 $$
        """;

    private static final String LAMBDA_FAILS = """
        CREATE OR REPLACE FUNCTION aws_lambda.answer(text, json, text) RETURNS int LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no route to Lambda'; END $$
        """;

    private static CaptureOptions telling(Delivery delivery) {
        return new CaptureOptions(Operation.ALL, List.of(), List.of(), false, "", delivery);
    }

    @Test
    void aChannelHearsEachEventOnce() throws SQLException {
        try (var db = new CaptureDatabase(17);
                var listener = db.connect()) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, name text)")
                    .install(telling(new Delivery("changes", "", "Event", false)), "t");
            listener.executeText("LISTEN changes");

            db.run("BEGIN; INSERT INTO t VALUES (1, 'one'), (2, repeat('x', 20000)); UPDATE t SET name ="
                            + " 'new' WHERE id = 1; COMMIT")
                    .run("TRUNCATE t");

            var heard = CaptureDatabase.notifications(listener);
            assertThat(heard).hasSize(4);
            assertThat(heard.get(0))
                    .contains(
                            "\"event_type\": \"INSERT\"",
                            "\"payload\": {\"key\": {\"id\": 1}, \"after\": {\"id\": 1, \"name\": \"one\"}");
            assertThat(heard.get(1)).contains("\"reference\": true").doesNotContain("xxx");
            assertThat(heard.get(2)).contains("\"event_type\": \"UPDATE\"", "\"name\": \"new\"");
            assertThat(heard.get(3)).contains("\"event_type\": \"TRUNCATE\"");
        }
    }

    /** All that a transaction notifies is kept in memory, and has to fit into the server's queue with its commit. */
    @Test
    void aTransactionOfManyEventsTellsTheFirstOfThem() throws SQLException {
        try (var db = new CaptureDatabase(17);
                var listener = db.connect()) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, name text)")
                    .install(telling(new Delivery("changes", "", "Event", false)), "t");
            listener.executeText("LISTEN changes");

            var warned = warnings(
                    db.database(),
                    "BEGIN; INSERT INTO t SELECT n, repeat('x', 7000) FROM generate_series(1, 6000) AS n;"
                            + " INSERT INTO t VALUES (0); COMMIT");

            assertThat(CaptureDatabase.notifications(listener)).hasSizeBetween(4000, 5000);
            assertThat(warned)
                    .contains("dbops: further changes of public.t are logged, but not sent to channel changes: the"
                            + " transaction has too many");
            assertThat(db.rows("SELECT count(*) FROM dbops.event_log")).containsExactly("6001");

            db.run("INSERT INTO t VALUES (-1)");
            assertThat(CaptureDatabase.notifications(listener)).hasSize(1);
        }
    }

    private static List<String> warnings(Database database, String sql) throws SQLException {
        var messages = new ArrayList<String>();
        try (var statement = database.connection().createStatement()) {
            statement.execute(sql);
            for (var warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                messages.add(warning.getMessage());
            }
        }
        return messages;
    }

    @Test
    void aPartitionIsHeardToo() throws SQLException {
        try (var db = new CaptureDatabase(17);
                var listener = db.connect()) {
            db.run("CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF"
                            + " p FOR VALUES IN (1, 2)")
                    .install(telling(new Delivery("changes", "", "Event", false)), "p");
            listener.executeText("LISTEN changes");

            db.run("INSERT INTO p1 VALUES (1)").run("INSERT INTO p VALUES (2)").run("TRUNCATE p1");

            assertThat(CaptureDatabase.notifications(listener))
                    .hasSize(4)
                    .allMatch(message -> message.contains("\"table\": \"p\""));
        }
    }

    @Test
    void aLambdaFunctionIsCalledOncePerStatement() {
        try (var db = new CaptureDatabase(17)) {
            db.run(LAMBDA).run("CREATE TABLE t (id int PRIMARY KEY, name text)");
            db.install(
                    telling(new Delivery("", "arn:aws:lambda:eu-central-1:123456789012:function:f", "Event", false)),
                    "t");

            db.run("INSERT INTO t SELECT i, 'name' FROM generate_series(1, 3) AS i");

            assertThat(db.rows("SELECT function_name, invocation_type, json_array_length(payload->'events') FROM"
                            + " aws_lambda.call"))
                    .containsExactly("arn:aws:lambda:eu-central-1:123456789012:function:f|Event|3");

            db.run("TRUNCATE aws_lambda.call")
                    .run("INSERT INTO t SELECT i, repeat('x', 250000) FROM generate_series(11, 20) AS i");
            assertThat(db.rows("SELECT json_array_length(payload->'events'), octet_length(payload::text) < 1000000"
                            + " FROM aws_lambda.call"))
                    .containsExactly("3|t", "3|t", "3|t", "1|t");
        }
    }

    @Test
    void aLambdaFunctionThatIsDownDoesNotFailTheStatement() {
        try (var db = new CaptureDatabase(17)) {
            db.run(LAMBDA)
                    .run("CREATE TABLE t (id int PRIMARY KEY, name text); CREATE TABLE strict (id int PRIMARY KEY)");
            db.install(telling(new Delivery("", "arn:f", "Event", false)), "t");
            db.install(telling(new Delivery("", "arn:f", "RequestResponse", true)), "strict");

            db.run(LAMBDA_FAILS).run("INSERT INTO t VALUES (1)");
            assertThat(db.keys()).containsExactly("t c {\"id\": 1}");
            assertThatThrownBy(() -> db.run("INSERT INTO strict VALUES (1)"))
                    .isInstanceOf(OpsException.class)
                    .hasMessage("no route to Lambda");

            db.run("DROP SCHEMA aws_lambda CASCADE").run("INSERT INTO t VALUES (2)");
            assertThat(db.keys()).containsExactly("t c {\"id\": 1}", "t c {\"id\": 2}");

            db.run("INSERT INTO t SELECT n, repeat('x', 90000) FROM generate_series(3, 12) AS n");
            assertThat(db.keys()).hasSize(12);
        }
    }

    /** The extension gives up by itself after seconds, as a failed call; what ends a statement ends this one too. */
    @Test
    void aLambdaFunctionThatHangsIsEndedWithItsStatement() {
        try (var db = new CaptureDatabase(17)) {
            db.run(LAMBDA).run("CREATE TABLE t (id int PRIMARY KEY)");
            db.install(telling(new Delivery("", "arn:f", "RequestResponse", false)), "t");
            db.run(LAMBDA_HANGS).run("SET statement_timeout = '300ms'");

            assertThatThrownBy(() -> db.run("INSERT INTO t VALUES (1)"))
                    .isInstanceOf(OpsException.class)
                    .hasMessage("canceling statement due to statement timeout");

            assertThat(db.rows("SELECT count(*) FROM t")).containsExactly("0");
            assertThat(db.keys()).isEmpty();
            db.run(LAMBDA_FAILS).run("INSERT INTO t VALUES (2)");
            assertThat(db.keys()).containsExactly("t c {\"id\": 2}");
        }
    }

    @Test
    void withoutTheExtensionNothingIsInstalled() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY)");

            assertThatThrownBy(() -> db.install(telling(new Delivery("", "arn:f", "Event", false)), "t"))
                    .isInstanceOfSatisfying(
                            OpsException.class,
                            e -> assertThat(e.hint().orElseThrow()).contains("CREATE EXTENSION aws_lambda CASCADE"))
                    .hasMessageContaining("the database has no function aws_lambda.invoke");
            assertThat(db.rows("SELECT to_regnamespace('dbops')")).containsExactly("null");
        }
    }
}
