package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.ddl.SchemaTriggers;
import dev.dbops.events.log.EventLogSchema;
import dev.dbops.events.log.LogInUse;
import dev.dbops.events.log.Partitions;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchemaLock;
import dev.dbops.postgres.TextPipeline;
import dev.dbops.postgres.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Installs the triggers that write changes into the event log, and those that maintain updated_at. */
public final class EventTriggers {
    /** A short wait for a table in use: later writers queue after this lock request. */
    private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s'";

    /** A snapshot from before the lock of a table would not show all of its rows, whatever the session's default is. */
    private static final String NEW_SNAPSHOTS = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

    /**
     * Follows the statements of the first table. The server checks the syntax of that table's functions only: the check
     * takes half of its time for many tables, and the functions of all tables consist of the same fragments.
     */
    private static final String UNCHECKED = "SET LOCAL check_function_bodies = off";

    private final Database database;
    private final Set<TriggerKind> kinds;
    private final CaptureOptions options;

    /**
     * @param kinds the kinds of triggers to install
     * @param options the capture options of the event triggers
     */
    public EventTriggers(Database database, Set<TriggerKind> kinds, CaptureOptions options) {
        this.database = database;
        this.kinds = Set.copyOf(kinds);
        this.options = options;
    }

    /**
     * Creates the log and its partitions if they are missing, and then all triggers, or none.
     *
     * @throws OpsException of kind USAGE or SQL that names the table and the reason
     */
    public InstallReport install(TableChoice choice) {
        return install(choice, false);
    }

    /**
     * Same as {@link #install(TableChoice)}; also writes the rows of the tables that were not captured before into the log,
     * in the transaction that creates the triggers. Sessions that write to these tables wait for its end.
     */
    public InstallReport installWithRows(TableChoice choice) {
        return install(choice, true);
    }

    private InstallReport install(TableChoice choice, boolean logsRows) {
        var notes = new ArrayList<String>();
        var selection = new Transaction(database, "the event log").commit(() -> {
            var selected = select(choice);
            EventLogSchema.create(database).ifPresent(notes::add);
            return selected;
        });
        Partitions.ensure(database);
        var changes = installed(selection.tables(), plan -> {
            if (logsRows) {
                notes.addAll(logRows(plan));
            }
        });
        return new InstallReport(changes, selection.skipped(), notes);
    }

    /** The log and its functions may be in use too, not only the tables. */
    private List<TriggerChange> installed(List<CapturedTable> tables, Consumer<InstallPlan> afterwards) {
        try {
            return new Transaction(database, "the triggers").commit(() -> {
                database.executeAsIs(NEW_SNAPSHOTS);
                OwnSchemaLock.take(database);
                database.execute(LOCK_TIMEOUT);
                var plan = InstallPlan.of(database, kinds, options, tables);
                carryOut(plan);
                afterwards.accept(plan);
                return plan.steps().stream().map(InstallPlan.Step::change).toList();
            });
        } catch (OpsException e) {
            throw LogInUse.of(e);
        }
    }

    /** Returns the statements that {@link #install} would run now. Changes nothing. */
    public InstallScript script(TableChoice choice) {
        var selection = select(choice);
        var log = new EventLogSchema(database).isComplete() ? "" : EventLogSchema.script() + "\n";
        var plan = InstallPlan.of(database, kinds, options, selection.tables());
        return new InstallScript(log + plan.script(), selection.skipped());
    }

    private EligibleTables.Selection select(TableChoice choice) {
        DeliveryCheck.require(database, options.delivery());
        return new EligibleTables(database, kinds, options).select(choice);
    }

    /** Returns what was written, in sentences. */
    private List<String> logRows(InstallPlan plan) {
        LoggedRows.prepare(database);
        return plan.steps().stream()
                .filter(step -> step.triggers().kind() == TriggerKind.EVENTS)
                .map(this::logRows)
                .toList();
    }

    private String logRows(InstallPlan.Step step) {
        var table = step.triggers().table().title();
        if (step.replaces()) {
            return "the rows of %s are not written into the log: it is captured already".formatted(table);
        }
        try {
            return "%s: %,d rows in the log".formatted(table, LoggedRows.write(database, step.triggers()));
        } catch (OpsException e) {
            throw failure(step.triggers(), e);
        }
    }

    private void carryOut(InstallPlan plan) {
        if (!plan.sharedFunctions().isEmpty()) {
            database.executeText(plan.sharedFunctions());
        }
        var texts = new ArrayList<String>();
        var plans = new ArrayList<TriggerPlan>();
        for (var step : plan.steps()) {
            var statements = new ArrayList<>(step.statements());
            if (texts.isEmpty() && !statements.isEmpty()) {
                statements.add(UNCHECKED);
            }
            for (var statement : statements) {
                texts.add(statement);
                plans.add(step.triggers());
            }
        }
        TextPipeline.execute(database, texts, (index, e) -> failure(plans.get(index), e));
        if (!plans.isEmpty() && InstalledCapture.write(database, new LinkedHashSet<>(plans))) {
            SchemaTriggers.logChanges(database);
        }
        CaptureFunctions.dropUnused(database);
    }

    private static OpsException failure(TriggerPlan plan, OpsException e) {
        var state = e.serverError().map(error -> error.sqlState()).orElse("");
        var failed = e.withMessage("table %s: %s".formatted(plan.table().title(), e.getMessage()));
        return switch (state) {
            case "55P03", "40P01" ->
                new OpsException(
                        Kind.TIMEOUT,
                        "table %s has been in use for too long"
                                .formatted(plan.table().title()),
                        "list its users with db-ops sessions, then try again",
                        e);
            case "42P17" ->
                failed.withHint(
                        "an insert has no OLD, a delete no NEW: choose the operations that --when is for, as in --ops"
                                + " update");
            default -> failed;
        };
    }
}
