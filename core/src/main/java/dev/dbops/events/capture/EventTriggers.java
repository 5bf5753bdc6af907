package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.log.EventLogSchema;
import dev.dbops.events.log.Partitions;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchemaLock;
import dev.dbops.postgres.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Installs the triggers that write changes into the event log, and those that maintain updated_at. */
public final class EventTriggers {
    /** A short wait for a table in use: later writers queue after this lock request. */
    private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s'";

    private final Database database;
    private final Set<TriggerKind> kinds;
    private final CaptureOptions options;
    private final CaptureCatalog catalog;
    private final List<String> leftOut = new ArrayList<>();

    /**
     * @param kinds the kinds of triggers to install
     * @param options the capture options of the event triggers
     */
    public EventTriggers(Database database, Set<TriggerKind> kinds, CaptureOptions options) {
        this.database = database;
        this.kinds = Set.copyOf(kinds);
        this.options = options;
        this.catalog = new CaptureCatalog(database);
    }

    /**
     * Creates the log and its partitions if they are missing, and then all triggers, or none.
     *
     * @throws OpsException of kind USAGE or SQL that names the table and the reason
     */
    public InstallReport install(TableChoice choice) {
        var notes = new ArrayList<String>();
        var copied = new Transaction(database, "the event log").commit(() -> {
            plans(choice);
            return EventLogSchema.create(database);
        });
        copied.ifPresent(notes::add);
        Partitions.ensure(database);
        var changes = new Transaction(database, "the triggers").commit(() -> {
            OwnSchemaLock.take(database);
            database.execute(LOCK_TIMEOUT);
            if (!CaptureFunctions.areCurrent(database)) {
                database.executeText(CaptureFunctions.create());
            }
            return carryOut(plans(choice));
        });
        return new InstallReport(changes, leftOut, notes);
    }

    /** Returns the statements that {@link #install} would run now. Changes nothing. */
    public String script(TableChoice choice) {
        var sql = new StringBuilder();
        if (!new EventLogSchema(database).isComplete()) {
            sql.append(EventLogSchema.script()).append('\n');
        }
        if (!CaptureFunctions.areCurrent(database)) {
            sql.append(CaptureFunctions.create()).append('\n');
        }
        var installed = InstalledCapture.list(database);
        for (var plan : plans(choice)) {
            for (var statement : statements(plan, installed)) {
                sql.append(statement).append(";\n");
            }
        }
        return sql.toString();
    }

    /** Returns why tables were skipped, after {@link #install} or {@link #script} for all tables. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    private List<TriggerChange> carryOut(List<TriggerPlan> plans) {
        var installed = InstalledCapture.list(database);
        var changes = new ArrayList<TriggerChange>();
        for (var plan : plans) {
            var before = TableTriggers.of(database, plan.table().oid(), plan.kind());
            var statements = statements(plan, installed);
            for (var statement : statements) {
                run(plan, statement);
            }
            if (!statements.isEmpty()) {
                InstalledCapture.write(database, plan);
            }
            var state = statements.isEmpty() ? "unchanged" : before.isEmpty() ? "installed" : "replaced";
            changes.add(new TriggerChange(plan.table().title(), plan.kind().word(), state));
        }
        CaptureFunctions.dropUnused(database);
        return changes;
    }

    private void run(TriggerPlan plan, String statement) {
        try {
            database.executeText(statement);
        } catch (OpsException e) {
            throw failure(plan, e);
        }
    }

    private static OpsException failure(TriggerPlan plan, OpsException e) {
        var state = e.serverError().map(error -> error.sqlState()).orElse("");
        var failed = e.withMessage("table %s: %s".formatted(plan.table().title(), e.getMessage()));
        return switch (state) {
            case "55P03" ->
                new OpsException(
                        Kind.TIMEOUT,
                        "table %s is in use for too long".formatted(plan.table().title()),
                        "who uses it: db-ops sessions; then try again",
                        e);
            case "42P17" ->
                failed.withHint(
                        "an insert has no OLD, a delete no NEW: choose the operations that --when is for, as in --ops"
                                + " update");
            default -> failed;
        };
    }

    /** Returns no statements when the table already has these triggers. */
    private List<String> statements(TriggerPlan plan, List<InstalledCapture> installed) {
        var found = TableTriggers.of(database, plan.table().oid(), plan.kind());
        var known = find(installed, plan);
        var whole = found.size() == plan.statements().size() && found.stream().noneMatch(TableTriggers.Found::altered);
        if (whole && known.isPresent() && plan.isThatOf(known.get())) {
            return List.of();
        }
        var statements = new ArrayList<String>();
        for (var trigger : found) {
            statements.add(TableTriggers.drop(database, trigger));
        }
        var functions = plan.functions().get();
        if (!functions.isEmpty()) {
            statements.add(functions);
        }
        statements.addAll(plan.statements());
        return statements;
    }

