package dev.dbops.cli.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.schema.DataGuard;
import dev.dbops.cli.schema.DependentStatements;
import dev.dbops.migration.Migration;
import dev.dbops.migration.MigrationFile;
import dev.dbops.migration.Migrator;
import dev.dbops.script.ScriptOutline;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.List;

/** The pending migrations, which are validated before any of them runs. */
final class MigrationPlan {
    private final Context context;
    private final List<Planned> migrations = new ArrayList<>();
    private final List<ScriptOutline.Destructive> destructive = new ArrayList<>();
    private int unclear;
    private boolean together = true;

    /**
     * The outline of one migration.
     *
     * @param version empty for a repeatable one
     * @param file the file's name
     * @param statements the number of its statements
     * @param destructive the number of those that drop, truncate, delete or overwrite
     * @param transaction whether they run in one transaction
     */
    private record Planned(String version, String file, int statements, int destructive, boolean transaction) {}

    /** The migrations that would be applied. */
    private record Plan(List<Planned> migrations) {}

    /**
     * @throws OpsException when the history and the files disagree, or a file cannot be run
     */
    MigrationPlan(Context context, MigrationScripts scripts, Migrator migrator) {
        this.context = context;
        requireSound(migrator);
        for (var file : migrator.due()) {
            add(file, scripts.outline(file));
        }
    }

    private void add(MigrationFile file, ScriptOutline outline) {
        if (context.dryRun()) {
            DependentStatements.note(context, file.script().name(), outline);
        }
        migrations.add(new Planned(
                file.version().orElse(""),
                file.file(),
                outline.statements(),
                outline.destructive().size(),
                file.inTransaction()));
        destructive.addAll(outline.destructive());
        unclear += outline.unclear();
        together &= file.inTransaction() || outline.unclear() == 0;
    }

    /**
     * @throws OpsException when the history and the files disagree
     */
    static void requireSound(Migrator migrator) {
        migrator.list().forEach(MigrationPlan::requireSound);
    }

    private static void requireSound(Migration migration) {
        var name = migration.file();
        switch (migration.state()) {
            case FAILED ->
                throw new OpsException(
                        Kind.FAILED,
                        name + " failed without a transaction: its statements before the error remain",
                        "undo them, or remove them from the file; then db-ops migrate --repair, and db-ops migrate");
            case CHANGED ->
                throw new OpsException(
                        Kind.FAILED,
                        name + " has changed since it was applied",
                        "restore the old text and write the change as a new migration; or, if both have the"
                                + " same effect, db-ops migrate --repair");
            case SKIPPED ->
                throw new OpsException(
                        Kind.FAILED,
                        name + " is not applied, but a later migration is",
                        "give it a new version (as db-ops migrate-new does), or apply it anyway with"
                                + " --out-of-order");
            case MISSING ->
                throw new OpsException(
                        Kind.FAILED,
                        name + " is applied, but there is no such file",
                        "restore the file: is the checkout up to date, and --dir right? If it was deleted on"
                                + " purpose, db-ops migrate --repair");
            default -> {}
        }
    }

    void print() {
        var count = migrations.size();
        context.output()
                .print(
                        new Plan(migrations),
                        count == 0
                                ? "nothing to do: all migrations are applied"
                                : "would apply %d migration%s".formatted(count, count == 1 ? "" : "s"));
    }

    /** Asks before a protected database loses something. */
    void confirm(DataGuard guard) {
        guard.confirm(destructive, unclear, together);
    }

    /** Asks before the history is changed, which loses what it says. */
    static void confirmRepair(Context context, ConnectionTarget target) {
        context.confirmation().requireIfProtected("make the history of migrations agree with the files", target);
    }
}
