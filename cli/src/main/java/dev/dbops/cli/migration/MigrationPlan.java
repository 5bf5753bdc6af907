package dev.dbops.cli.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.schema.Counts;
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

    /** The migrations that would be applied, or rolled back. */
    private record Plan(List<Planned> migrations) {}

    /**
     * The migrations that are due.
     *
     * @throws OpsException when the history and the files disagree, or a file cannot be run
     */
    static MigrationPlan of(Context context, MigrationScripts scripts, Migrator migrator) {
        requireSound(migrator);
        return new MigrationPlan(context, scripts, migrator.due());
    }

    /**
     * @throws OpsException when a file cannot be run
     */
    MigrationPlan(Context context, MigrationScripts scripts, List<MigrationFile> files) {
        this.context = context;
        for (var file : files) {
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

    /**
     * @param deed what would be done to them
     * @param nothing the sentence when there is none
     */
    void print(String deed, String nothing) {
        var sentence = migrations.isEmpty()
                ? nothing
                : "would %s %s".formatted(deed, Counts.of(migrations.size(), "migration"));
        context.output().print(new Plan(migrations), sentence);
    }

    /**
     * @throws OpsException of kind FAILED when a file has no statements
     */
    void requireStatements() {
        for (var planned : migrations) {
            if (planned.statements() == 0) {
                throw new OpsException(
                        Kind.FAILED,
                        planned.file() + " has no way back: what undoes it has no statements",
                        "add the statements that undo it; SELECT 1; if there is nothing to undo");
            }
        }
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
