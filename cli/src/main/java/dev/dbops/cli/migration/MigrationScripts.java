package dev.dbops.cli.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.schema.Counts;
import dev.dbops.cli.schema.DataGuard;
import dev.dbops.cli.schema.LoadListener;
import dev.dbops.cli.schema.LoadSession;
import dev.dbops.migration.MigrationFile;
import dev.dbops.migration.MigrationRunner;
import dev.dbops.postgres.Database;
import dev.dbops.script.DataApiScript;
import dev.dbops.script.ScriptOptions;
import dev.dbops.script.ScriptOptions.Mode;
import dev.dbops.script.ScriptOutline;
import dev.dbops.script.ScriptOutline.Destructive;
import dev.dbops.script.ScriptResult;
import dev.dbops.script.ScriptRunner;
import dev.dbops.script.variables.ScriptSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks through the files of migrations, and runs them; says which are applied once that is sure. */
final class MigrationScripts implements MigrationRunner {
    private final Context context;
    private final Database database;
    private final Direction direction;
    private final ScriptSession session;
    private Supplier<Runnable> guard = () -> () -> {};
    private Runnable check = () -> {};
    private Consumer<Destructive> generated = _ -> {};
    private final List<Applied> applied = new ArrayList<>();
    /** The migration that has run to its end but is not known to be committed; null if there is none. */
    private Applied uncommitted;

    MigrationScripts(Context context, Database database) {
        this(context, database, Direction.APPLY);
    }

    MigrationScripts(Context context, Database database, Direction direction) {
        this.context = context;
        this.database = database;
        this.direction = direction;
        this.session = new LoadSession(
                () -> context.targetEnvironment().variables(), database::target, _ -> database.serverVersion());
    }

    /**
     * A migration that was applied or rolled back.
     *
     * @param version empty for a repeatable one
     * @param file the file's name
     * @param statements how many statements were executed
     * @param rows how many rows they inserted, updated, deleted or copied
     * @param milliseconds how long that took
     */
    record Applied(String version, String file, int statements, long rows, long milliseconds) {}

    /**
     * Outlines a migration without running it.
     *
     * @throws OpsException of kind USAGE, with the position, for a statement that cannot be run
     */
    ScriptOutline outline(MigrationFile file) {
        if (database.target().isDataApi()) {
            DataApiScript.require(file.script(), options(context, session, file));
        }
        return outline(context, session, file);
    }

    /** As {@link #outline(MigrationFile)}, for a database that may not exist yet. */
    static ScriptOutline outline(Context context, ScriptSession session, MigrationFile file) {
        try {
            return ScriptOutline.of(file.script(), options(context, session, file));
        } catch (OpsException e) {
            var hint = e.hint().orElse("");
            throw hint.contains("--allow-connect")
                    ? e.withHint("a migration stays in its database")
                    : hint.contains("--no-transaction")
                            ? e.withHint("let the file begin with the line: -- migrate:up transaction:false")
                            : e;
        }
    }

    private static ScriptOptions options(Context context, ScriptSession session, MigrationFile file) {
        var mode = file.inTransaction() ? Mode.TRANSACTION : Mode.STATEMENTS;
        return new ScriptOptions(mode, Map.of(), context.file(Path.of("")), false, 1, session);
    }

    @Override
    public void prepare(MigrationFile file) {
        committed();
        check = file.inTransaction() ? guard.get() : () -> {};
    }

    @Override
    public ScriptResult run(MigrationFile file) {
        var start = System.nanoTime();
        Consumer<Destructive> settled = file.inTransaction() ? _ -> {} : generated;
        try (var events = new LoadListener(context, file.script().name(), settled)) {
            var runner = new ScriptRunner(database, MigrationScripts::refuse, events);
            var result = file.inTransaction()
                    ? runWithin(runner, file)
                    : runner.run(file.script(), options(context, session, file));
            uncommitted = new Applied(
                    file.version().orElse(""),
                    file.file(),
                    result.statements(),
                    result.rows(),
                    (System.nanoTime() - start) / 1_000_000);
            return result;
        } catch (OpsException e) {
            throw file.inTransaction() ? rolledBack(e) : halfDone(e);
        }
    }

    @Override
    public void postponed(String reason) {
        context.notes().warning(reason + "; it is tried again");
    }

    private ScriptResult runWithin(ScriptRunner runner, MigrationFile file) {
        var result = runner.runWithin(file.script(), options(context, session, file));
        check.run();
        return result;
    }

    /** Lets a guard look at each migration before its commit, or at the statements that it generates without one. */
    void watchedBy(DataGuard watching) {
        guard = watching::watch;
        generated = watching::confirmGenerated;
    }

    private static Database refuse(String name) {
        throw new IllegalStateException("migrations do not connect elsewhere, nor to " + name);
    }

    private OpsException rolledBack(OpsException failure) {
        return failure.withMessage(failure.getMessage() + direction.unchanged());
    }

    private OpsException halfDone(OpsException failure) {
        return failure.withHint(direction.halfDone());
    }

    /** The next one begins, or all are done: the last one is committed. */
    void committed() {
        if (uncommitted != null) {
            applied.add(uncommitted);
            context.notes()
                    .note("%s %s: %s, %s"
                            .formatted(
                                    direction.done(),
                                    uncommitted.file(),
                                    Counts.of(uncommitted.statements(), "statement"),
                                    Counts.of(uncommitted.rows(), "row")));
            uncommitted = null;
        }
    }

    /** The failure behind the end of a script: a deferred constraint, or a connection that was lost at the commit. */
    OpsException atCommit(OpsException failure) {
        if (uncommitted == null) {
            return failure;
        }
        return failure.kind() == Kind.UNREACHABLE
                ? failure.withMessage("%s: %s; it is unknown whether it took effect"
                                .formatted(uncommitted.file(), failure.getMessage()))
                        .withHint("check with db-ops migrate-status")
                : rolledBack(failure.withMessage(
                        "%s: at the commit: %s".formatted(uncommitted.file(), failure.getMessage())));
    }

    List<Applied> applied() {
        return List.copyOf(applied);
    }
}
