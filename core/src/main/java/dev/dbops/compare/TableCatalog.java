package dev.dbops.compare;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import dev.dbops.postgres.Tables;
import dev.dbops.postgres.TypeSql;
import dev.dbops.text.Spelling;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads from the catalog which tables a database has, and of what they consist. */
final class TableCatalog {
    private static final String NAME = """
        SELECT n.nspname, c.relname
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE c.oid = to_regclass(?) AND c.relkind IN ('r', 'p', 'm', 'v', 'f')
        """;

    /** Since PostgreSQL 18, a constraint that was not validated leaves the NULLs that were there before. */
    private static final String NOT_NULL = """
        (%1$s.attnotnull
         AND NOT EXISTS (SELECT FROM pg_constraint AS later
                          WHERE later.conrelid = %1$s.attrelid AND later.contype = 'n' AND NOT later.convalidated
                            AND %1$s.attnum = ANY (later.conkey)))\
        """;

    /**
     * A row for each column by name, or one without a column. The key is the primary key, or else the index of the
     * replica identity, or else the smallest unique index whose columns are never NULL. The indexes of an int2vector
     * begin with 0.
     */
    private static final String TABLE = """
        SELECT c.relkind, a.attname, format_type(a.atttypid, NULL), type.typname,
               CASE WHEN base.typnamespace = 'pg_catalog'::regnamespace THEN base.typname ELSE '' END,
               {input type}, {equality}, {never null},
               coalesce((SELECT array_position(i.indkey::int2[], a.attnum)
                           FROM pg_index AS i
                          WHERE i.indexrelid = key.indexrelid
                            AND array_position(i.indkey::int2[], a.attnum) < i.indnkeyatts), -1)
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
          LEFT JOIN LATERAL (
               SELECT i.indexrelid
                 FROM pg_index AS i
                WHERE i.indrelid = c.oid
                  AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
                  AND NOT EXISTS (
                      SELECT FROM pg_attribute AS part
                       WHERE part.attrelid = c.oid
                         AND NOT {part never null}
                         AND array_position(i.indkey::int2[], part.attnum) < i.indnkeyatts)
                ORDER BY i.indisprimary DESC, i.indisreplident DESC, i.indnkeyatts, i.indexrelid
                LIMIT 1) AS key ON true
          LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_type AS type ON type.oid = a.atttypid
          LEFT JOIN LATERAL (
               WITH RECURSIVE below (oid) AS (
                   SELECT type.oid
                    UNION ALL
                   SELECT t.typbasetype FROM below JOIN pg_type AS t ON t.oid = below.oid AND t.typtype = 'd')
               SELECT t.oid, t.typname, t.typnamespace
                 FROM below JOIN pg_type AS t ON t.oid = below.oid AND t.typtype <> 'd') AS base ON true
         WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p', 'm', 'v', 'f')
         ORDER BY a.attname COLLATE "C"
        """.replace("{input type}", TypeSql.name("base.oid", "-1"))
            .replace("{equality}", TypeSql.equality("base.oid"))
            .replace("{never null}", NOT_NULL.formatted("a"))
            .replace("{part never null}", NOT_NULL.formatted("part"));

    private final Database database;

    TableCatalog(Database database) {
        this.database = database;
    }

    /** Returns the names of all tables, without partitions. */
    List<TableName> all() {
        return new Tables(database)
                .list().stream()
                        .map(table -> new TableName(table.schema(), table.name()))
                        .toList();
    }

    /**
     * Returns the name with its schema.
     *
     * @throws OpsException of kind USAGE when there is no such table
     */
    TableName qualified(TableName name) {
        var quoted = database.quoteIdentifier(name.table());
        var text = name.schema().isEmpty() ? quoted : database.quoteIdentifier(name.schema()) + "." + quoted;
        return database.queryAsUser(NAME, row -> new TableName(row.getString(1), row.getString(2)), text).stream()
                .findFirst()
                .orElseThrow(() -> missing(name));
    }

    private OpsException missing(TableName name) {
        var nearest = Spelling.nearest(
                name.table(), all().stream().map(TableName::table).toList());
        return new OpsException(
                Kind.USAGE,
                "database \"%s\" has no table %s".formatted(database.target().database(), name),
                nearest.isEmpty()
                        ? "list the tables with db-ops connect, \\dt"
                        : "did you mean \"%s\"?".formatted(nearest));
    }

    /** A row of {@link #TABLE}. */
    private record Row(String kind, Optional<ComparedColumn> column, int place) {}

    /** Returns the table; empty when the database does not have it. */
    Optional<ComparedTable> find(TableName name) {
        var rows = database.query(TABLE, TableCatalog::read, name.schema(), name.table());
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        var columns = new ArrayList<ComparedColumn>();
        rows.forEach(row -> row.column().ifPresent(columns::add));
        var key = rows.stream()
                .filter(row -> row.place() >= 0)
                .sorted((one, other) -> Integer.compare(one.place(), other.place()))
                .map(row -> row.column().orElseThrow().name())
                .toList();
        return Optional.of(new ComparedTable(name, rows.getFirst().kind(), columns, key));
    }

    private static Row read(ResultSet row) throws SQLException {
        if (row.getString(2) == null) {
            return new Row(row.getString(1), Optional.empty(), -1);
        }
        var column = new ComparedColumn(
                row.getString(2),
                row.getString(4),
                ValueKind.of(row.getString(5)),
                row.getString(6),
                row.getString(7),
                row.getBoolean(8));
        return new Row(row.getString(1), Optional.of(column), row.getInt(9));
    }
}
