package dev.dbops.events.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.postgres.SqlErrors;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the plans of consumers in the source. A consumer without a name has none there. */
public final class PlanStore {
    private static final String TABLES = """
        SELECT place, table_id::bigint, schema_name, table_name, key_columns, estimated_rows
          FROM dbops.snapshot_table
         WHERE consumer = ?
         ORDER BY place
        """;

    private static final String PARTS = """
        SELECT number, place, snap::text, last_key, row_count, files
          FROM dbops.snapshot_part
         WHERE consumer = ? AND number <= ?
         ORDER BY number
        """;

    /** Numbers from here on are not parts: they keep the snapshot of a doubtful part of the table of that place. */
    private static final long DOUBTS = 1_000_000_000_000_000L;

    private static final String DOUBTFUL = """
        SELECT DISTINCT ON (place) place, snap::text
          FROM dbops.snapshot_part
         WHERE consumer = ? AND number > ?
         ORDER BY place, number < {doubts}, number
        """.replace("{doubts}", Long.toString(DOUBTS));

    private static final String CUT = "DELETE FROM dbops.snapshot_part WHERE consumer = ? AND number > ?";

    private static final String CLEAR = """
        WITH tables AS (DELETE FROM dbops.snapshot_table WHERE consumer = ?)
        DELETE FROM dbops.snapshot_part WHERE consumer = ?
        """;

    private static final String ADD_TABLE = """
        INSERT INTO dbops.snapshot_table (consumer, place, table_id, schema_name, table_name, key_columns, estimated_rows)
        VALUES (?, ?, ?::bigint::oid, ?, ?, ?, ?)
        """;

    private static final String ADD_PART = """
        INSERT INTO dbops.snapshot_part (consumer, number, place, snap, last_key, row_count, files)
        VALUES (?, ?, ?, ?::pg_snapshot, ?, ?, ?)
        """;

    private final Database database;
    private final String consumer;
    private final SnapshotPlan inMemory;

    /**
     * @param consumer the name of the consumer; empty if it has none
     * @param inMemory the plan of a consumer without a name
     */
    public PlanStore(Database database, String consumer, SnapshotPlan inMemory) {
        this.database = database;
        this.consumer = consumer;
        this.inMemory = inMemory;
    }

    private boolean isKept() {
        return !consumer.isEmpty();
    }

    /**
     * Rejects a log without the tables for plans.
     *
     * @throws OpsException of kind FAILED
     */
    public void requireTables() {
        if (isKept() && !OwnSchema.has(database, "snapshot_part")) {
            throw new OpsException(
                    Kind.FAILED,
                    "the event log of database \"%s\" was created by an earlier version of db-ops, and cannot keep the progress of a snapshot"
                            .formatted(database.target().database()),
                    "run db-ops triggers-install again, which updates the log and keeps its events");
        }
    }

    /**
     * Reads the plan.
     *
     * @param delivered the number of the last part that was delivered; later ones are not part of the result
     * @param repeats whether the sink may have later ones
     */
    public SnapshotPlan read(long delivered, boolean repeats) {
        if (!isKept()) {
            inMemory.cutAfter(delivered, repeats);
            return inMemory;
        }
        var plan = new SnapshotPlan();
        if (OwnSchema.has(database, "snapshot_part")) {
            plan.restore(
                    database.query(TABLES, PlanStore::table, consumer),
                    database.query(PARTS, PlanStore::part, consumer, delivered),
                    repeats ? doubts(delivered) : Map.of());
        }
        return plan;
    }

    private Map<Integer, String> doubts(long delivered) {
        var doubts = new HashMap<Integer, String>();
        database.query(DOUBTFUL, row -> doubts.put(row.getInt(1), row.getString(2)), consumer, delivered);
        return doubts;
    }

    private static SnapshotTable table(ResultSet row) throws SQLException {
        return new SnapshotTable(
                row.getInt(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                List.of((String[]) row.getArray(5).getArray()),
                row.getLong(6));
    }

    private static TablePart part(ResultSet row) throws SQLException {
        var lastKey = Optional.ofNullable(row.getArray(4));
        return new TablePart(
                row.getLong(1),
                row.getInt(2),
                row.getString(3),
                lastKey.isPresent()
                        ? Optional.of(List.of((String[]) lastKey.get().getArray()))
                        : Optional.empty(),
                row.getLong(5),
                List.of((String[]) row.getArray(6).getArray()));
    }

    /** Replaces the plan. */
    public void replace(SnapshotPlan plan) {
        if (isKept()) {
            database.execute(CLEAR, consumer, consumer);
            add(plan.tables());
        }
    }

    /** Forgets parts that were not delivered, but not the doubts of the plan. */
    public void cutAfter(long delivered, SnapshotPlan plan) {
        if (isKept() && OwnSchema.has(database, "snapshot_part")) {
            database.execute(CUT, consumer, delivered);
            plan.doubts()
                    .forEach((place, snapshot) ->
                            add(new TablePart(DOUBTS + place, place, snapshot, Optional.empty(), 0, List.of())));
        }
    }

    /** Forgets that the sink may have a part of the table. */
    void settle(SnapshotTable table) {
        if (isKept()) {
            database.execute(
                    "DELETE FROM dbops.snapshot_part WHERE consumer = ? AND number = ?",
                    consumer,
                    DOUBTS + table.place());
        }
    }

    /** Adds tables to the plan. */
    public void add(List<SnapshotTable> tables) {
        if (!isKept()) {
            return;
        }
        for (var table : tables) {
            database.execute(
                    ADD_TABLE,
                    consumer,
                    table.place(),
                    table.oid(),
                    table.schema(),
                    table.name(),
                    array(table.key()),
                    table.estimatedRows());
        }
    }

    /** Records a part before it is delivered. */
    void add(TablePart part) {
        if (isKept()) {
            database.execute(
                    ADD_PART,
                    consumer,
                    part.number(),
                    part.place(),
                    part.snapshot(),
                    part.lastKey().map(this::array).orElse(null),
                    part.rows(),
                    array(part.files()));
        }
    }

    private Array array(List<String> texts) {
        try {
            return database.connection().createArrayOf("text", texts.toArray());
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
