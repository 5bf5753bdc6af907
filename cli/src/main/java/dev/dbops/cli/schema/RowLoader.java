package dev.dbops.cli.schema;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.Database;
import dev.dbops.script.LoadLock;
import dev.dbops.seed.SeedLoader;
import dev.dbops.seed.SeedResult;
import dev.dbops.seed.SeedRows;
import dev.dbops.seed.TableFile;
import dev.dbops.target.ConnectionTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Loads files of rows into tables of the target database, for seed --csv and --json. */
final class RowLoader {
    private final Context context;

    RowLoader(Context context) {
        this.context = context;
    }

    /**
     * The result of a load.
     *
     * @param database the database's name
     * @param loaded false if the seed had already been loaded with --once
     * @param rows how many rows were inserted
     * @param notices how many notices the server sent
     * @param warnings how many warnings it sent
     * @param files the rows by file; empty if nothing was loaded
     */
    private record Result(
            String database, boolean loaded, long rows, int notices, int warnings, List<FileRows> files) {}

    /**
     * The plan of a dry run.
     *
     * @param rows how many rows the files contain
     * @param files the rows by file
     */
    private record Plan(long rows, List<FileRows> files) {}

    /**
     * The rows of one file.
     *
     * @param file its name
     * @param table the table that receives them
     * @param rows how many
     */
    private record FileRows(String file, String table, long rows) {}

    /** Opens all files before anything is sent, so that a missing file prevents a partial load. */
    void run(List<TableFile> sources, boolean once, Duration lockTimeout) {
        requireOneStandardInput(sources);
        var files = new ArrayList<InputFile>();
        try {
            var seeds = new ArrayList<SeedRows>();
            for (var source : sources) {
                var file = open(source);
                files.add(file);
                seeds.add(SeedRows.of(source, file));
            }
            if (context.dryRun()) {
                context.targets().checkConfirmedName();
                printPlan(seeds);
            } else {
                load(seeds, once, lockTimeout);
            }
        } finally {
            files.forEach(InputFile::close);
        }
    }

    private static void requireOneStandardInput(List<TableFile> sources) {
        var count = 0;
        for (var source : sources) {
            count += source.isStandardInput() ? 1 : 0;
        }
        if (count > 1) {
            throw new OpsException(
                    Kind.USAGE, "standard input can be read for one table only", "name files for the others");
        }
    }

    private InputFile open(TableFile source) {
        return source.isStandardInput()
                ? InputFile.ofStream(context.terminal().in(), "stdin")
                : InputFile.ofFile(context.file(Path.of(source.file())), source.file());
    }

    private void load(List<SeedRows> seeds, boolean once, Duration lockTimeout) {
        var target = context.targets().target();
        if (target.isDataApi()) {
            throw new OpsException(
                    Kind.USAGE,
                    "the RDS Data API cannot transfer the rows of --csv and --json, which are a COPY",
                    "load a script of INSERTs with -f, or use a connection: leave out --data-api");
        }
        context.announce(target);
        try (var database = context.connect(target)) {
            var check = new DataGuard(context, target, database).watch();
            new LoadLock(database).acquire(lockTimeout);
            switch (load(seeds, once, database, check)) {
                case SeedResult.Loaded loaded -> print(target, loaded);
                case SeedResult.LoadedBefore before -> print(target, before);
            }
        }
    }

    private SeedResult load(List<SeedRows> seeds, boolean once, Database database, Runnable check) {
        try (var events = new LoadListener(context, "seed")) {
            var loader = new SeedLoader(database, events, check);
            return once ? loader.loadOnce(seeds) : loader.load(seeds);
        }
    }

    private void print(ConnectionTarget target, SeedResult.Loaded loaded) {
        var files = new ArrayList<FileRows>();
        for (var file : loaded.files()) {
            files.add(fileRows(file.source(), file.rows()));
        }
        context.notes()
                .note("loaded %s%s"
                        .formatted(
                                Counts.of(loaded.rows(), "row"),
                                Counts.ofNotices(loaded.notices(), loaded.warnings())));
        context.output()
                .print(
                        new Result(target.database(), true, loaded.rows(), loaded.notices(), loaded.warnings(), files),
                        "");
    }

    private void print(ConnectionTarget target, SeedResult.LoadedBefore before) {
        context.notes().note("nothing to do: the same seed was loaded at " + before.at());
        context.output().print(new Result(target.database(), false, 0, 0, 0, List.of()), "");
    }

    private void printPlan(List<SeedRows> seeds) {
        var files = new ArrayList<FileRows>();
        var rows = 0L;
        for (var seed : seeds) {
            var count = seed.count();
            files.add(fileRows(seed.source(), count));
            rows += count;
        }
        context.output().print(new Plan(rows, files), "would load %d rows".formatted(rows));
    }

    private static FileRows fileRows(TableFile source, long rows) {
        return new FileRows(source.file(), source.table().toString(), rows);
    }
}
