package dev.dbops.cli.migration;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.schema.Counts;
import dev.dbops.cli.schema.DataGuard;
import dev.dbops.migration.MigrationFile;
import dev.dbops.migration.MigrationOptions;
import dev.dbops.migration.Migrator;
import dev.dbops.migration.origin.MigrationImport;
import dev.dbops.migration.origin.OriginHistory;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes over the migrations of another tool: which of them the database has, and SQL files of Python files. */
public final class MigrateImport implements Command, Runnable {
    private final MigrationRunOptions options;

    private final Context context;

    public MigrateImport(Context context) {
        this.context = context;
        this.options = new MigrationRunOptions(context);
    }

    /** The migrations that the other tool has applied. */
    private record Imported(
            String database, Optional<String> tool, Optional<String> table, List<String> files, List<String> applied) {}

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Take over the history of dbmate, golang-migrate or Python migrations.");
        options.describe(model);
        model.takesEnvironment().footer("Example: db-ops migrate-import --dry-run prod");
    }

    @Override
    public void run() {
        options.run(this::take);
    }

    private void take(ConnectionTarget target, Database database, List<MigrationFile> before) {
        var history = OriginHistory.in(database);
        var origin = new MigrationImport(options.directory());
        var made = origin.convert(true);
        var applied = origin.applied(database, history);
        if (!context.dryRun()) {
            new DataGuard(context, target, database)
                    .confirmIfProtected("record %s as applied in database \"%s\""
                            .formatted(Counts.of(applied.size(), "migration"), target.database()));
            origin.convert(false);
            record(database, applied);
        }
        var sentence = "%s %s%s as applied%s"
                .formatted(
                        context.dryRun() ? "would record" : "recorded",
                        Counts.of(applied.size(), "migration"),
                        history.map(found -> " of " + found.tool()).orElse(""),
                        made.isEmpty() ? "" : "; SQL files: " + made.size());
        context.output()
                .print(
                        new Imported(
                                target.database(),
                                history.map(found -> found.tool().toString()),
                                history.map(OriginHistory::table),
                                made,
                                applied.stream().sorted().toList()),
                        sentence);
    }

    private void record(Database database, Set<String> applied) {
        var files = options.directory().read().stream()
                .filter(file -> applied.contains(file.file()))
                .toList();
        var choice = new MigrationOptions(Optional.empty(), false, options.lockTimeout());
        new Migrator(database, files, choice, new MigrationScripts(context, database)).record();
    }
}
