package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a table's changes to capture.
 *
 * @param operations the operations to capture, at least one
 * @param columns the columns to keep besides the key; empty for all
 * @param excluded the columns to leave out; not together with columns
 * @param fullBefore whether to keep the whole old row, and not only its key
 * @param condition a condition on OLD and NEW, in SQL; empty for none
 * @param delivery the immediate delivery of changes
 * @param always whether the triggers also fire for changes that a subscription or a replay makes as a replica
 */
public record CaptureOptions(
        List<Operation> operations,
        List<String> columns,
        List<String> excluded,
        boolean fullBefore,
        String condition,
        Delivery delivery,
        boolean always) {
    /** The name of the option that has no value. */
    static final String ALWAYS = "always";

    /** Captures everything except old rows. */
    public static final CaptureOptions DEFAULT =
            new CaptureOptions(Operation.CAPTURED, List.of(), List.of(), false, "", Delivery.NONE);

    /** Options of triggers that do not fire for changes as a replica. */
    public CaptureOptions(
            List<Operation> operations,
            List<String> columns,
            List<String> excluded,
            boolean fullBefore,
            String condition,
            Delivery delivery) {
        this(operations, columns, excluded, fullBefore, condition, delivery, false);
    }

    public CaptureOptions {
        operations = operations.stream().filter(Operation.CAPTURED::contains).toList();
        columns = List.copyOf(columns);
        excluded = List.copyOf(excluded);
        if (!columns.isEmpty() && !excluded.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE, "--columns and --exclude-columns exclude each other", "pass only one of the two");
        }
    }

    /** Returns whether events need a key, as updates and deletes of existing rows do. */
    boolean needKey() {
        return operations.contains(Operation.UPDATE) || operations.contains(Operation.DELETE);
    }

    /** Returns whether the values of a column are kept, in a table with that key. */
    boolean keeps(String column, List<String> key) {
        return key.contains(column) || (columns.isEmpty() ? !excluded.contains(column) : columns.contains(column));
    }

    /** The options that differ from the default, by their names on the command line. */
    Map<String, String> toMap() {
        var map = new LinkedHashMap<String, String>();
        put(map, "ops", operations.equals(Operation.CAPTURED) ? "" : Operation.format(operations));
        put(map, "columns", ColumnList.format(columns));
        put(map, "exclude-columns", ColumnList.format(excluded));
        put(map, "before", fullBefore ? "full" : "");
        put(map, "when", condition);
        put(map, "notify", delivery.channel());
        put(map, "lambda", delivery.lambda());
        put(map, "lambda-invocation", delivery.invocation().equals("Event") ? "" : delivery.invocation());
        put(map, "lambda-errors", delivery.abortOnError() ? "abort" : "");
        put(map, ALWAYS, always ? "yes" : "");
        return map;
    }

    private static void put(Map<String, String> map, String name, String value) {
        if (!value.isEmpty()) {
            map.put(name, value);
        }
    }

    /** Parses the output of {@link #toMap}. */
    static CaptureOptions of(Map<String, String> map) {
        return new CaptureOptions(
                map.containsKey("ops") ? Operation.parse(map.get("ops")) : Operation.CAPTURED,
                columns(map, "columns"),
                columns(map, "exclude-columns"),
                map.containsKey("before"),
                map.getOrDefault("when", ""),
                new Delivery(
                        map.getOrDefault("notify", ""),
                        map.getOrDefault("lambda", ""),
                        map.getOrDefault("lambda-invocation", "Event"),
                        map.containsKey("lambda-errors")),
                map.containsKey(ALWAYS));
    }

    private static List<String> columns(Map<String, String> map, String name) {
        return map.containsKey(name) ? ColumnList.parse(map.get(name)) : List.of();
    }
}
