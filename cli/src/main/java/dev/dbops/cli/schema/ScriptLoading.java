package dev.dbops.cli.schema;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.cli.Context;
import dev.dbops.postgres.Database;
import dev.dbops.script.ScriptOutline;
import dev.dbops.script.ScriptResult;
import dev.dbops.script.ScriptRunner;
import dev.dbops.script.ScriptSource;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Finds, looks through and loads a project's scripts; shared by the commands that load them. */
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
    public ScriptSource open(ScriptFile kind, Path named) {
        if (named.toString().equals(STANDARD_INPUT)) {
            return ScriptSource.ofStream(context.in(), "stdin");
        }
        var path = named.toString().isEmpty() ? find(kind) : named;
        return ScriptSource.ofFile(context.file(path), path.toString());
    }

    /** As {@link #open}, but an empty script stands in for one that was not named and is not there. */
    public ScriptSource openIfThere(ScriptFile kind, Path named) {
        if (named.toString().isEmpty() && !Files.exists(context.file(find(kind)))) {
            return ScriptSource.ofStream(InputStream.nullInputStream(), "no " + kind.fileName());
        }
        return open(kind, named);
    }

    private Path find(ScriptFile kind) {
        var here = Path.of(kind.fileName());
        var below = SUBDIRECTORY.resolve(here);
        return Files.exists(context.file(here)) || !Files.exists(context.file(below)) ? here : below;
    }

    /** Looks through the script, and refuses what cannot be run before anything is. */
    public ScriptOutline outline(ScriptSource script) {
        return ScriptOutline.of(script);
    }

    /** Loads the script in one transaction, and says so. */
    public ScriptResult load(Database database, ScriptSource script) {
        var result = new ScriptRunner(database, this::notice).run(script);
        if (result.statements() == 0) {
            context.notes().warning(script.name() + " holds no statements");
        } else {
            context.notes()
                    .note("loaded %s: %d statements, %d rows"
                            .formatted(script.name(), result.statements(), result.rows()));
        }
        return result;
    }

    private void notice(ScriptPosition position, String severity, String message) {
        context.notes().note("%s: %s: %s".formatted(position, severity.toLowerCase(Locale.ROOT), message));
    }
}
