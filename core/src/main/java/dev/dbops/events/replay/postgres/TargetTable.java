package dev.dbops.events.replay.postgres;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table that events are applied to, from the catalog of its server.
 *
 * @param schema its schema
 * @param name its name
 * @param quoted the quoted schema and name
 * @param partitioned whether its rows are in partitions
 * @param columns its columns by name
 * @param uniqueKeys the columns of each unique index that serves ON CONFLICT
 * @param uniqueIndexes the number of indexes that reject rows because of other rows: unique indexes of all kinds, and
 *     exclusions
 */
public record TargetTable(
        String schema,
        String name,
        String quoted,
        boolean partitioned,
        Map<String, Column> columns,
        List<Set<String>> uniqueKeys,
        int uniqueIndexes) {
    /**
     * A column.
     *
     * @param quoted its quoted name
     * @param type its type as SQL text
     * @param holdsJson whether its values have a special form in the log: json and jsonb
     * @param generated whether the server computes it from other columns
     * @param fixed whether no session can update it: an identity column that is always generated
     * @param exact whether equal values have one text, unlike 1.0 and 1.00
     * @param equality its equality operator, with the schema
     */
    public record Column(
            String quoted,
            String type,
            boolean holdsJson,
            boolean generated,
            boolean fixed,
            boolean exact,
            String equality) {
        /**
         * Returns whether it is an array of a type of the server whose elements are separated by commas, and have the text
         * that they have in JSON.
         */
        boolean isPlainArray() {
            return type.endsWith("[]")
                    && (type.indexOf('.') < 0 || type.startsWith("pg_catalog."))
                    && !type.contains("json")
                    && !type.contains("box");
        }

        /** Returns whether equal values are equal in JSON, where 1.0 and 1.00 are. */
        public boolean isPlain() {
            return exact || type.equals("numeric");
        }
    }

    /** Returns the types of its columns without the schema pg_catalog, as format_type names them. */
    Map<String, String> types() {
        var types = new LinkedHashMap<String, String>();
        columns.forEach((column, found) -> types.put(column, found.type().replaceFirst("^pg_catalog\\.", "")));
        return types;
    }

    /** Returns SQL for its rows without those of tables that inherit from it: their changes are events of their own. */
    String rows() {
        return partitioned ? quoted : "ONLY " + quoted;
    }

    /** Returns whether these columns identify rows. */
    public boolean hasKey(Set<String> key) {
        return uniqueKeys.contains(key);
    }

    /** Returns whether a row may conflict with a row of another key, so that the order of the changes matters. */
    boolean isOrdered() {
        return uniqueIndexes > 1 || !hasExactKeys();
    }

    /** Returns whether equal keys have the same text. */
    boolean hasExactKeys() {
        for (var key : uniqueKeys) {
            for (var name : key) {
                if (!columns.get(name).exact()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns whether equal values of these columns are equal in JSON. */
    public boolean isPlain(Collection<String> key) {
        return key.stream()
                .allMatch(name -> columns.containsKey(name) && columns.get(name).isPlain());
    }

    /** Returns whether an update cannot set all columns of a row. */
    boolean isReplaced(Collection<String> key) {
        for (var column : columns.entrySet()) {
            if (column.getValue().fixed() && !key.contains(column.getKey())) {
                return true;
            }
        }
        return false;
    }
}
