package dev.dbops.events.capture;

import dev.dbops.events.Operation;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists the installed triggers and detects drift. */
public final class TriggerListing {
    private static final String EXISTS = "SELECT EXISTS (SELECT FROM pg_class WHERE oid = ?::bigint::oid)";

    private final Database database;
    private final CaptureCatalog catalog;

    public TriggerListing(Database database) {
        this.database = database;
        this.catalog = new CaptureCatalog(database);
    }

    /** Returns all db-ops triggers, both recorded and found. */
    public List<InstalledTriggers> list() {
        var rows = new ArrayList<InstalledTriggers>();
        var known = InstalledCapture.list(database);
        var functionsAreCurrent = CaptureFunctions.areCurrent(database);
        for (var each : known) {
            rows.add(describe(each, functionsAreCurrent));
        }
        for (var oid : TableTriggers.tables(database, "")) {
            for (var kind : TriggerKind.values()) {
                if (known.stream().noneMatch(each -> each.oid() == oid && each.kind() == kind)
                        && !TableTriggers.of(database, oid, kind).isEmpty()) {
                    rows.add(unknown(oid, kind));
                }
            }
        }
        return rows;
    }

    private InstalledTriggers describe(InstalledCapture capture, boolean functionsAreCurrent) {
        var exists =
                database.query(EXISTS, row -> row.getBoolean(1), capture.oid()).getFirst();
        var drift = new ArrayList<String>();
        var title = capture.tableName();
        if (exists) {
            var table = catalog.table(capture.oid());
            title = table.title();
            drift.addAll(drift(capture, table, functionsAreCurrent));
        } else {
            drift.add("the table was dropped");
        }
        return new InstalledTriggers(
                title,
                capture.kind().word(),
                capture.kind() == TriggerKind.EVENTS
                        ? Operation.format(CaptureOptions.of(capture.options()).operations())
                        : "update",
                options(capture.options()),
                capture.by(),
                capture.at(),
                drift);
    }

    private InstalledTriggers unknown(long oid, TriggerKind kind) {
        return new InstalledTriggers(
                catalog.table(oid).title(),
                kind.word(),
                "",
                "",
                "",
                "",
                List.of("there is no record of their installation"));
    }

    private static String options(Map<String, String> options) {
        var text = new StringBuilder();
        for (var option : options.entrySet()) {
            if (!option.getKey().equals("ops")) {
                text.append(text.isEmpty() ? "" : " ")
                        .append("--")
                        .append(option.getKey())
                        .append(' ')
                        .append(option.getValue());
            }
        }
        return text.toString();
    }

    private List<String> drift(InstalledCapture capture, CapturedTable table, boolean functionsAreCurrent) {
        var drift = new ArrayList<String>();
        var plan = capture.kind() == TriggerKind.EVENTS
                ? TriggerPlan.events(database, table, CaptureOptions.of(capture.options()))
                : TriggerPlan.updatedAt(database, table);
        var found = TableTriggers.of(database, table.oid(), capture.kind());
        if (found.size() < plan.statements().size()) {
            drift.add(
                    found.isEmpty()
                            ? "the triggers were dropped"
                            : "%d of %d triggers are missing"
                                    .formatted(
                                            plan.statements().size() - found.size(),
                                            plan.statements().size()));
        }
        for (var trigger : found) {
            if (trigger.altered()) {
                drift.add("trigger %s on %s is disabled or altered".formatted(trigger.name(), trigger.table()));
            }
        }
        if (!functionsAreCurrent) {
            drift.add("the shared functions are of another version of db-ops, or were altered");
        }
        drift.addAll(factDrift(capture.facts(), plan.facts()));
        drift.addAll(columnDrift(capture, table));
        return drift;
    }

    private static List<String> factDrift(Map<String, String> then, Map<String, String> now) {
        var drift = new ArrayList<String>();
        add(drift, then, now, TriggerPlan.KEY, "the key was %s and is %s");
        add(drift, then, now, TriggerPlan.ENCODED, "the columns with their own encoding were %s and are %s");
        add(
                drift,
                then,
                now,
                TriggerPlan.WAY,
                "other triggers or foreign keys were added or dropped: the capture was %s and should be %s");
        add(drift, then, now, TriggerPlan.SETTINGS, "the settings that its values depend on were %s and are %s");
        add(drift, then, now, TriggerPlan.SOURCE, "the table was renamed: events have the name %s, not %s");
        add(drift, then, now, TriggerPlan.VERSION, "the table's own functions were created by version %s, this is %s");
        add(drift, then, now, TriggerPlan.PARTITIONS, "the partitions were %s and are %s");
        return drift;
    }

    private static void add(
            List<String> drift, Map<String, String> then, Map<String, String> now, String fact, String sentence) {
        var before = then.getOrDefault(fact, "");
        var after = now.getOrDefault(fact, "");
        if (!before.equals(after)) {
            drift.add(sentence.formatted(before.isEmpty() ? "none" : before, after.isEmpty() ? "none" : after));
        }
    }

    private static List<String> columnDrift(InstalledCapture capture, CapturedTable table) {
        var drift = new ArrayList<String>();
        var options = CaptureOptions.of(capture.options());
        for (var columns : List.of(options.columns(), options.excluded())) {
            for (var column : columns) {
                if (!table.columns().contains(column)) {
                    drift.add("column \"%s\" of the options no longer exists".formatted(column));
                }
            }
        }
        return drift;
    }
}
