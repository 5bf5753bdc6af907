package dev.dbops.aws.dataapi;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements around a statement that returns rows. The Data API cannot return the values of many types, and changes
 * others, so each row is read as the text in which the server writes it; names and types of the columns are read as text
 * too. "Data API ... doesn't support some data types", "cast the unsupported data type to TEXT" (Aurora user guide).
 *
 * <p>The alias with an asterisk means the row, even if a column has the name of the alias.
 */
record WrappedSql(StatementShape shape, List<String> types) {
    private static final String NAMES = "pg_catalog.json_object_keys(pg_catalog.row_to_json(dbops_names.*))";
    private static final String NO_ROW = "(SELECT) AS dbops_none LEFT JOIN ";

    private ApiSql list() {
        return new ApiSql(shape.sql(), types).part(0, shape.main());
    }

    private ApiSql statement(ApiSql sql) {
        return sql.part(shape.main(), shape.sql().length());
    }

    /** Returns a row of text for each row. */
    ApiSql rows() {
        return statement(list().own("SELECT ROW(dbops_rows.*)::pg_catalog.text FROM (\n"))
                .own("\n) AS dbops_rows");
    }

    /** Returns the name of each column, and executes nothing. */
    ApiSql names() {
        return statement(list().own("SELECT " + NAMES + " FROM (SELECT dbops_rows.* FROM " + NO_ROW + "(\n"))
                .own("\n) AS dbops_rows ON false) AS dbops_names");
    }

    /** Returns the OIDs of the types of the columns, and executes nothing; a domain is the type below it. */
    ApiSql columnTypes(int columns) {
        var names = IntStream.rangeClosed(1, columns).mapToObj(i -> "c" + i).toList();
        var types = names.stream()
                .map(name -> "pg_catalog.pg_typeof(dbops_rows." + name + ")::pg_catalog.oid")
                .collect(Collectors.joining(", "));
        return statement(list().own("SELECT (CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END)"
                        + "::pg_catalog.int8 FROM (SELECT ARRAY[" + types + "] AS types FROM " + NO_ROW + "(\n"))
                .own("\n) AS dbops_rows (" + String.join(", ", names) + ") ON false) AS dbops_types,"
                        + " pg_catalog.unnest(dbops_types.types) WITH ORDINALITY AS u (type, number)"
                        + " JOIN pg_catalog.pg_type AS t ON t.oid = u.type ORDER BY u.number");
    }

    /** Executes a statement that changes rows: returns the names of the columns with 0, and then the rows with 1. */
    ApiSql changedRows() {
        var begin = shape.hasList() ? ", dbops_rows AS (\n" : "WITH dbops_rows AS (\n";
        return statement(list().own(begin))
                .own("\n) SELECT 0, " + NAMES + " FROM (SELECT dbops_rows.* FROM " + NO_ROW
                        + "dbops_rows ON false) AS dbops_names"
                        + " UNION ALL SELECT 1, ROW(dbops_rows.*)::pg_catalog.text FROM dbops_rows");
    }

    /**
     * Lets the server infer the types of the parameters, and of the columns; a type that is not known is {@code unknown}.
     */
    ApiSql prepared() {
        var known = types.isEmpty() ? "" : " (" + String.join(", ", types) + ")";
        return new ApiSql(shape.sql(), List.of())
                .own("PREPARE dbops_statement" + known + " AS ")
                .part(0, shape.sql().length());
    }

    /** The statement as it is. */
    ApiSql plain() {
        return new ApiSql(shape.sql(), types).part(0, shape.sql().length());
    }
}
