package dev.dbops.postgres.catalog;

import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lists of psql's backslash commands, with psql's columns. */
public final class CatalogListings {
    /** The kinds of relations in {@code \d}, as in pg_class.relkind. */
    public static final String ALL_KINDS = "rpvmSf";

    private static final String DATABASES = """
        SELECT d.datname, pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,
               array_to_string(d.datacl, E'\\n')
        FROM pg_database d
        WHERE ? = '' OR d.datname ~ ?
        ORDER BY 1
        """;

    private static final String RELATIONS = """
        SELECT n.nspname, c.relname,
               CASE c.relkind
                   WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                   WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'I' THEN 'partitioned index'
                   WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table'
               END,
               pg_get_userbyid(c.relowner), t.relname
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_index i ON i.indexrelid = c.oid
        LEFT JOIN pg_class t ON t.oid = i.indrelid
        WHERE c.relkind = ANY (string_to_array(?, NULL)::"char"[])
          AND (? <> '' OR n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast')
          AND CASE WHEN ? = '' THEN pg_table_is_visible(c.oid) ELSE n.nspname ~ ? END
          AND (? = '' OR c.relname ~ ?)
        ORDER BY 1, 2
        """;

    private static final String ROLES = """
        SELECT r.rolname,
               concat_ws(', ',
                   CASE WHEN r.rolsuper THEN 'Superuser' END,
                   CASE WHEN NOT r.rolinherit THEN 'No inheritance' END,
                   CASE WHEN r.rolcreaterole THEN 'Create role' END,
                   CASE WHEN r.rolcreatedb THEN 'Create DB' END,
                   CASE WHEN NOT r.rolcanlogin THEN 'Cannot login' END,
                   CASE WHEN r.rolreplication THEN 'Replication' END,
                   CASE WHEN r.rolbypassrls THEN 'Bypass RLS' END,
                   CASE WHEN r.rolconnlimit >= 0 THEN r.rolconnlimit || ' connections' END,
                   'Password valid until ' || r.rolvaliduntil)
        FROM pg_roles r
        WHERE (? <> '' OR r.rolname !~ '^pg_') AND (? = '' OR r.rolname ~ ?)
        ORDER BY 1
        """;

    private static final String SCHEMAS = """
        SELECT n.nspname, pg_get_userbyid(n.nspowner)
        FROM pg_namespace n
        WHERE (? <> '' OR n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') AND (? = '' OR n.nspname ~ ?)
        ORDER BY 1
        """;

    private static final String EXTENSIONS = """
        SELECT e.extname, e.extversion, n.nspname, obj_description(e.oid, 'pg_extension')
        FROM pg_extension e
        JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE ? = '' OR e.extname ~ ?
        ORDER BY 1
        """;

    private static final String FUNCTIONS = """
        SELECT n.nspname, p.proname, pg_get_function_result(p.oid), pg_get_function_arguments(p.oid),
               CASE p.prokind WHEN 'a' THEN 'agg' WHEN 'w' THEN 'window' WHEN 'p' THEN 'proc' ELSE 'func' END
        FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE (? <> '' OR n.nspname NOT IN ('pg_catalog', 'information_schema'))
          AND CASE WHEN ? = '' THEN pg_function_is_visible(p.oid) ELSE n.nspname ~ ? END
          AND (? = '' OR p.proname ~ ?)
        ORDER BY 1, 2, 4
        """;

    private final Database database;

    public CatalogListings(Database database) {
        this.database = database;
    }

    /** {@code \l}. */
    public Listing databases(NamePattern pattern) {
        return listing(
                "List of databases",
                List.of("Name", "Owner", "Encoding", "Collate", "Ctype", "Access privileges"),
                DATABASES,
                pattern.name(),
                pattern.name());
    }

    /**
     * {@code \d} and similar commands.
     *
     * @param kinds the kinds, as in pg_class.relkind
     */
    public Listing relations(String kinds, NamePattern pattern) {
        var all = listing(
                "List of relations",
                List.of("Schema", "Name", "Type", "Owner", "Table"),
                RELATIONS,
                kinds,
                pattern.schema() + pattern.name(),
                pattern.schema(),
                pattern.schema(),
                pattern.name(),
                pattern.name());
        return kinds.contains("i") ? all : withoutLastColumn(all);
    }

    private static Listing withoutLastColumn(Listing listing) {
        var last = listing.columns().size() - 1;
        var rows = listing.rows().stream().map(row -> row.subList(0, last)).toList();
        return new Listing(listing.title(), listing.columns().subList(0, last), rows, listing.footers());
    }

    /** {@code \du}. */
    public Listing roles(NamePattern pattern) {
        return named("List of roles", List.of("Role name", "Attributes"), ROLES, pattern);
    }

    /** {@code \dn}. */
    public Listing schemas(NamePattern pattern) {
        return named("List of schemas", List.of("Name", "Owner"), SCHEMAS, pattern);
    }

    private Listing named(String title, List<String> columns, String sql, NamePattern pattern) {
        return listing(title, columns, sql, pattern.name(), pattern.name(), pattern.name());
    }

    /** {@code \dx}. */
    public Listing extensions(NamePattern pattern) {
        return listing(
                "List of installed extensions",
                List.of("Name", "Version", "Schema", "Description"),
                EXTENSIONS,
                pattern.name(),
                pattern.name());
    }

    /** {@code \df}. */
    public Listing functions(NamePattern pattern) {
        return listing(
                "List of functions",
                List.of("Schema", "Name", "Result data type", "Argument data types", "Type"),
                FUNCTIONS,
                pattern.schema() + pattern.name(),
                pattern.schema(),
                pattern.schema(),
                pattern.name(),
                pattern.name());
    }

    private Listing listing(String title, List<String> columns, String sql, Object... parameters) {
        return new Listing(title, columns, rows(database, sql, columns.size(), parameters), List.of());
    }

    static List<List<String>> rows(Database database, String sql, int columns, Object... parameters) {
        return database.queryAsUser(
                sql,
                row -> {
                    var values = new String[columns];
                    for (var i = 0; i < columns; i++) {
                        values[i] = row.getString(i + 1);
                    }
                    return new ArrayList<>(Arrays.asList(values));
                },
                parameters);
    }
}
