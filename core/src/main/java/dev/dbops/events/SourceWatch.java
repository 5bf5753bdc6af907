package dev.dbops.events;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Warns of changes of the source that its log does not contain: a table of the filter that is not captured or was
 * renamed, a key that was dropped or replaced, and partitions that were attached, detached or dropped with their rows
 * since the triggers were installed.
 */
public final class SourceWatch {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final String MAY_READ = """
        SELECT coalesce(pg_catalog.has_table_privilege(pg_catalog.to_regclass('dbops.capture'), 'SELECT'), false)
        """;

    /**
     * The captured tables, with the recorded partitions that are gone, and the partitions that were attached. The row
     * that links a partition to its table is of the transaction that created the partition, unless it was attached.
     * pg_partition_tree would wait for locks of the partitions.
     */
    private static final String TABLES = """
        SELECT
            c.table_name,
            coalesce(n.nspname, '') AS schema_name,
            coalesce(t.relname, '') AS name,
            c.facts ->> 'source' IS NOT NULL AND t.oid IS NOT NULL AS partitioned,
            ARRAY(
                SELECT r.name
                FROM pg_catalog.unnest(recorded.names) AS r (name)
                WHERE r.name <> ALL (present.names)
                ORDER BY 1
            ) AS gone,
            ARRAY(
                SELECT a.name
                FROM pg_catalog.unnest(present.attached) AS a (name)
                WHERE a.name <> ALL (recorded.names)
                ORDER BY 1
            ) AS attached
        FROM dbops.capture AS c
        LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.table_id
        LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
        CROSS JOIN LATERAL (
            SELECT coalesce(pg_catalog.array_agg(m[1]), '{}') AS names
            FROM pg_catalog.regexp_matches(c.facts ->> 'partitions', '(?:"(?:[^"]|"")*"|[^",])+', 'g') AS m
        ) AS recorded
        CROSS JOIN LATERAL (
            WITH RECURSIVE part (relid, linked_by) AS (
                SELECT i.inhrelid, i.xmin
                FROM pg_catalog.pg_inherits AS i
                WHERE i.inhparent = t.oid AND t.relkind = 'p'
                UNION ALL
                SELECT i.inhrelid, i.xmin
                FROM part
                JOIN pg_catalog.pg_inherits AS i ON i.inhparent = part.relid
            )
            SELECT
                coalesce(pg_catalog.array_agg(pg_catalog.format('%I.%I', ln.nspname, l.relname)), '{}') AS names,
                pg_catalog.array_agg(pg_catalog.format('%I.%I', ln.nspname, l.relname))
                    FILTER (WHERE part.linked_by <> a.xmin) AS attached
            FROM part
            JOIN pg_catalog.pg_class AS l ON l.oid = part.relid AND l.relkind = 'r'
            JOIN pg_catalog.pg_namespace AS ln ON ln.oid = l.relnamespace
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = l.oid AND a.attnum = -1
        ) AS present
        WHERE c.kind = 'events'
        ORDER BY c.table_name
        """;

    private final EventFilter filter;
    private final Consumer<String> warnings;
    private final Consumer<List<PartitionChange>> partitions;
    private final Set<String> told = new HashSet<>();
    private long next = System.nanoTime();

    /**
     * @param filter selects the events that are read
     * @param warnings receives each sentence once
     */
    public SourceWatch(EventFilter filter, Consumer<String> warnings) {
        this.filter = filter;
        this.warnings = warnings;
        this.partitions = changes -> changes.forEach(change -> tell(change.warning()));
    }

    /**
     * @param filter selects the events that are read
     * @param warnings receives each sentence once
     * @param partitions receives the partitions that have come or gone, each time that there are any
     */
    public SourceWatch(EventFilter filter, Consumer<String> warnings, Consumer<List<PartitionChange>> partitions) {
        this.filter = filter;
        this.warnings = warnings;
        this.partitions = partitions;
    }

    /** A captured table; its present name is empty if it was dropped. */
    private record Captured(
            String installedAs,
            String schema,
            String name,
            boolean partitioned,
            List<String> gone,
            List<String> attached) {
        private static Captured read(ResultSet row) throws SQLException {
            return new Captured(
                    row.getString("table_name"),
                    row.getString("schema_name"),
                    row.getString("name"),
                    row.getBoolean("partitioned"),
                    List.of((String[]) row.getArray("gone").getArray()),
                    List.of((String[]) row.getArray("attached").getArray()));
        }

        private String title() {
            return schema + "." + name;
        }

        /** Events of a partitioned table have its name at installation, other events its name when they were logged. */
        private boolean hasEventsOf(TableName wanted) {
            return matches(wanted, partitioned ? installedAs : title());
        }

        private Stream<PartitionChange> changes() {
            return Stream.concat(
                    gone.stream().map(partition -> PartitionChange.gone(title(), partition)),
                    attached.stream().map(partition -> PartitionChange.attached(title(), partition)));
        }

        private boolean wasCalled(TableName wanted) {
            return !name.isEmpty() && matches(wanted, installedAs);
        }

        private static boolean matches(TableName wanted, String title) {
            return wanted.schema().isEmpty()
                    ? title.endsWith("." + wanted.table())
                    : title.equals(wanted.schema() + "." + wanted.table());
        }
    }

    /** Looks at the catalog, once a minute at most. */
    public void look(Database database) {
        var now = System.nanoTime();
        if (now - next < 0) {
            return;
        }
        next = now + INTERVAL.toNanos();
        if (!database.query(MAY_READ, row -> row.getBoolean(1)).getFirst()) {
            return;
        }
        var tables = database.query(TABLES, Captured::read);
        filter.tables().forEach(wanted -> name(wanted, tables));
        var watched = tables.stream()
                .filter(table ->
                        filter.tables().isEmpty() || filter.tables().stream().anyMatch(table::hasEventsOf))
                .toList();
        var titles = watched.stream().map(Captured::title).toList();
        LostKeys.read(database).stream()
                .filter(table -> titles.contains(table.title()))
                .forEach(table -> tell(table.warning()));
        var changes = watched.stream().flatMap(Captured::changes).toList();
        if (!changes.isEmpty()) {
            partitions.accept(changes);
        }
    }

    private void name(TableName wanted, List<Captured> tables) {
        if (tables.stream().anyMatch(table -> table.hasEventsOf(wanted))) {
            return;
        }
        var renamed = tables.stream().filter(table -> table.wasCalled(wanted)).findFirst();
        tell(
                renamed.isPresent()
                        ? "the table %s was renamed: its events have the name %s now; add --table %2$s"
                                .formatted(wanted, renamed.get().title())
                        : "the table %s is not captured; db-ops triggers-list shows those that are".formatted(wanted));
    }

    private void tell(String sentence) {
        if (told.add(sentence)) {
            warnings.accept(sentence);
        }
    }
}