    private static Optional<InstalledCapture> find(List<InstalledCapture> installed, TriggerPlan plan) {
        return installed.stream()
                .filter(each -> each.oid() == plan.table().oid() && each.kind() == plan.kind())
                .findFirst();
    }

    private List<TriggerPlan> plans(TableChoice choice) {
        leftOut.clear();
        DeliveryCheck.require(database, options.delivery());
        var plans = new ArrayList<TriggerPlan>();
        if (choice.all()) {
            for (var oid : catalog.all(choice.schema())) {
                addIfFit(plans, catalog.table(oid));
            }
        } else {
            for (var name : choice.named()) {
                add(plans, catalog.table(catalog.find(name)));
            }
        }
        return plans;
    }

    private void addIfFit(List<TriggerPlan> plans, CapturedTable table) {
        var reason = unfit(table);
        if (reason.isPresent()) {
            leftOut.add("table %s is left out: %s".formatted(table.title(), reason.get()));
        } else {
            plans.addAll(plans(table));
        }
    }

    private void add(List<TriggerPlan> plans, CapturedTable table) {
        unfit(table).ifPresent(reason -> {
            throw new OpsException(
                    Kind.USAGE,
                    "table %s cannot have these triggers: %s".formatted(table.title(), reason),
                    hint(table));
        });
        plans.addAll(plans(table));
    }

    private String hint(CapturedTable table) {
        return table.unfit().isEmpty() && lacksKey(table)
                ? "give it a primary key, or a unique index over columns that are NOT NULL; without, --ops"
                        + " insert,truncate"
                : "which tables have triggers: db-ops triggers-list";
    }

    private List<TriggerPlan> plans(CapturedTable table) {
        var plans = new ArrayList<TriggerPlan>();
        if (kinds.contains(TriggerKind.EVENTS)) {
            plans.add(TriggerPlan.events(database, table, options));
        }
        if (kinds.contains(TriggerKind.UPDATED_AT)) {
            plans.add(TriggerPlan.updatedAt(database, table));
        }
        return plans;
    }

    private Optional<String> unfit(CapturedTable table) {
        if (table.unfit().isPresent()) {
            return table.unfit();
        }
        if (!table.mayTrigger()) {
            return Optional.of("the role may not make triggers on it (GRANT TRIGGER)");
        }
        if (kinds.contains(TriggerKind.UPDATED_AT)) {
            var type = catalog.typeOfUpdatedAt(table.oid());
            if (!type.startsWith("timestamp")) {
                return Optional.of(
                        type.isEmpty()
                                ? "it has no column updated_at"
                                : "its column updated_at is of type %s, not a timestamp".formatted(type));
            }
        }
        return kinds.contains(TriggerKind.EVENTS) ? unfitForEvents(table) : Optional.empty();
    }

    private Optional<String> unfitForEvents(CapturedTable table) {
        if (lacksKey(table)) {
            return Optional.of("it has no primary key, and nothing else that identifies a row to update or delete");
        }
        for (var columns : List.of(options.columns(), options.excluded())) {
            for (var column : columns) {
                if (!table.columns().contains(column)) {
                    return Optional.of("it has no column \"%s\"".formatted(column));
                }
            }
        }
        return Optional.empty();
    }

    private boolean lacksKey(CapturedTable table) {
        return kinds.contains(TriggerKind.EVENTS)
                && options.needKey()
                && table.key().isEmpty();
    }
}
