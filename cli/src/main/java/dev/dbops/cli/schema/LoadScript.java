package dev.dbops.cli.schema;

import dev.dbops.cli.Context;
import dev.dbops.postgres.ProtectionMark;
import dev.dbops.script.ScriptOutline;
import dev.dbops.script.ScriptResult;
import dev.dbops.script.ScriptSource;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Protection;
import java.nio.file.Path;
import java.util.List;

/** Loads one script into the target database: what schema-load and seed do. */
final class LoadScript {
    private final Context context;
    private final ScriptLoading loading;

    LoadScript(Context context) {
        this.context = context;
        this.loading = new ScriptLoading(context);
    }

    /**
     * What was loaded.
     *
     * @param database the database's name
     * @param file the script
     * @param statements how many statements were executed
     * @param rows how many rows they inserted, updated, deleted or copied
     */
    private record Result(String database, String file, int statements, long rows) {}

    /**
     * What would be loaded.
     *
     * @param file the script
     * @param statements how many statements it holds
     * @param destructive those that drop, truncate or delete
     */
    private record Plan(String file, int statements, List<PlannedStatement> destructive) {}

    /**
     * A statement that drops, truncates or deletes.
     *
     * @param position where it begins
     * @param statement its first words
     */
    private record PlannedStatement(String position, String statement) {}

    void run(ScriptFile kind, Path named) {
        try (var script = loading.open(kind, named)) {
            var outline = loading.outline(script);
            if (context.dryRun()) {
                printPlan(script, outline);
                return;
            }
            var target = context.target();
            context.announce(target);
            confirm(target, outline);
            try (var database = context.connect(target)) {
                print(target, script, loading.load(database, script));
            }
        }
    }

    private void confirm(ConnectionTarget target, ScriptOutline outline) {
        if (outline.destructive().isEmpty()) {
            return;
        }
        if (ProtectionMark.ofExisting(target).orElse(null) instanceof Protection.Protected protection) {
            for (var statement : outline.destructive()) {
                context.notes().warning("%s: %s".formatted(statement.position(), statement.headline()));
            }
            var deed = "run %d statement(s) that drop, truncate or delete in database \"%s\""
                    .formatted(outline.destructive().size(), target.database());
            context.confirmation().require(deed, target, protection);
        }
    }

    private void printPlan(ScriptSource script, ScriptOutline outline) {
        var destructive = outline.destructive().stream()
                .map(statement -> new PlannedStatement(statement.position().toString(), statement.headline()))
                .toList();
        context.output()
                .print(
                        new Plan(script.name(), outline.statements(), destructive),
                        "would load %s: %d statements, %d of them drop, truncate or delete"
                                .formatted(script.name(), outline.statements(), destructive.size()));
    }

    private void print(ConnectionTarget target, ScriptSource script, ScriptResult result) {
        context.output().print(new Result(target.database(), script.name(), result.statements(), result.rows()), "");
    }
}
