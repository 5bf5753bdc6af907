package dev.dbops.cli.database;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.cli.cognito.ConfiguredPool;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.schema.ReportedRun;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableRows;
import dev.dbops.postgres.Tables;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.script.ScriptOptions;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.users.SyncReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The steps of setup in the new database. Each has a session of its own, with which a script's settings end, such as
 * the empty search path of a dump.
 */
final class SetupSteps {
    private final Context context;
    private final ConnectionTarget target;
    private final ScriptOptions options;
    private final boolean marked;

    /** @param marked whether the database has the mark, which it must keep */
    SetupSteps(Context context, ConnectionTarget target, ScriptOptions options, boolean marked) {
        this.context = context;
        this.target = target;
        this.options = options;
        this.marked = marked;
    }

    /**
     * The database as it is now.
     *
     * @param database its name
     * @param tables its tables, with their rows
     * @param cognito what cognito-sync did, when a user pool is configured
     */
    private record Result(String database, List<TableRows> tables, Optional<SyncReport> cognito) {}

    /** The end of the steps. */
    @FunctionalInterface
    interface End {
        /**
         * Is called in the session of the last step: another one would cost a connection.
         *
         * @param cognito what cognito-sync did, when a user pool is configured
         */
        void reached(Database database, Optional<SyncReport> cognito);
    }

    /** Does all of them. */
    void run(SetupInputs inputs, End end) {
        load(inputs.schema());
        if (inputs.migratesLast()) {
            var cognito = fill(inputs, (_, _) -> {});
            migrate(inputs, database -> end.reached(database, cognito));
        } else {
            migrate(inputs, _ -> {});
            fill(inputs, end);
        }
    }

    private void load(InputFile schema) {
        try (var database = context.connect(target)) {
            new ReportedRun(context).run(target, database, schema, options);
            keepMark(database);
        }
    }

    /** The schema may set a comment on the database, which contains the mark. */
    private void keepMark(Database database) {
        if (marked) {
            new ProtectionMark(database).set();
        }
    }

    /** Applies the migrations that the schema does not contain. */
    private void migrate(SetupInputs inputs, Consumer<Database> after) {
        if (inputs.files().isEmpty()) {
            return;
        }
        try (var database = context.connect(target)) {
            inputs.migrations().apply(database, inputs.files());
            keepMark(database);
            after.accept(database);
        }
    }

    /** Loads the seeds, and synchronises the users. */
    private Optional<SyncReport> fill(SetupInputs inputs, End end) {
        try (var database = context.connect(target)) {
            try {
                new ReportedRun(context).run(target, database, inputs.seed(), options);
            } catch (OpsException e) {
                context.notes()
                        .note("the database and its schema exist, but %s was not loaded"
                                .formatted(inputs.seed().name()));
                throw e;
            }
            new RowsAtStake(context, target).loaded(database);
            var cognito = inputs.pool().synchronise(database);
            end.reached(database, cognito);
            return cognito;
        }
    }

    /** Synchronises the users of a database that is kept as it is. */
    void synchronise(ConfiguredPool pool, End end) {
        try (var database = context.connect(target)) {
            end.reached(database, pool.synchronise(database));
        }
    }

    /** Records which rows are there now, and prints the result. */
    void report(Database database, Optional<SyncReport> cognito) {
        new RowsAtStake(context, target).loaded(database);
        var tables = new Tables(database).countRows();
        context.output()
                .print(
                        new Result(target.database(), tables, cognito),
                        "database \"%s\" is set up".formatted(target.database()));
    }
}
