package dev.dbops.events.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ServerError;
import dev.dbops.events.capture.CapturedRows;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.target.ConnectionTarget;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A snapshot that several connections read with (PostgreSQL documentation, section 9.28.5). It exists as long as the
 * transaction that exported it, which has no ID and writes nothing.
 */
final class ExportedSnapshot implements AutoCloseable {
    /**
     * A session that waits for a lock of this snapshot may hold one that the snapshot needs. The server sees no deadlock,
     * because the snapshot has several sessions.
     */
    private static final String BEGIN =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL lock_timeout = '2s'";

    private static final String EXPORT = """
        SELECT pg_export_snapshot(), pg_current_snapshot()::text,
               (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
        """;

    /** Of a snapshot whose transaction has ended: undefined_object; before version 17 invalid_parameter_value. */
    private static final Set<String> GONE = Set.of("42704", "22023");

    private final Database exporter;
    private final String name;
    private final String text;
    private final long micros;
    private final ReservedNumbers numbers;

    private ExportedSnapshot(Database exporter, String name, String text, long micros, ReservedNumbers numbers) {
        this.exporter = exporter;
        this.name = name;
        this.text = text;
        this.micros = micros;
        this.numbers = numbers;
    }

    /**
     * Takes a snapshot.
     *
     * @param rows the number of rows for which numbers of the log are taken
     * @param notes takes a sentence if an older transaction has to end first
     */
    static ExportedSnapshot take(ConnectionTarget source, long rows, Consumer<String> notes)
            throws InterruptedException {
        var database = Database.connect(source);
        try {
            database.executeAsIs(CapturedRows.SETTINGS);
            var numbers = ReservedNumbers.take(database, rows);
            OlderTransactions.await(database, notes);
            begin(database);
            return database.query(
                            EXPORT,
                            row -> new ExportedSnapshot(
                                    database, row.getString(1), row.getString(2), row.getLong(3), numbers))
                    .getFirst();
        } catch (InterruptedException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void begin(Database database) {
        try {
            database.connection().setAutoCommit(false);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
        database.executeAsIs(BEGIN);
    }

    /** Opens another connection that reads with this snapshot. */
    Database open() {
        var database = Database.connect(exporter.target());
        try {
            database.executeAsIs(CapturedRows.SETTINGS);
            begin(database);
            read(database);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void read(Database database) {
        try {
            database.executeAsIs("SET TRANSACTION SNAPSHOT " + database.quoteLiteral(name));
        } catch (OpsException e) {
            if (!GONE.contains(e.serverError().map(ServerError::sqlState).orElse(""))) {
                throw e;
            }
            throw new OpsException(
                    Kind.UNREACHABLE, "the session that exported the snapshot was lost", "start the replay again", e);
        }
    }

    /** The connection that exported it, which reads with it too. */
    Database database() {
        return exporter;
    }

    /** The text of its pg_snapshot. */
    String text() {
        return text;
    }

    /** When it was taken, in microseconds since 1970-01-01 UTC. */
    long micros() {
        return micros;
    }

    /** The numbers of its rows. */
    ReservedNumbers numbers() {
        return numbers;
    }

    @Override
    public void close() {
        exporter.close();
    }
}
