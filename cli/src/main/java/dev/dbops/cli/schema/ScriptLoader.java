package dev.dbops.cli.schema;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.Database;
import dev.dbops.script.DataApiScript;
import dev.dbops.script.LoadLock;
import dev.dbops.script.ScriptOptions;
import dev.dbops.script.ScriptOutline;
import dev.dbops.script.ScriptResult;
import dev.dbops.seed.SeedLog;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.function.Supplier;

/** Loads one script into the target database, for schema-load and seed. */
final class ScriptLoader {
    private final Context context;
    private final LoadOptions options;

    ScriptLoader(Context context, LoadOptions options) {
        this.context = context;
        this.options = options;
    }

    /**
     * The result of a load.
     *
     * @param database the database's name
     * @param file the script
     * @param loaded false if the script had already been loaded with --once
     * @param statements how many statements were executed
     * @param rows how many rows they inserted, updated, deleted or copied
     * @param failures how many statements failed and were skipped
     * @param notices how many notices the server sent
     * @param warnings how many warnings it sent
     */
    private record Result(
            String database,
            String file,
            boolean loaded,
            int statements,
            long rows,
            int failures,
            int notices,
            int warnings) {}

    /**
     * The plan of a dry run.
     *
     * @param file the script
     * @param statements how many statements it contains
     * @param groups its statements by kind and object
     */
    private record Plan(String file, int statements, List<PlannedStatements> groups) {}

    /**
     * Statements of one kind about one object.
     *
     * @param position where the first of them begins
     * @param count how many there are
     * @param kind such as CREATE TABLE
     * @param object the object that they act on
     */
    private record PlannedStatements(String position, int count, String kind, String object) {}

    void run(ScriptFile kind) {
        run(kind, false);
    }

    /**
     * @param once whether to do nothing if the same script was already loaded with --once
     */
    void run(ScriptFile kind, boolean once) {
        run(() -> kind.open(context, options.file()), once);
    }

    /**
     * @param opening opens the script, which is closed at the end
     * @param once whether nothing is to be done when the same script was loaded so before
     */
    void run(Supplier<InputFile> opening, boolean once) {
        var session = LoadSession.of(context);
        var scriptOptions = options.scriptOptions(context, session);
        if (once && scriptOptions.mode() != ScriptOptions.Mode.TRANSACTION) {
            throw new OpsException(
                    Kind.USAGE,
                    "--once records the seed in the script's transaction, which must be one that commits",
                    "remove --once, or remove --check, --no-transaction and --continue-on-error");
        }
        try (var script = opening.get()) {
            var outline = ScriptOutline.of(script, scriptOptions);
            if (context.dryRun()) {
                context.targets().checkConfirmedName();
                printPlan(script, outline);
                return;
            }
            var target = session.target();
            if (target.isDataApi()) {
                DataApiScript.require(script, scriptOptions);
            }
            context.announce(target);
            try (var database = context.connect(target)) {
                var hooks = guarded(target, database, outline, scriptOptions);
                new LoadLock(database).acquire(options.lockTimeout());
                if (once) {
                    loadOnce(target, database, script, scriptOptions, hooks);
                } else {
                    print(
                            target,
                            script,
                            true,
                            new ReportedRun(context).run(target, database, script, scriptOptions, hooks));
                }
            }
        }
    }

    private void loadOnce(
            ConnectionTarget target,
            Database database,
            InputFile script,
            ScriptOptions scriptOptions,
            ReportedRun.Hooks hooks) {
        var sha256 = script.sha256();
        var before = new SeedLog(database).loadedAt(sha256);
        if (before.isPresent()) {
            context.notes().note("nothing to do: the same seed was loaded at " + before.get());
            print(target, script, false, ScriptResult.NOTHING);
        } else {
            var result = new ReportedRun(context)
                    .run(
                            target,
                            database,
                            script,
                            scriptOptions,
                            hooks.then(transaction -> new SeedLog(transaction).remember(sha256, script.name())));
            print(target, script, true, result);
        }
    }

    private void print(ConnectionTarget target, InputFile script, boolean loaded, ScriptResult result) {
        context.output()
                .print(
                        new Result(
                                target.database(),
                                script.name(),
                                loaded,
                                result.statements(),
                                result.rows(),
                                result.failures(),
                                result.notices(),
                                result.warnings()),
                        "");
        if (result.failures() > 0) {
            throw new OpsException(
                    Kind.SQL,
                    "%d statement(s) of %s failed and were skipped".formatted(result.failures(), script.name()),
                    "see the errors above");
        }
    }

    private ReportedRun.Hooks guarded(
            ConnectionTarget target, Database database, ScriptOutline outline, ScriptOptions scriptOptions) {
        if (scriptOptions.mode() == ScriptOptions.Mode.CHECK) {
            return ReportedRun.Hooks.NONE;
        }
        var guard = new DataGuard(context, target, database);
        if (scriptOptions.mode() == ScriptOptions.Mode.TRANSACTION) {
            guard.confirm(outline.destructive(), outline.unclear(), true);
            var check = guard.watch();
            return new ReportedRun.Hooks(_ -> check.run(), _ -> {});
        }
        guard.confirm(outline.destructive(), outline.unclear(), false);
        guard.confirmConnects(outline.connects());
        return new ReportedRun.Hooks(_ -> {}, guard::confirmGenerated);
    }

    private void printPlan(InputFile script, ScriptOutline outline) {
        DependentStatements.note(context, script.name(), outline);
        var groups = outline.groups().stream()
                .map(group ->
                        new PlannedStatements(group.position().toString(), group.count(), group.kind(), group.object()))
                .toList();
        context.output()
                .print(
                        new Plan(script.name(), outline.statements(), groups),
                        "would load %s: %d statements, %d of them drop, truncate, delete or overwrite"
                                .formatted(
                                        script.name(),
                                        outline.statements(),
                                        outline.destructive().size()));
    }
}
