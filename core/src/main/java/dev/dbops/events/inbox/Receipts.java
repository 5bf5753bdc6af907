package dev.dbops.events.inbox;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decides in the transaction of the changes which of the arrivals are news, and notes that they were received. */
final class Receipts {
    /** Another invocation may register the same tables at the same time. */
    private static final String REGISTER = """
        INSERT INTO dbops.received_table (log_id, schema_name, table_name)
        SELECT *
          FROM unnest(?::text[], ?::text[], ?::text[]) AS t (log_id, schema_name, table_name)
        EXCEPT
        SELECT log_id, schema_name, table_name FROM dbops.received_table
         ORDER BY 1, 2, 3
            ON CONFLICT DO NOTHING
        """;

    /**
     * Of each key the last arrival, if no later event of the key was received. The rows of the keys are locked until the
     * transaction ends, in one order for all sessions.
     *
     * <p>An event whose key is not known may be an old one of a key that was forgotten, if its number is not above those
     * of the forgotten. A key that was known and is inserted has been forgotten in between.
     *
     * <p>A join of the arrivals with those that were taken would be a nested loop, since the server expects few rows; the
     * subqueries are hashed.
     */
    private static final String TAKE = """
        WITH arrived AS MATERIALIZED (
            SELECT DISTINCT ON (t.id, a.key) a.number, t.id AS table_id, a.key, a.seq, t.truncated, t.pruned,
                   EXISTS (SELECT FROM dbops.received AS k WHERE k.table_id = t.id AND k.key = a.key) AS known
              FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::jsonb[], ?::bigint[])
                   AS a (number, log_id, schema_name, table_name, key, seq)
              JOIN dbops.received_table AS t USING (log_id, schema_name, table_name)
             ORDER BY t.id, a.key, a.seq DESC
        ), taken AS (
            INSERT INTO dbops.received AS r (table_id, key, seq)
            SELECT table_id, key, seq
              FROM arrived
             WHERE seq > truncated AND (seq > pruned OR known)
             ORDER BY table_id, key
                ON CONFLICT (table_id, key)
                DO UPDATE SET seq = excluded.seq, received_at = now() WHERE r.seq < excluded.seq
            RETURNING r.table_id, r.seq, r.xmax::text = '0' AS inserted
        )
        SELECT number,
               CASE WHEN known AND (table_id, seq) IN (SELECT table_id, seq FROM taken WHERE inserted) THEN 'FORGOTTEN'
                    WHEN (table_id, seq) IN (SELECT table_id, seq FROM taken) THEN 'NEW'
                    WHEN seq > truncated AND seq <= pruned AND NOT known THEN 'LATE'
                    ELSE 'STALE' END
          FROM arrived
        """;

    private final Set<List<String>> registered = new HashSet<>();

    /** The fate of an arrival. */
    enum State {
        /** It is the last event of its row, and is to be applied. */
        NEW,
        /** A later event of its row was received, or this one. */
        STALE,
        /** Later events of its row may have been forgotten. */
        LATE,
        /** The row's last event was forgotten just now, or its table is not registered: to be asked again. */
        FORGOTTEN
    }

    /** The arrivals are those of the tables with these names, in the source. */
    void register(Database database, List<Arrival> arrivals) {
        var missing = new HashSet<List<String>>();
        for (var arrival : arrivals) {
            missing.add(name(arrival));
        }
        missing.removeAll(registered);
        if (!missing.isEmpty()) {
            database.execute(
                    REGISTER,
                    array(database, "text", missing.stream().map(List::getFirst).toArray()),
                    array(
                            database,
                            "text",
                            missing.stream().map(name -> name.get(1)).toArray()),
                    array(database, "text", missing.stream().map(List::getLast).toArray()));
            registered.addAll(missing);
        }
    }

    private static List<String> name(Arrival arrival) {
        var event = arrival.received().event();
        return List.of(arrival.received().log(), event.schema(), event.table());
    }

    /** The tables may have been created again. */
    void forget() {
        registered.clear();
    }

    /**
     * Returns the state of each arrival, in their order.
     *
     * @param arrivals events of tables that are registered, none of them a TRUNCATE
     */
    State[] take(Database database, List<Arrival> arrivals) {
        var states = new State[arrivals.size()];
        var columns = new Columns(arrivals);
        database.query(
                TAKE,
                row -> set(states, row),
                array(database, "int4", columns.numbers),
                array(database, "text", columns.logs),
                array(database, "text", columns.schemas),
                array(database, "text", columns.tables),
                array(database, "jsonb", columns.keys),
                array(database, "int8", columns.seqs));
        var found = new HashSet<List<String>>();
        for (var i = 0; i < states.length; i++) {
            if (states[i] != null) {
                found.add(name(arrivals.get(i)));
            }
        }
        for (var i = 0; i < states.length; i++) {
            if (states[i] == null) {
                // another arrival is the last of its row; or its table is no longer registered
                states[i] = found.contains(name(arrivals.get(i))) ? State.STALE : State.FORGOTTEN;
            }
        }
        return states;
    }

    private static boolean set(State[] states, ResultSet row) throws SQLException {
        states[row.getInt(1)] = State.valueOf(row.getString(2));
        return true;
    }

    private static Array array(Database database, String type, Object[] values) {
        try {
            return database.connection().createArrayOf(type, values);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** The arrivals as the columns of a table. */
    private static final class Columns {
        private final Integer[] numbers;
        private final String[] logs;
        private final String[] schemas;
        private final String[] tables;
        private final String[] keys;
        private final Long[] seqs;

        Columns(List<Arrival> arrivals) {
            var size = arrivals.size();
            numbers = new Integer[size];
            logs = new String[size];
            schemas = new String[size];
            tables = new String[size];
            keys = new String[size];
            seqs = new Long[size];
            for (var i = 0; i < size; i++) {
                var event = arrivals.get(i).received().event();
                numbers[i] = i;
                logs[i] = arrivals.get(i).received().log();
                schemas[i] = event.schema();
                tables[i] = event.table();
                keys[i] = arrivals.get(i).inboxKey();
                seqs[i] = event.seq();
            }
        }
    }
}
