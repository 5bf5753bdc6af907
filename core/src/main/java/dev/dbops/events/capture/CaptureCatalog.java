package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.OidArray;
import dev.dbops.events.TextArray;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Queries the catalog for tables that may have triggers. The number of queries does not depend on that of tables. */
final class CaptureCatalog {
    private static final String FIND = """
        SELECT coalesce(to_regclass(name.quoted)::oid::bigint, 0)
          FROM unnest(?::text[]) WITH ORDINALITY AS name (quoted, place)
         ORDER BY name.place
        """;

    private static final String ALL = """
        SELECT c.oid::bigint
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p')
           AND NOT c.relispartition
           AND c.relpersistence <> 't'
           AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dbops')
           AND n.nspname NOT LIKE 'pg\\_%'
           AND n.nspname = coalesce(nullif(?, ''), n.nspname)
         ORDER BY n.nspname, c.relname
        """;

    private static final String UPDATED_AT = """
        SELECT a.attrelid::bigint, format_type(a.atttypid, NULL)
          FROM pg_attribute AS a
         WHERE a.attrelid = ANY (?::oid[]) AND a.attname = 'updated_at' AND NOT a.attisdropped
        """;

    /** No table has this OID. */
    static final long ABSENT = 0;

    private final Database database;

    CaptureCatalog(Database database) {
        this.database = database;
    }

    /**
     * Returns the OIDs of tables in the order of their names.
     *
     * @throws OpsException of kind USAGE when a table does not exist
     */
    List<Long> find(List<TableName> names) {
        var oids = lookUp(names);
        for (var i = 0; i < names.size(); i++) {
            if (oids.get(i) == ABSENT) {
                throw absent(names.get(i));
            }
        }
        return oids;
    }

    /** Like {@link #find}, but a table that does not exist has the OID {@link #ABSENT}. */
    List<Long> lookUp(List<TableName> names) {
        var quoted = names.stream().map(this::quoted).toList();
        return database.queryAsUser(FIND, row -> row.getLong(1), TextArray.literal(quoted));
    }

    private String quoted(TableName name) {
        var table = database.quoteIdentifier(name.table());
        return name.schema().isEmpty() ? table : database.quoteIdentifier(name.schema()) + "." + table;
    }

    /** Returns the failure for a table that does not exist. */
    OpsException absent(TableName name) {
        return new OpsException(
                Kind.USAGE,
                "there is no table %s in database \"%s\""
                        .formatted(name, database.target().database()),
                "name its schema when it is not on the search path: --table schema.table");
    }

    /** Returns the OIDs of all user tables, of one schema or, when it is empty, of all. */
    List<Long> all(String schema) {
        return database.query(ALL, row -> row.getLong(1), schema);
    }

    /** Returns the tables of these OIDs in their order, without those that do not exist. */
    Map<Long, CapturedTable> tables(Collection<Long> oids) {
        return new TableReader(database).read(oids);
    }

    /** Returns the type of the column updated_at of each of the tables that have one. */
    Map<Long, String> typesOfUpdatedAt(Collection<Long> oids) {
        var types = new HashMap<Long, String>();
        database.queryAsUser(UPDATED_AT, row -> types.put(row.getLong(1), row.getString(2)), OidArray.of(oids));
        return types;
    }
}
