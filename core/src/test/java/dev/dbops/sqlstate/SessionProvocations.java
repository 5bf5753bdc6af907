package dev.dbops.sqlstate;

import static dev.dbops.sqlstate.Provocation.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The errors that need a second session, another role, or a session that continues after an error. */
final class SessionProvocations {
    private static final String TABLE = "CREATE TABLE account (id int PRIMARY KEY, n int)";
    private static final String ROWS = "INSERT INTO account VALUES (1, 0), (2, 0)";

    private static final String EIGHT_BYTES_FOR_AN_INT =
            "PGCOPY\n\377\r\n\0" + "\0".repeat(8) + "\0\1" + "\0\0\0\10" + "\0".repeat(8) + "\377\377";

    private SessionProvocations() {}

    static Map<String, Provocation> all() {
        return Map.ofEntries(
                Map.entry(
                        "22P03",
                        new Provocation(copy("(FORMAT binary)", EIGHT_BYTES_FOR_AN_INT), "copy as text or csv")),
                Map.entry("22P04", new Provocation(copy("", "1\t2\t3\n"), "FORMAT, DELIMITER, NULL and HEADER")),
                Map.entry(
                        "23001",
                        new Provocation(
                                SessionProvocations::restrict,
                                "first delete or change the rows of table \"posts\" that refer to it, or declare"
                                        + " \"author\"")),
                Map.entry("25P02", new Provocation(SessionProvocations::afterAnError, "find the first error")),
                Map.entry(
                        "25P03",
                        new Provocation(
                                idle("SET idle_in_transaction_session_timeout = 1", true),
                                "SET idle_in_transaction_session_timeout = '10min'")),
                Map.entry("28000", new Provocation(roleThatMayNotLogIn(), "may it log in?")),
                Map.entry("3D000", new Provocation(noDatabase(), "create it: db-ops create --url URL -d test_")),
                Map.entry(
                        "40001",
                        new Provocation(SessionProvocations::serialization, "run the whole transaction again")),
                Map.entry("40P01", new Provocation(SessionProvocations::deadlock, "db-ops sessions --blocking")),
                Map.entry(
                        "42501",
                        new Provocation(
                                asRole("", "CREATE TABLE pg_catalog.mine (id int)"),
                                "connect as a role that has this privilege")),
                Map.entry(
                        "53300",
                        new Provocation(asRole("CONNECTION LIMIT 0", "SELECT 1"), "db-ops sessions-kill --state idle")),
                Map.entry(
                        "55P03",
                        new Provocation(SessionProvocations::lock, "db-ops sessions --blocking shows who holds it")),
                Map.entry("57P01", new Provocation(SessionProvocations::ended, "db-ops wait")),
                Map.entry(
                        "57P05",
                        new Provocation(idle("SET idle_session_timeout = 1", false), "SET idle_session_timeout = 0")));
    }

