package dev.dbops.postgres;

import java.util.List;

/** The tables of a database that its users created. */
public final class Tables {
    /** Lists no partitions: their rows are counted with their parents. */
    private static final String LIST = """
        SELECT n.nspname, c.relname, pg_table_is_visible(c.oid)
          FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p')
           AND NOT c.relispartition
           AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dbops')
           AND n.nspname NOT LIKE 'pg\\_%'
         ORDER BY n.nspname, c.relname
        """;

    private final Database database;

    public Tables(Database database) {
        this.database = database;
    }

    /**
     * A table.
     *
     * @param schema its schema
     * @param name its name
     * @param isOnSearchPath whether it is found without its schema
     */
    public record ListedTable(String schema, String name, boolean isOnSearchPath) {}

    /** All tables by schema and name, in one round trip. */
    public List<ListedTable> list() {
        return database.queryAsUser(
                LIST, row -> new ListedTable(row.getString(1), row.getString(2), row.getBoolean(3)));
    }

    /** Counts the rows of every table, exactly, in two round trips. */
    public List<TableRows> countRows() {
        var names = database.query(LIST, row -> new TableRows(row.getString(1), row.getString(2), 0));
        if (names.isEmpty()) {
            return names;
        }
        var counts = new StringBuilder();
        for (var name : names) {
            counts.append(counts.isEmpty() ? "" : " UNION ALL ")
                    .append("SELECT ")
                    .append(database.quoteLiteral(name.schema()))
                    .append(", ")
                    .append(database.quoteLiteral(name.table()))
                    .append(", count(*) FROM ")
                    .append(database.quoteIdentifier(name.schema()))
                    .append('.')
                    .append(database.quoteIdentifier(name.table()));
        }
        return database.query(
                counts.append(" ORDER BY 1, 2").toString(),
                row -> new TableRows(row.getString(1), row.getString(2), row.getLong(3)));
    }
}
