package dev.dbops.events.capture;

import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The statements of an installation, which are either printed or run.
 *
 * @param sharedFunctions the statements that create the functions of all tables; empty if they are current
 * @param steps the statements of each table and kind of triggers
 */
record InstallPlan(String sharedFunctions, List<Step> steps) {
    InstallPlan {
        steps = List.copyOf(steps);
    }

    /**
     * The statements for one kind of triggers of one table.
     *
     * @param triggers the triggers that the table is to have
     * @param replaces whether the table has triggers of this kind
     * @param statements the statements; none if the table already has these triggers
     */
    record Step(TriggerPlan triggers, boolean replaces, List<String> statements) {
        Step {
            statements = List.copyOf(statements);
        }

        TriggerChange change() {
            var state = statements.isEmpty() ? "unchanged" : replaces ? "replaced" : "installed";
            return new TriggerChange(triggers.table().title(), triggers.kind().word(), state);
        }
    }

    /** Compares the triggers that the tables are to have with those that they have. */
    static InstallPlan of(
            Database database, Set<TriggerKind> kinds, CaptureOptions options, List<CapturedTable> tables) {
        var functions = CaptureFunctions.areCurrent(database) ? "" : CaptureFunctions.create();
        var installed = InstalledCapture.list(database);
        var found = TableTriggers.read(database);
        var steps = new ArrayList<Step>();
        for (var plan : plans(database, kinds, options, tables, FunctionSuffixes.of(found))) {
            steps.add(step(database, plan, found.of(plan.table().oid(), plan.kind()), installed));
        }
        return new InstallPlan(functions, steps);
    }

    private static List<TriggerPlan> plans(
            Database database,
            Set<TriggerKind> kinds,
            CaptureOptions options,
            List<CapturedTable> tables,
            FunctionSuffixes suffixes) {
        var plans = new ArrayList<TriggerPlan>();
        for (var table : tables) {
            if (kinds.contains(TriggerKind.EVENTS)) {
                plans.add(TriggerPlan.events(database, table, options, suffixes));
            }
            if (kinds.contains(TriggerKind.UPDATED_AT)) {
                plans.add(TriggerPlan.updatedAt(database, table));
            }
        }
        return plans;
    }

    private static Step step(
            Database database,
            TriggerPlan triggers,
            List<TableTriggers.Found> found,
            List<InstalledCapture> installed) {
        var whole = found.size() == triggers.statements().size()
                && found.stream().allMatch(trigger -> trigger.firing() == triggers.firing());
        if (whole && installed.stream().anyMatch(triggers::isThatOf)) {
            return new Step(triggers, true, List.of());
        }
        var statements = new ArrayList<String>();
        for (var trigger : found) {
            statements.add(TableTriggers.drop(database, trigger));
        }
        var functions = triggers.functions().get();
        if (!functions.isEmpty()) {
            statements.add(functions);
        }
        statements.addAll(triggers.statements());
        return new Step(triggers, !found.isEmpty(), statements);
    }

    /** Returns all statements as one text; empty if there are none. */
    String script() {
        var sql = new StringBuilder();
        if (!sharedFunctions.isEmpty()) {
            sql.append(sharedFunctions).append('\n');
        }
        for (var step : steps) {
            step.statements().forEach(statement -> sql.append(statement).append(";\n"));
        }
        return sql.toString();
    }
}
