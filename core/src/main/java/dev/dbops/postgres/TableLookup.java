package dev.dbops.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a table by the name that a user gave. */
public final class TableLookup {
    /** Returns one row, whose column is null, for a table without columns. */
    private static final String FIND = """
        SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
               {type}, {plain type}, {equality},
               base.typcategory = 'S',
               (a.attnotnull OR type.typnotnull)
                   AND NOT (a.atthasdef OR a.attidentity <> '' OR type.typdefault IS NOT NULL)
          FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_type type ON type.oid = a.atttypid
          LEFT JOIN pg_type base ON base.oid = coalesce(nullif(type.typbasetype, 0), type.oid)
         WHERE c.oid = to_regclass(?)
           AND c.relkind IN ('r', 'p', 'v', 'f')
         ORDER BY a.attnum
        """.replace("{type}", TypeSql.name("type.oid", "a.atttypmod"))
            .replace("{plain type}", TypeSql.name("base.oid", "-1"))
            .replace("{equality}", TypeSql.equality("base.oid"));

    private final Database database;

    public TableLookup(Database database) {
        this.database = database;
    }

    /** A row of {@link #FIND}. */
    private record Row(String schema, String table, Optional<TableDefinition.Column> column) {}

    /**
     * The table, view or foreign table of that name.
     *
     * @param schema the schema's name, or an empty string: then the search path decides, as in SQL
     * @param table the table's name, as it is in the catalog
     */
    public Optional<TableDefinition> find(String schema, String table) {
        var quoted = database.quoteIdentifier(table);
        var name = schema.isEmpty() ? quoted : database.quoteIdentifier(schema) + "." + quoted;
        return table(database.queryAsUser(FIND, TableLookup::read, name));
    }

    /**
     * Like {@link #find}, for a name with its schema. It declares no cursor, which would bind the session of an RDS
     * proxy to one connection; types of other schemas than the server's own have their schema in messages.
     */
    public Optional<TableDefinition> findQualified(String schema, String table) {
        var name = database.quoteIdentifier(schema) + "." + database.quoteIdentifier(table);
        return table(database.query(FIND, TableLookup::read, name));
    }

    private static Optional<TableDefinition> table(List<Row> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<TableDefinition.Column> columns = new ArrayList<>();
        for (var row : rows) {
            row.column().ifPresent(columns::add);
        }
        return Optional.of(
                new TableDefinition(rows.getFirst().schema(), rows.getFirst().table(), columns));
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getString(1),
                row.getString(2),
                row.getString(3) == null ? Optional.empty() : Optional.of(readColumn(row)));
    }

    private static TableDefinition.Column readColumn(ResultSet row) throws SQLException {
        return new TableDefinition.Column(
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getBoolean(8),
                row.getBoolean(9));
    }
}
