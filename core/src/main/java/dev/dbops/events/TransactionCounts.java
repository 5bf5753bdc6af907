package dev.dbops.events;

import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Counts the events of transactions in the log. */
public final class TransactionCounts {
    /** The events of a pack have the numbers up to its seq. */
    private static final String SELECT = """
        SELECT xid::text, {names},
               sum(greatest(0, least({count}, ? - 1 - (seq - {count}))))::bigint, sum({count})::bigint
          FROM dbops.event_log
         WHERE xid = ANY (?::xid8[]){filter}
         GROUP BY xid, schema_name, table_name
        """.replace("{count}", EventRows.COUNT);

    private final Database database;
    private final EventFilter filter;
    private final String select;

    /**
     * The events of a transaction in one table.
     *
     * @param xid the transaction
     * @param schema the table's schema
     * @param table the table
     * @param before how many of them have a smaller number than the first of a batch
     * @param events how many there are
     */
    public record Count(String xid, String schema, String table, long before, long events) {}

    /**
     * @param filter selects the events that count
     */
    public TransactionCounts(EventLog log, EventFilter filter) {
        this.database = log.database();
        this.filter = filter;
        this.select = SELECT.replace("{names}", EventRows.names("{schema_name}, {table_name}", log.ensuresUtf8()));
    }

    /**
     * Counts the events of some transactions.
     *
     * @param seq the number of the first event of a batch
     */
    public List<Count> of(Collection<String> xids, long seq) {
        var parameters = new ArrayList<Object>(List.of(seq, "{" + String.join(",", xids) + "}"));
        var sql = select.replace("{filter}", FilterSql.and(filter, parameters));
        return database.query(
                sql,
                row -> new Count(
                        row.getString(1),
                        EventRows.text(row, 2),
                        EventRows.text(row, 3),
                        row.getLong(4),
                        row.getLong(5)),
                parameters.toArray());
    }
}
