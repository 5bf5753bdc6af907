package dev.dbops.events.capture;

import dev.dbops.events.capture.TableTriggers.Firing;
import dev.dbops.postgres.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The planned triggers of a table.
 *
 * @param table the table
 * @param kind their kind
 * @param options the options, as they are stored
 * @param facts the catalog data that they were derived from, as it is stored
 * @param functions writes the statements that create this table's own functions, when they are needed
 * @param statements the statements that create the triggers, one for each
 */
record TriggerPlan(
        CapturedTable table,
        TriggerKind kind,
        Map<String, String> options,
        Map<String, String> facts,
        Supplier<String> functions,
        List<String> statements) {
    static final String KEY = "key";
    static final String ENCODED = "encoded";
    static final String WAY = "way";
    static final String SOURCE = "source";
    static final String PARTITIONS = "partitions";
    static final String SETTINGS = "settings";
    static final String VERSION = "version";

    static TriggerPlan events(
            Database database, CapturedTable table, CaptureOptions options, FunctionSuffixes suffixes) {
        var sql = new CaptureSql(database, table, options, suffixes.of(table.oid()));
        var facts = new LinkedHashMap<String, String>();
        facts.put(KEY, ColumnList.format(table.key()));
        facts.put(ENCODED, encoded(table));
        facts.put(WAY, table.way(options).name() + (table.othersFire() ? " BEFORE OTHERS" : ""));
        facts.put(SETTINGS, table.settings().stream().map(Enum::name).collect(Collectors.joining(",")));
        facts.put(VERSION, CaptureFunctions.version());
        if (table.partitioned()) {
            facts.put(SOURCE, table.title());
            facts.put(PARTITIONS, String.join(",", table.partitions()));
        }
        return new TriggerPlan(table, TriggerKind.EVENTS, options.toMap(), facts, sql::functions, sql.create());
    }

    static TriggerPlan updatedAt(Database database, CapturedTable table) {
        var statement =
                "CREATE TRIGGER dbops_set_updated_at BEFORE UPDATE ON %s.%s FOR EACH ROW EXECUTE FUNCTION dbops.set_updated_at()"
                        .formatted(database.quoteIdentifier(table.schema()), database.quoteIdentifier(table.name()));
        return new TriggerPlan(table, TriggerKind.UPDATED_AT, Map.of(), Map.of(), () -> "", List.of(statement));
    }

    private static String encoded(CapturedTable table) {
        var text = new StringBuilder();
        for (var column : table.encoded()) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(column.name())
                    .append(' ')
                    .append(column.type());
        }
        return text.toString();
    }

    /** Returns when its triggers fire. */
    Firing firing() {
        return Firing.of(CaptureOptions.of(options));
    }

    /** Returns whether the installed triggers match this plan. */
    boolean isThatOf(InstalledCapture installed) {
        return installed.oid() == table.oid()
                && installed.kind() == kind
                && options.equals(installed.options())
                && facts.equals(installed.facts());
    }
}
