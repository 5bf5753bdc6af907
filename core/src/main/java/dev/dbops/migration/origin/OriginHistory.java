package dev.dbops.migration.origin;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import java.util.List;
import java.util.Optional;

/**
 * The history table of another migration tool.
 *
 * @param tool the tool
 * @param table its name with the schema, quoted where that is necessary
 */
public record OriginHistory(Tool tool, String table) {
    /** The tools whose histories are known. */
    public enum Tool {
        /** Python files with a {@code migrate_sql}, and the number of the last one that was applied. */
        PYTHON("Python files", "SELECT last_successful_run::text, false FROM %s"),
        /** dbmate, and others that have a row for each version, such as Rails. */
        DBMATE("dbmate", "SELECT version::text, false FROM %s"),
        /** golang-migrate: one row with the last version. */
        GOLANG_MIGRATE("golang-migrate", "SELECT version::text, dirty FROM %s");

        private final String words;
        private final String rows;

        Tool(String words, String rows) {
            this.words = words;
            this.rows = rows;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Only columns of the server's own types, and no policies for rows: a table of another role cannot make db-ops run that
     * role's functions.
     */
    private static final String FIND = """
        SELECT CASE WHEN class.relname = 'schema_information' THEN 'PYTHON'
                    WHEN 'dirty boolean' = ANY (columns.list) THEN 'GOLANG_MIGRATE'
                    ELSE 'DBMATE'
               END AS tool,
               format('%I.%I', schema.nspname, class.relname) AS qualified_name
          FROM pg_class AS class
          JOIN pg_namespace AS schema ON schema.oid = class.relnamespace
         CROSS JOIN LATERAL (
               SELECT array_agg(attname || ' ' || atttypid::regtype::text) AS list
                 FROM pg_attribute
                WHERE attrelid = class.oid AND attnum > 0 AND NOT attisdropped
               ) AS columns
         WHERE class.relkind = 'r' AND NOT class.relrowsecurity
           AND (class.relname = 'schema_information'
                AND columns.list && ARRAY['last_successful_run text', 'last_successful_run character varying']
             OR class.relname = 'schema_migrations'
                AND (columns.list && ARRAY['version text', 'version character varying']
                  OR columns.list @> ARRAY['version bigint', 'dirty boolean']))
         ORDER BY schema.nspname, class.relname
        """;

    /**
     * Finds the history.
     *
     * @throws OpsException of kind FAILED when there is more than one
     */
    public static Optional<OriginHistory> in(Database database) {
        var found = database.query(
                FIND, row -> new OriginHistory(Tool.valueOf(row.getString("tool")), row.getString("qualified_name")));
        if (found.size() > 1) {
            throw new OpsException(
                    Kind.FAILED,
                    "the database has two histories of other tools: %s and %s"
                            .formatted(found.get(0).table(), found.get(1).table()),
                    "rename the one that does not count");
        }
        return found.stream().findFirst();
    }

    /**
     * Reads the versions that the table has: all of them, or the last one.
     *
     * @throws OpsException of kind FAILED when the last migration failed half-way
     */
    List<String> versions(Database database) {
        return database.query(tool.rows.formatted(table), row -> {
            if (row.getBoolean(2)) {
                throw new OpsException(
                        Kind.FAILED,
                        "version %s failed half-way: %s says that it is dirty".formatted(row.getString(1), table),
                        "correct the database, and the table by \"migrate force\"; then import it");
            }
            return Optional.ofNullable(row.getString(1)).orElse("0");
        });
    }
}
