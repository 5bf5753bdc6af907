package dev.dbops.redshift.inbox;

import dev.dbops.events.log.Received;
import dev.dbops.redshift.Warehouse;
import dev.dbops.redshift.sql.Identifier;
import dev.dbops.target.ConnectionTarget;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads from a warehouse how far the functions that write to it have received a log. */
public final class WarehouseProgress {
    private static final String TABLES = """
        SELECT c.relname
          FROM pg_catalog.pg_class AS c
         INNER JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
         WHERE n.nspname = ? AND c.relkind = 'r'
        """;

    private WarehouseProgress() {}

    /**
     * Returns the progress; empty if the warehouse has received no event of the log.
     *
     * @param log the id of the log
     * @throws dev.dbops.OpsException when the warehouse cannot be read
     */
    public static Optional<Received> read(ConnectionTarget target, String log) {
        try (var warehouse = Warehouse.connect(target)) {
            var last = Optional.<Received>empty();
            for (var name : warehouse.query(TABLES, List.of(ReceivedTable.SCHEMA))) {
                if (name.getFirst().startsWith(ReceivedTable.PREFIX)) {
                    var found = read(warehouse, name.getFirst(), log);
                    last = Optional.of(last.map(other -> later(other, found)).orElse(found));
                }
            }
            return last.filter(received -> received.seq() > 0);
        }
    }

    private static Received read(Warehouse warehouse, String table, String log) {
        var row = warehouse
                .query(
                        "SELECT COALESCE(MAX(\"seq\"), 0), MAX(\"received_at\") FROM %s.%s WHERE \"log_id\" = ?"
                                .formatted(Identifier.quoted(ReceivedTable.SCHEMA), Identifier.quoted(table)),
                        List.of(log))
                .getFirst();
        return new Received(Long.parseLong(row.getFirst()), ago(row.getLast()));
    }

    /** GETDATE returns the time in UTC ("GETDATE function"). */
    private static Duration ago(String time) {
        return time == null
                ? Duration.ZERO
                : Duration.between(Timestamp.valueOf(time).toLocalDateTime(), LocalDateTime.now(ZoneOffset.UTC));
    }

    private static Received later(Received one, Received other) {
        return one.seq() >= other.seq() ? one : other;
    }
}
