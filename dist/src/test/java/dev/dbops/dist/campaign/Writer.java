package dev.dbops.dist.campaign;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/** A session of the application that writes at random, in transactions of its isolation level. */
final class Writer {
    private static final List<String> LEVELS = List.of("READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE");
    private static final List<String> SESSIONS = List.of(
            "SET DateStyle = 'SQL, DMY'; SET IntervalStyle = 'iso_8601'",
            "SET extra_float_digits = -5; SET bytea_output = 'escape'",
            "SET TimeZone = 'Asia/Kolkata'; SET IntervalStyle = 'postgres_verbose'",
            "SET DateStyle = 'German'; SET TimeZone = 'America/St_Johns'; SET xmloption = document",
            "SET enable_hashjoin = off; SET enable_seqscan = off; SET work_mem = '64kB'",
            "SET standard_conforming_strings = on");

    private final Workload workload;
    private final Random random;
    private final int number;
    private final String level;
    private final String role;
    private final Statements statements;
    private int transactions;

    Writer(Workload workload, RoundSettings settings, int number) {
        this.workload = workload;
        this.number = number;
        this.random = new Random(settings.seed() * 31 + number);
        this.level = LEVELS.get(random.nextInt(LEVELS.size()));
        this.role = random.nextBoolean() ? "writer" : "postgres";
        this.statements = new Statements(random, settings.sourceMajor(), level.equals(LEVELS.getFirst()));
    }

    /** Writes until the workload ends, in a new session whenever the last one was lost. */
    void run() throws InterruptedException {
        while (workload.isRunning()) {
            try (var connection = workload.source().connect(role);
                    var statement = connection.createStatement()) {
                statement.execute(SESSIONS.get(random.nextInt(SESSIONS.size())));
                if (!workload.settings().hostile()) {
                    statement.execute("SET search_path = app, public");
                }
                while (workload.isRunning() && workload.awaitTurn()) {
                    try {
                        transaction(connection, statement);
                    } finally {
                        workload.endTurn();
                    }
                }
            } catch (SQLException e) {
                if (!isLost(e)) {
                    throw new AssertionError("a session of the application failed", e);
                }
                Thread.sleep(50);
            }
        }
    }

    private void transaction(Connection connection, Statement statement) throws SQLException, InterruptedException {
        transactions++;
        try {
            begin(statement);
            var most = random.nextInt(10) == 0 ? 12 : 4;
            for (var i = 0; i <= random.nextInt(most); i++) {
                if (random.nextInt(6) == 0) {
                    statement.execute("SAVEPOINT one");
                    change(connection, statement);
                    statement.execute(random.nextBoolean() ? "ROLLBACK TO one" : "RELEASE one");
                } else {
                    change(connection, statement);
                }
                if (random.nextInt(40) == 0) {
                    Thread.sleep(random.nextInt(1500));
                }
            }
            end(statement);
        } catch (SQLException e) {
            workload.failed(e);
            if (isLost(e)) {
                throw e;
            }
            statement.execute("ROLLBACK");
        }
    }

    private void begin(Statement statement) throws SQLException {
        statement.execute("BEGIN ISOLATION LEVEL " + level);
        if (random.nextInt(10) == 0) {
            statement.execute("SET LOCAL dbops.origin = 'writer %d'".formatted(number));
        }
        if (random.nextInt(10) == 0) {
            statement.execute("SET CONSTRAINTS ALL DEFERRED");
        }
        // a restricted target checks the foreign keys that such a session does not
        if (workload.settings().always()
                && !workload.settings().restricted()
                && role.equals("postgres")
                && random.nextInt(6) == 0) {
            statement.execute("SET LOCAL session_replication_role = replica");
        }
    }

    private void change(Connection connection, Statement statement) throws SQLException {
        var table = workload.table(random);
        try {
            if (random.nextInt(15) == 0) {
                copy(connection, statements.copy(table));
            } else {
                statement.execute(statements.next(table));
            }
        } finally {
            workload.warned(statement.getWarnings());
            statement.clearWarnings();
        }
    }

    private static void copy(Connection connection, List<String> tableAndQuery) throws SQLException {
        var copy = connection.unwrap(PGConnection.class).getCopyAPI();
        var rows = new StringWriter();
        try {
            copy.copyOut("COPY (%s) TO STDOUT".formatted(tableAndQuery.getLast()), rows);
            copy.copyIn("COPY %s FROM STDIN".formatted(tableAndQuery.getFirst()), new StringReader(rows.toString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void end(Statement statement) throws SQLException, InterruptedException {
        if (random.nextInt(7) == 0) {
            statement.execute("ROLLBACK");
            return;
        }
        // docs/events.md, "Notifications": a transaction that has notified cannot be prepared
        if (!workload.settings().notifying() && random.nextInt(12) == 0) {
            var name = "'%s %d %d'".formatted(workload.source().database(), number, transactions);
            statement.execute("PREPARE TRANSACTION " + name);
            Thread.sleep(random.nextInt(300));
            statement.execute((random.nextInt(4) == 0 ? "ROLLBACK PREPARED " : "COMMIT PREPARED ") + name);
        } else {
            statement.execute("COMMIT");
        }
        workload.committed();
    }

    static boolean isLost(SQLException e) {
        var state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    }

    /** Where in the server's functions an error was raised. */
    static String context(SQLException e) {
        if (e instanceof PSQLException refused
                && refused.getServerErrorMessage() != null
                && refused.getServerErrorMessage().getWhere() != null) {
            return refused.getServerErrorMessage().getWhere();
        }
        return "";
    }
}
