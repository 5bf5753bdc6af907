package dev.dbops.events.capture;

import java.util.List;
import java.util.Optional;

/**
 * The catalog data of a table that its triggers depend on.
 *
 * @param oid its OID
 * @param schema its schema's name
 * @param name its name
 * @param relkind r for a table, p for a partitioned table; other kinds have no row triggers
 * @param temporary whether it is a temporary table
 * @param partition whether it is a partition of another table
 * @param inherits whether it has parents or children by INHERITS
 * @param othersFire whether other triggers or foreign keys may change rows again before a statement ends
 * @param mayTrigger whether the role may create triggers on it
 * @param key the columns of its key; empty for none
 * @param columns all its columns
 * @param encoded the columns whose values to_jsonb would not fully keep
 * @param nextColumn the number of the next column to be added; 0 if the server cannot tell whether it exists
 * @param settings the session settings that the text of its values depends on
 * @param partitions the quoted names of its partitions that hold rows
 */
record CapturedTable(
        long oid,
        String schema,
        String name,
        String relkind,
        boolean temporary,
        boolean partition,
        boolean inherits,
        boolean othersFire,
        boolean mayTrigger,
        List<String> key,
        List<String> columns,
        List<EncodedColumn> encoded,
        int nextColumn,
        List<ValueSetting> settings,
        List<String> partitions) {
    /** The way in which the triggers of a table capture its changes. */
    enum Way {
        /** Once per statement, from its transition tables. */
        STATEMENT,
        /** Once per statement, before the first of the other triggers. */
        FIRST,
        /** Row by row, if there are no transition tables or not all rows are captured. */
        ROW
    }

    /**
     * A column with its own encoding.
     *
     * @param name its name
     * @param type its type as format_type names it when nothing is on the search path
     * @param encoding json, jsonb, array or text
     * @param risk whether to_jsonb can fail for its values
     */
    record EncodedColumn(String name, String type, String encoding, Risk risk) {}

    /** The reason why to_jsonb of a row can fail, although the row is valid. */
    enum Risk {
        NONE,
        /** It contains json, which accepts text that jsonb does not: an escaped null character, a number out of range. */
        TEXT,
        /** Its cast to json calls a function, which may raise any error. */
        CODE
    }

    boolean partitioned() {
        return relkind.equals("p");
    }

    Way way(CaptureOptions options) {
        if (partitioned() || inherits || !options.condition().isEmpty()) {
            return Way.ROW;
        }
        return othersFire ? Way.FIRST : Way.STATEMENT;
    }

    /**
     * Returns whether large statements are logged in packs. Changes with immediate delivery are logged event by event.
     */
    boolean packs(CaptureOptions options) {
        return options.delivery().isNone() && way(options) != Way.ROW;
    }

    /** The name for users. */
    String title() {
        return schema + "." + name;
    }

    /** Returns why the table cannot be captured; empty if it can. */
    Optional<String> unfit() {
        if (schema.equals("dbops")) {
            return Optional.of("it belongs to db-ops itself");
        }
        if (temporary) {
            return Optional.of("it is a temporary table");
        }
        if (partition) {
            return Optional.of("it is a partition: the triggers belong on the partitioned table");
        }
        return switch (relkind) {
            case "r", "p" -> Optional.empty();
            case "v" -> Optional.of("it is a view: its rows are those of other tables");
            case "m" -> Optional.of("it is a materialized view: its rows are those of other tables");
            case "f" -> Optional.of("it is a foreign table: its rows change on another server");
            default -> Optional.of("it is not a table");
        };
    }
}
