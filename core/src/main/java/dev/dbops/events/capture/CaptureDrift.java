package dev.dbops.events.capture;

import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares the triggers that were installed on tables with those that an installation would create now.
 *
 * @param triggers the triggers that the tables have
 * @param suffixes the suffixes of their functions
 * @param unreadable the partitions whose TRUNCATE cannot be captured
 * @param functionsAreCurrent whether the shared functions are those of this version
 */
record CaptureDrift(
        Database database,
        TableTriggers triggers,
        FunctionSuffixes suffixes,
        UnreadablePartitions unreadable,
        boolean functionsAreCurrent) {
    /** Returns what has changed since that installation. */
    List<String> of(InstalledCapture capture, CapturedTable table) {
        var drift = new ArrayList<String>();
        var plan = capture.kind() == TriggerKind.EVENTS
                ? TriggerPlan.events(database, table, CaptureOptions.of(capture.options()), suffixes)
                : TriggerPlan.updatedAt(database, table);
        var found = triggers.of(table.oid(), capture.kind());
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
            if (trigger.firing() != plan.firing()) {
                drift.add("trigger %s on %s %s"
                        .formatted(
                                trigger.name(),
                                trigger.table(),
                                trigger.firing().description()));
            }
        }
        if (!functionsAreCurrent) {
            drift.add("the shared functions are of another version of db-ops, or were altered");
        }
        drift.addAll(factDrift(capture.facts(), plan.facts()));
        drift.addAll(columnDrift(capture, table));
        if (capture.kind() == TriggerKind.EVENTS) {
            drift.addAll(unreadable.of(table.oid()));
        }
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
