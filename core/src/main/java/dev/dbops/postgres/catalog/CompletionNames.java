package dev.dbops.postgres.catalog;

import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;

/**
 * The names that completion offers, as they are written in SQL.
 *
 * @param relations tables, views and other relations; those outside the search path with their schema
 * @param columns the columns of all relations except the server's own
 * @param schemas the schemas
 * @param functions the functions of the search path
 * @param keywords the server's keywords, in lower case
 */
public record CompletionNames(
        List<String> relations,
        List<Column> columns,
        List<String> schemas,
        List<String> functions,
        List<String> keywords) {
    /**
     * A column.
     *
     * @param relation the relation it belongs to, without its schema
     * @param name its name
     */
    public record Column(String relation, String name) {}

    private static final String NAMES = """
        SELECT 'relation', CASE WHEN pg_table_is_visible(c.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END
                   || quote_ident(c.relname), ''
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname !~ '^pg_(toast|temp)'
        UNION ALL
        SELECT 'column', quote_ident(a.attname), quote_ident(c.relname)
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
          AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
        UNION ALL
        SELECT 'schema', quote_ident(nspname), '' FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)'
        UNION ALL
        SELECT DISTINCT 'function', quote_ident(p.proname), ''
        FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE pg_function_is_visible(p.oid) AND n.nspname <> 'pg_catalog'
        UNION ALL
        SELECT 'keyword', word, '' FROM pg_get_keywords()
        ORDER BY 1, 2
        """;

    /** No names, while the server cannot be asked. */
    public static final CompletionNames NONE =
            new CompletionNames(List.of(), List.of(), List.of(), List.of(), List.of());

    /** Asks the server, in one round trip. */
    public static CompletionNames of(Database database) {
        var names = new CompletionNames(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (var row : CatalogListings.rows(database, NAMES, 3)) {
            var name = row.get(1);
            switch (row.getFirst()) {
                case "relation" -> names.relations.add(name);
                case "column" -> names.columns.add(new Column(row.get(2), name));
                case "schema" -> names.schemas.add(name);
                case "function" -> names.functions.add(name);
                default -> names.keywords.add(name);
            }
        }
        return names;
    }
}
