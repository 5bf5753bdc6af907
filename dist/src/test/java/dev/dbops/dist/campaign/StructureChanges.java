package dev.dbops.dist.campaign;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** Changes of the tables' structure, in the ways that docs/events.md allows. */
final class StructureChanges {
    private static final String CLUSTER = """
        DO $$
        BEGIN
            EXECUTE (SELECT format('CLUSTER %%1$s USING %%2$I', x.indrelid::regclass, c.relname)
                       FROM pg_index AS x
                       JOIN pg_class AS c ON c.oid = x.indexrelid
                      WHERE x.indrelid = '%s'::regclass AND x.indisprimary);
        END $$
        """;

    private static final List<String> MAINTENANCE = List.of(
            CLUSTER,
            "VACUUM FULL %s",
            "VACUUM (FREEZE) %s",
            "REINDEX TABLE %s",
            "REINDEX TABLE CONCURRENTLY %s",
            "ANALYZE %s");

    /** A column of these types may be added while the old triggers capture (docs/events.md, "Limitations"). */
    private static final List<String> ADDED =
            List.of("int DEFAULT 5", "text DEFAULT 'new'", "numeric", "bool DEFAULT true");

    /** Also these, unless the server is PostgreSQL 13 or the table has lost a column. */
    private static final List<String> ADDED_DOCUMENTS =
            List.of("jsonb DEFAULT 'null'", "int[] DEFAULT '[0:1]={1,2}'", "json DEFAULT '{\"a\":  1}'", "text[]");

    private static final Map<String, String> WIDER = Map.of(
            "integer", "bigint",
            "bigint", "numeric",
            "text", "varchar",
            "character varying", "text",
            "json", "text",
            "real", "double precision",
            "timestamp with time zone", "timestamptz(3)",
            "numeric", "text");

    private final Random random;
    private final RoundSettings settings;
    private final Side source;
    private final Side target;
    private int number;
    private int done;

    StructureChanges(Random random, RoundSettings settings, Side source, Side target) {
        this.random = random;
        this.settings = settings;
        this.source = source;
        this.target = target;
    }

    int done() {
        return done;
    }

    /** One while the writers write and the follower follows. */
    void hot(List<Table> tables) {
        number++;
        var table = pick(tables, _ -> true);
        switch (random.nextInt(8)) {
            case 0, 1 -> maintain(source, table);
            case 2 -> maintain(target, table);
            case 3, 4 -> addColumn(pick(tables, each -> !each.triggers() && !isInsertedAgain(each)));
            case 5 ->
                inTargetFirst("CREATE INDEX ON %s (%s)"
                        .formatted(table.name(), table.columns().getFirst().name()));
            case 6 -> dropAddedColumn(tables);
            default ->
                inTargetFirst(
                        "CREATE TABLE app.measure_%1$d PARTITION OF app.measure FOR VALUES FROM (%1$d00000) TO (%1$d00100)"
                                .formatted(number));
        }
    }

    /** One while nothing else happens: the writers pause, and all events are delivered. */
    void quiet(List<Table> tables) {
        number++;
        var table = pick(tables, each -> !each.triggers() && !each.name().contains("audit") && !each.insertsOnly());
        switch (random.nextInt(9)) {
            case 0 -> withColumn(table, "ALTER TABLE %s RENAME %s TO \"renamed %d\"");
            case 1, 2 -> changeType(table);
            case 3 -> withColumn(table, "ALTER TABLE %s DROP %s");
            case 4 -> withColumn(table, "CREATE UNIQUE INDEX ON %s (%s)");
            case 5 -> inBoth("ALTER TABLE %s RENAME TO \"renamed %d\"".formatted(table.name(), number));
            case 6 -> newTable();
            case 7 -> inBoth("ALTER TABLE %s SET SCHEMA \"Odd \"\"Schema\"\".x\"".formatted(table.name()));
            default -> inBoth("ALTER TABLE app.pair DROP CONSTRAINT pair_pkey, ADD PRIMARY KEY (a, b)");
        }
    }

    /**
     * Its rows are deleted and inserted again (docs/events.md, "How rows are applied"), which a column that only the target
     * has does not allow.
     */
    private static boolean isInsertedAgain(Table table) {
        return table.columns().stream().anyMatch(column -> column.always() && !column.key());
    }

    private void maintain(Side side, Table table) {
        var command = MAINTENANCE.get(random.nextInt(MAINTENANCE.size()));
        try {
            side.attempt(command.formatted(table.name()));
            done++;
        } catch (SQLException _) {
            // a deadlock with a writer, or not for such tables in this version
        }
    }

    private void addColumn(Table table) {
        var type = settings.sourceMajor() > 13 && !table.dropped() && random.nextBoolean()
                ? ADDED_DOCUMENTS.get(random.nextInt(ADDED_DOCUMENTS.size()))
                : ADDED.get(random.nextInt(ADDED.size()));
        inTargetFirst("ALTER TABLE %s ADD added_%d %s".formatted(table.name(), number, type));
    }

    /** The target keeps it. */
    private void dropAddedColumn(List<Table> tables) {
        for (var table : tables) {
            for (var column : table.columns()) {
                if (column.name().startsWith("added_")) {
                    attemptInSource("ALTER TABLE %s DROP %s".formatted(table.name(), column.name()));
                    return;
                }
            }
        }
    }

    private void withColumn(Table table, String change) {
        var columns = table.columns().stream().filter(column -> !column.key()).toList();
        if (!columns.isEmpty()) {
            var column = columns.get(random.nextInt(columns.size()));
            inBoth(change.formatted(table.name(), column.name(), number));
        }
    }

    private void changeType(Table table) {
        for (var column : table.columns()) {
            var wider = WIDER.get(column.type());
            if (wider != null && random.nextBoolean()) {
                inBoth("ALTER TABLE %s ALTER %s TYPE %s".formatted(table.name(), column.name(), wider));
                return;
            }
        }
    }

    private void newTable() {
        inBoth(
                "CREATE TABLE app.new_%d (n int, doc json, list int[], id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, b bytea, f float8)"
                        .formatted(number));
    }

    private Table pick(List<Table> tables, Predicate<Table> wanted) {
        var those = tables.stream().filter(wanted).toList();
        return those.get(random.nextInt(those.size()));
    }

    /** A target may have more than the source. */
    private void inTargetFirst(String sql) {
        try {
            target.attempt(sql);
        } catch (SQLException _) {
            return; // the follower had the table for longer than this waits
        }
        attemptInSource(sql);
    }

    private void attemptInSource(String sql) {
        try {
            source.attempt(sql);
            done++;
        } catch (SQLException _) {
            // a lock, or rows that do not allow it
        }
    }

    /** Rows that allow it in the source must allow it in the target too. */
    private void inBoth(String sql) {
        try {
            source.attempt(sql);
        } catch (SQLException _) {
            return;
        }
        target.execute(sql);
        done++;
    }
}
