package dev.dbops.cli.schema;

import dev.dbops.InputFile;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.Database;
import dev.dbops.script.ScriptOptions;
import dev.dbops.script.ScriptOutline.Destructive;
import dev.dbops.script.ScriptResult;
import dev.dbops.script.ScriptRunner;
import dev.dbops.target.ConnectionTarget;
import java.util.function.Consumer;

/** Runs a script with its progress on standard error, and reports the result in a note. */
public final class ReportedRun {
    private final Context context;

    public ReportedRun(Context context) {
        this.context = context;
    }

    /** Runs the script, with no hooks. */
    public ScriptResult run(ConnectionTarget target, Database database, InputFile script, ScriptOptions options) {
        return run(target, database, script, options, Hooks.NONE);
    }

    /**
     * Actions during the run.
     *
     * @param beforeCommit is called inside the transaction, at its end
     * @param generated receives each destructive statement that {@code \gexec} or a value of {@code \gset} has
     *     generated, before it runs
     */
    record Hooks(Consumer<Database> beforeCommit, Consumer<Destructive> generated) {
        static final Hooks NONE = new Hooks(_ -> {}, _ -> {});

        /** The same hooks, and another action at the end of the transaction. */
        Hooks then(Consumer<Database> more) {
            return new Hooks(beforeCommit.andThen(more), generated);
        }
    }

    ScriptResult run(ConnectionTarget target, Database database, InputFile script, ScriptOptions options, Hooks hooks) {
        ScriptResult result;
        try (var listener = new LoadListener(context, script.name(), hooks.generated())) {
            var runner = new ScriptRunner(database, name -> context.connect(target.withDatabase(name)), listener);
            result = runner.run(script, options, hooks.beforeCommit());
        }
        if (ScriptFile.isMissing(script)) {
            context.notes().note("there is " + script.name());
        } else if (result.statements() == 0 && result.failures() == 0) {
            context.notes().warning(script.name() + " contains no statements");
        } else {
            var done = options.mode() == ScriptOptions.Mode.CHECK ? "checked" : "loaded";
            context.notes()
                    .note("%s %s: %s, %s%s"
                            .formatted(
                                    done,
                                    script.name(),
                                    Counts.of(result.statements(), "statement"),
                                    Counts.of(result.rows(), "row"),
                                    Counts.ofNotices(result.notices(), result.warnings())));
        }
        return result;
    }
}
