package dev.dbops.cli.schema;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.Database;
import dev.dbops.script.ScriptOptions;
import dev.dbops.script.ScriptOutline.Destructive;
import dev.dbops.script.ScriptResult;
import dev.dbops.script.ScriptRunner;
import dev.dbops.target.ConnectionTarget;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Finds and loads a project's scripts; shared by the commands that load them. */
public final class ScriptLoading {
    private static final String STANDARD_INPUT = "-";
    private static final Path SUBDIRECTORY = Path.of("db");

    private final Context context;

    public ScriptLoading(Context context) {
        this.context = context;
    }

    /**
     * Opens the script that was named, or finds it: schema.sql, else db/schema.sql.
     *
     * @throws OpsException of kind USAGE when there is none
     */
    public InputFile open(ScriptFile kind, Path named) {
        if (named.toString().equals(STANDARD_INPUT)) {
            return InputFile.ofStream(context.in(), "stdin");
        }
        var path = named.toString().isEmpty() ? find(kind) : named;
        return InputFile.ofFile(context.file(path), path.toString());
    }

    /** As {@link #open}, but an empty script stands in for one that was not named and is not there. */
    public InputFile openIfThere(ScriptFile kind, Path named) {
        if (named.toString().isEmpty() && !Files.exists(context.file(find(kind)))) {
            return InputFile.ofStream(InputStream.nullInputStream(), "no " + kind.fileName());
        }
        return open(kind, named);
    }

    private Path find(ScriptFile kind) {
        var here = Path.of(kind.fileName());
        var below = SUBDIRECTORY.resolve(here);
        return Files.exists(context.file(here)) || !Files.exists(context.file(below)) ? here : below;
    }

    /** Loads the script in one transaction, and says so. */
    public ScriptResult load(ConnectionTarget target, Database database, InputFile script, ScriptOptions options) {
        return load(target, database, script, options, Watch.NONE);
    }

    /**
     * Who looks at a load.
     *
     * @param beforeCommit is called inside its transaction, at the end
     * @param generated hears of a statement that destroys something before {@code \gexec} runs it
     */
    record Watch(Consumer<Database> beforeCommit, Consumer<Destructive> generated) {
        static final Watch NONE = new Watch(_ -> {}, _ -> {});

        /** The same, and more to do at the end. */
        Watch then(Consumer<Database> more) {
            return new Watch(beforeCommit.andThen(more), generated);
        }
    }

    /** Loads the script, and says so. */
    ScriptResult load(
            ConnectionTarget target, Database database, InputFile script, ScriptOptions options, Watch watch) {
        ScriptResult result;
        try (var events = new LoadEvents(context, script.name(), watch.generated())) {
            var runner = new ScriptRunner(database, name -> context.connect(target.withDatabase(name)), events);
            result = runner.run(script, options, watch.beforeCommit());
        }
        if (result.statements() == 0 && result.failures() == 0) {
            context.notes().warning(script.name() + " holds no statements");
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
