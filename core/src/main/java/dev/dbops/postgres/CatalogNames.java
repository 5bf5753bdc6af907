package dev.dbops.postgres;

import java.util.List;
import java.util.Optional;

/** The names in a database, to suggest one when a name is unknown. */
final class CatalogNames {
    /** The limit of the names that are searched; in a database with more, a guess would not find the right one. */
    private static final String MOST = " LIMIT 10000";

    private static final String RELATIONS = """
        SELECT n.nspname, c.relname, pg_table_is_visible(c.oid)
          FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p')
           AND NOT c.relispartition
           AND n.nspname <> 'information_schema'
           AND n.nspname !~ '^pg_'
         ORDER BY pg_table_is_visible(c.oid) DESC, c.relname
        """ + MOST;

    private static final String FUNCTIONS = """
        SELECT DISTINCT n.nspname, p.proname, pg_function_is_visible(p.oid)
          FROM pg_proc p
          JOIN pg_namespace n ON n.oid = p.pronamespace
         ORDER BY pg_function_is_visible(p.oid) DESC, p.proname
        """ + MOST;

    private static final String PARAMETERS = """
        SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'
          FROM pg_proc p
         WHERE p.proname = ?
           AND pg_function_is_visible(p.oid)
         ORDER BY p.pronargs, 1
        """;

    private static final String TYPES = """
        SELECT n.nspname, t.typname, pg_type_is_visible(t.oid)
          FROM pg_type t
          JOIN pg_namespace n ON n.oid = t.typnamespace
         WHERE t.typelem = 0
           AND (t.typrelid = 0 OR n.nspname !~ '^pg_')
         ORDER BY pg_type_is_visible(t.oid) DESC, t.typname
        """ + MOST;

    private static final String COLUMNS = """
        SELECT a.attname
          FROM pg_attribute a
          JOIN pg_class c ON c.oid = a.attrelid
         WHERE c.oid = to_regclass(?)
           AND a.attnum > 0
           AND NOT a.attisdropped
         ORDER BY a.attnum
        """;

    private static final String ROLES = "SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY rolname" + MOST;

    private static final String SCHEMAS = """
        SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)' ORDER BY nspname
        """ + MOST;

    private static final String RESERVED =
            "SELECT word FROM pg_get_keywords() WHERE word = lower(?) AND catcode IN ('R', 'T')";

    private final Database database;

    CatalogNames(Database database) {
        this.database = database;
    }

    /**
     * An object in a schema.
     *
     * @param visible whether it is found without its schema
     */
    record Named(String schema, String name, boolean visible) {}

    /** Tables, views and other relations. */
    List<Named> relations() {
        return named(RELATIONS);
    }

    List<Named> functions() {
        return named(FUNCTIONS);
    }

    List<Named> types() {
        return named(TYPES);
    }

    private List<Named> named(String query) {
        return database.queryAsUser(query, row -> new Named(row.getString(1), row.getString(2), row.getBoolean(3)));
    }

    /** The functions of that name with their parameters, as CREATE FUNCTION writes them. */
    List<String> signatures(String function) {
        return names(PARAMETERS, function);
    }

    /** The columns of the relation of that name, as the search path finds it; empty when there is none. */
    List<String> columns(String relation) {
        return names(COLUMNS, database.quoteIdentifier(relation));
    }

    List<String> roles() {
        return names(ROLES);
    }

    List<String> schemas() {
        return names(SCHEMAS);
    }

    /** The word, when it cannot be a name unless it is quoted. */
    Optional<String> reservedWord(String word) {
        return names(RESERVED, word).stream().findFirst();
    }

    private List<String> names(String query, Object... parameters) {
        return database.queryAsUser(query, row -> row.getString(1), parameters);
    }
}
