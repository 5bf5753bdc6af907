package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows with COPY, which costs the server less than half of an upsert (docs/performance.md). It does the same as the
 * upsert if no row of such a key exists: otherwise a unique index refuses the rows, and the upsert writes them and all later rows of the table.
 */
final class RowCopy {
    /** With fewer rows the upsert is faster: it takes one round trip. */
    private static final int FEWEST_ROWS = 20;

    private static final int MESSAGE = 1 << 16;

    /** COPY does not run the rules of a table (PostgreSQL documentation, COPY). */
    private static final String HAS_RULES =
            "SELECT relhasrules FROM pg_catalog.pg_class WHERE oid = ?::pg_catalog.regclass";

    private static final String SAVEPOINT = "dbops_copy";

    private final CopyText text = new CopyText();
    private final Map<String, Boolean> accepting = new HashMap<>();

    /**
     * Writes rows in the open transaction.
     *
     * @return false if nothing was written, and the upsert must be used
     * @throws OpsException when the server fails, not because of the rows
     */
    boolean run(Database database, Change.NewRows rows) {
        var table = rows.table().quoted();
        if (rows.images().size() < FEWEST_ROWS || !accepting.computeIfAbsent(table, _ -> hasNoRules(database, table))) {
            return false;
        }
        database.executeAsIs("SAVEPOINT " + SAVEPOINT);
        try {
            if (copy(database, rows)) {
                return true;
            }
        } catch (OpsException e) {
            if (e.kind() != Kind.SQL || TransientFailure.is(e)) {
                throw e;
            }
        }
        database.executeAsIs("ROLLBACK TO " + SAVEPOINT);
        accepting.put(table, false);
        return false;
    }

    private static boolean hasNoRules(Database database, String table) {
        return !database.query(HAS_RULES, row -> row.getBoolean(1), table).getFirst();
    }

    private boolean copy(Database database, Change.NewRows rows) {
        var written = rows.columns().stream()
                .map(rows.table().columns()::get)
                .map(column -> column.generated() ? null : column)
                .toArray(TargetTable.Column[]::new);
        CopyIn copying = null;
        try {
            copying = database.connection().getCopyAPI().copyIn(statement(rows));
            return write(rows.images(), written, copying);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } finally {
            cancel(copying);
        }
    }

    private static String statement(Change.NewRows rows) {
        return "COPY " + rows.table().quoted() + " ("
                + rows.columns().stream()
                        .map(rows.table().columns()::get)
                        .filter(column -> !column.generated())
                        .map(TargetTable.Column::quoted)
                        .collect(Collectors.joining(", "))
                + ") FROM STDIN";
    }

    /** Returns false if a value needs the conversion of the server. */
    private boolean write(List<String> images, TargetTable.Column[] columns, CopyIn copying) throws SQLException {
        var lines = new StringBuilder(MESSAGE + MESSAGE / 4);
        for (var image : images) {
            if (!text.append(image, columns, lines)) {
                return false;
            }
            if (lines.length() > MESSAGE) {
                send(lines, copying);
            }
        }
        send(lines, copying);
        copying.endCopy();
        return true;
    }

    private static void send(StringBuilder lines, CopyIn copying) throws SQLException {
        var bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        copying.writeToCopy(bytes, 0, bytes.length);
        lines.setLength(0);
    }

    private static void cancel(CopyIn copying) {
        try {
            if (copying != null && copying.isActive()) {
                copying.cancelCopy();
            }
        } catch (SQLException _) {
            // the rollback to the savepoint finds a lost connection
        }
    }
}
