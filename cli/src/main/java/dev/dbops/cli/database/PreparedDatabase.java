package dev.dbops.cli.database;

import dev.dbops.cli.command.Context;
import dev.dbops.cli.database.PreparedPart.State;
import dev.dbops.cli.schema.Counts;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Tables;
import dev.dbops.postgres.maintenance.DatabaseDefinition;
import dev.dbops.postgres.maintenance.NewName;
import dev.dbops.script.ScriptOptions;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.users.SyncReport;
import java.util.Optional;
import java.util.function.Consumer;

/** The database of prepare. One that has tables is kept as it is. */
final class PreparedDatabase {
    private final Context context;
    private final ConnectionTarget target;
    private final ScriptOptions options;

    PreparedDatabase(Context context, ConnectionTarget target, ScriptOptions options) {
        this.context = context;
        this.target = target;
        this.options = options;
    }

    /**
     * Creates the database if it does not exist, fills it if it has no tables, and synchronises the users.
     *
     * @param report takes each part that is done
     */
    void run(SetupInputs inputs, Consumer<PreparedPart> report) {
        NewName.requireLength(target.database());
        try (var maintenance = context.reserve(target)) {
            var created = maintenance.create(DatabaseDefinition.named(target.database()));
            report.accept(new PreparedPart("database", created ? State.CREATED : State.KEPT, target.database()));
            var steps = new SetupSteps(context, target, options, false);
            if (tables() == 0) {
                steps.run(inputs, (database, users) -> report(State.LOADED, database, users, report));
            } else {
                steps.synchronise(inputs.pool(), (database, users) -> report(State.KEPT, database, users, report));
            }
        }
    }

    private static void report(
            State state, Database database, Optional<SyncReport> users, Consumer<PreparedPart> report) {
        report.accept(new PreparedPart(
                "tables", state, Counts.of(new Tables(database).list().size(), "table")));
        users.ifPresent(synced -> report.accept(new PreparedPart("user pool", State.UPDATED, synced.summary())));
    }

    private int tables() {
        try (var database = context.connect(target)) {
            return new Tables(database).list().size();
        }
    }
}
