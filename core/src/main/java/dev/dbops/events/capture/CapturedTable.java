package dev.dbops.events.capture;

import java.util.List;
import java.util.Optional;

/**
 * A table as the catalog knows it, in what matters to its triggers.
 *
 * @param oid its number
 * @param schema its schema's name
 * @param name its name
 * @param relkind r for a table, p for a partitioned one, else something that has no row triggers
 * @param temporary whether it ends with its session
 * @param partition whether it is a partition of another table
 * @param inherits whether it has parents or children by INHERITS
 * @param othersFire whether triggers or foreign keys of others may change rows again before a statement has ended
 * @param mayTrigger whether the role may make triggers on it
 * @param key the columns of its key; empty when it has none
 * @param columns all its columns
 * @param encoded the columns of which to_jsonb would lose something
 * @param nextColumn the number of the next column that is added to it; 0 where the server cannot say whether there is one
 * @param settings what the text of its values depends on, of the settings of a session
 * @param partitions its partitions that hold rows, as SQL names them
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
    /** How the triggers of a table see its changes. */
    enum Way {
        /** Once a statement, from its transition tables. */
        STATEMENT,
        /** The same, but before the first of the others' triggers. */
        FIRST,
        /** Row by row, where there are no transition tables or not all rows are meant. */
        ROW
    }

    /**
     * A column with an encoding of its own.
     *
     * @param name its name
     * @param type its type as format_type names it when nothing is on the search path
     * @param encoding json, jsonb, array or text
     */
    record EncodedColumn(String name, String type, String encoding) {}

    boolean partitioned() {
        return relkind.equals("p");
    }

    Way way(CaptureOptions options) {
        if (partitioned() || inherits || !options.condition().isEmpty()) {
            return Way.ROW;
        }
        return othersFire ? Way.FIRST : Way.STATEMENT;
    }

    /** Whether large statements lie in packs: what is told at once is told event by event. */
    boolean packs(CaptureOptions options) {
        return options.delivery().isNone() && way(options) != Way.ROW;
    }

    /** As people write it. */
    String title() {
        return schema + "." + name;
    }

    /** Why nothing of it can be captured, when that is so. */
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
            default -> Optional.of("it is no table");
        };
    }
}