    private static Provocation.Deed copy(String options, String data) {
        return (server, target) -> {
            try (var database = Database.connect(target)) {
                database.executeAsIs("CREATE TEMPORARY TABLE t (a int)");
                var bytes = new ByteArrayInputStream(data.getBytes(StandardCharsets.ISO_8859_1));
                return refusal(() -> {
                    try {
                        database.connection().getCopyAPI().copyIn("COPY t FROM STDIN " + options, bytes);
                    } catch (SQLException e) {
                        throw SqlErrors.translate(e);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
            }
        };
    }

    /** Servers before 18 call it 23503. */
    private static OpsException restrict(TestServer server, ConnectionTarget target) {
        var newest = TestServer.ofMajor(18).newDatabase();
        try (var database = Database.connect(newest)) {
            database.executeAsIs("CREATE TABLE users (id int PRIMARY KEY); INSERT INTO users VALUES (1);"
                    + "CREATE TABLE posts (user_id int CONSTRAINT author REFERENCES users ON DELETE RESTRICT);"
                    + "INSERT INTO posts VALUES (1)");
            return refusal(() -> database.executeAsIs("DELETE FROM users"));
        }
    }

    private static OpsException afterAnError(TestServer server, ConnectionTarget target) {
        try (var database = Database.connect(target)) {
            database.executeAsIs("BEGIN");
            refusal(() -> database.executeAsIs("SELECT 1 / 0"));
            return refusal(() -> database.executeAsIs("SELECT 1"));
        }
    }

    private static Provocation.Deed idle(String setting, boolean inTransaction) {
        return (server, target) -> {
            try (var database = Database.connect(target)) {
                var pid = database.connection().getBackendPID();
                database.executeAsIs(setting + (inTransaction ? ";BEGIN" : ""));
                await(server, "SELECT 1 FROM pg_stat_activity WHERE pid = " + pid, 0);
                return refusal(() -> database.executeAsIs("SELECT 1"));
            }
        };
    }

    private static OpsException ended(TestServer server, ConnectionTarget target) {
        try (var database = Database.connect(target)) {
            return refusal(() -> database.executeAsIs("SELECT pg_terminate_backend(pg_backend_pid())"));
        }
    }

    private static OpsException serialization(TestServer server, ConnectionTarget target) {
        try (var one = Database.connect(target);
                var other = Database.connect(target)) {
            one.executeAsIs("DROP TABLE IF EXISTS account;" + TABLE + ";" + ROWS);
            one.executeAsIs("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM account");
            other.executeAsIs("UPDATE account SET n = 1 WHERE id = 1");
            return refusal(() -> one.executeAsIs("UPDATE account SET n = 2 WHERE id = 1"));
        }
    }

    private static OpsException deadlock(TestServer server, ConnectionTarget target) throws Exception {
        try (var one = Database.connect(target);
                var other = Database.connect(target)) {
            one.executeAsIs("DROP TABLE IF EXISTS account;" + TABLE + ";" + ROWS);
            one.executeAsIs("SET deadlock_timeout = '10min'; BEGIN; UPDATE account SET n = 1 WHERE id = 1");
            other.executeAsIs("SET deadlock_timeout = 1; BEGIN; UPDATE account SET n = 1 WHERE id = 2");
            var waiting = CompletableFuture.runAsync(() -> one.executeAsIs("UPDATE account SET n = 1 WHERE id = 2"));
            await(
                    server,
                    "SELECT 1 FROM pg_locks WHERE NOT granted AND pid = "
                            + one.connection().getBackendPID(),
                    1);
            var failure = refusal(() -> other.executeAsIs("UPDATE account SET n = 1 WHERE id = 1"));
            other.executeAsIs("ROLLBACK");
            waiting.get(30, TimeUnit.SECONDS);
            return failure;
        }
    }

    private static OpsException lock(TestServer server, ConnectionTarget target) {
        try (var one = Database.connect(target);
                var other = Database.connect(target)) {
            one.executeAsIs("DROP TABLE IF EXISTS account;" + TABLE);
            one.executeAsIs("BEGIN; LOCK TABLE account");
            return refusal(() -> other.executeAsIs("BEGIN; LOCK TABLE account NOWAIT"));
        }
    }

    private static Provocation.Deed roleThatMayNotLogIn() {
        return (server, target) -> refusal(() -> Database.connect(role(server, target, "NOLOGIN")));
    }

    private static Provocation.Deed noDatabase() {
        return (server, target) -> refusal(() -> Database.connect(server.unusedDatabase()));
    }

    private static Provocation.Deed asRole(String options, String statement) {
        return (server, target) -> refusal(() -> {
            try (var database = Database.connect(role(server, target, "LOGIN " + options))) {
                database.executeAsIs(statement);
            }
        });
    }

    private static ConnectionTarget role(TestServer server, ConnectionTarget target, String options) {
        var name = "role_of_" + target.database() + "_" + System.nanoTime();
        server.execute("postgres", "CREATE ROLE " + name + " " + options);
        return new ConnectionTarget(
                target.hosts(), target.database(), name, Optional.empty(), target.parameters(), target.origin());
    }

    private static void await(TestServer server, String query, int rows) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (server.rows("postgres", query).size() != rows) {
            assertThat(System.nanoTime()).as(query).isLessThan(deadline);
        }
    }
}
