package dev.dbops.events.log;

import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the current partitions of the log. */
final class LogPartitions {
    /** Parses the bounds in the format in which this session writes them. */
    private static final String LIST = """
        SELECT c.relname, (bounds.texts)[1]::timestamptz, (bounds.texts)[2]::timestamptz,
               pg_relation_size(c.oid), pg_total_relation_size(c.oid),
               greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)::bigint
          FROM pg_inherits AS i
          JOIN pg_class AS c ON c.oid = i.inhrelid
          CROSS JOIN LATERAL (
            SELECT regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''([^'']+)''\\) TO \\(''([^'']+)''\\)')
          ) AS bounds(texts)
         WHERE i.inhparent = 'dbops.event_log'::regclass
         ORDER BY 2 NULLS LAST, 1
        """;

    /** Rows are counted up to this size, which takes some milliseconds. */
    private static final long QUICKLY_COUNTED = 64 << 20;

    private static final double SAMPLED = 8 << 20;

    private static final String COUNTED = "SELECT coalesce(sum(coalesce(packed, 1)), 0) FROM dbops.{partition}";

    /** The number of events in a row, from a sample of about a thousand pages, which are the same each time. */
    private static final String ESTIMATED = """
        SELECT ({rows} * coalesce(avg(coalesce(packed, 1)), 1))::bigint
          FROM dbops.{partition} TABLESAMPLE SYSTEM ({percent}) REPEATABLE (1)
        """;

    private final Database database;

    LogPartitions(Database database) {
        this.database = database;
    }

    /** Returns all partitions by time, the default partition last. */
    List<LogPartition> list() {
        record Found(LogPartition partition, long heap) {}
        var partitions = new ArrayList<LogPartition>();
        for (var found : database.query(LIST, row -> new Found(read(row), row.getLong(4)))) {
            var sql = found.heap() <= QUICKLY_COUNTED
                    ? COUNTED
                    : ESTIMATED.replace("{percent}", Double.toString(100 * SAMPLED / found.heap()));
            partitions.add(withEvents(found.partition(), sql));
        }
        return partitions;
    }

    private static LogPartition read(ResultSet row) throws SQLException {
        return new LogPartition(row.getString(1), time(row, 2), time(row, 3), row.getLong(6), row.getLong(5));
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private LogPartition withEvents(LogPartition partition, String sql) {
        var count = sql.replace("{partition}", database.quoteIdentifier(partition.name()))
                .replace("{rows}", Long.toString(partition.events()));
        var events = database.query(count, row -> row.getLong(1)).getFirst();
        return new LogPartition(partition.name(), partition.from(), partition.to(), events, partition.bytes());
    }
}
