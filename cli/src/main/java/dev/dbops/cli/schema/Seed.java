package dev.dbops.cli.schema;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.seed.SeedFormat;
import dev.dbops.seed.TableFile;
import java.util.ArrayList;
import java.util.List;

/** Loads the seeds into the target database: a script, or files of rows. */
public final class Seed implements Command, Runnable {
    private final LoadOptions options = new LoadOptions();
    private final List<TableFile> rows = new ArrayList<>();
    private boolean once;

    private final Context context;

    public Seed(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Load the seeds in one transaction; stop at the first error.")
                .repeated(
                        "--csv",
                        "TABLE=FILE",
                        "CSV file to load into a table, instead of a script. Its header names the columns. May "
                                + "be repeated.",
                        value -> rows.add(TableFile.parse(SeedFormat.CSV, value)))
                .repeated(
                        "--json",
                        "TABLE=FILE",
                        "JSON file to load into a table: an array of objects, or one object per line. May be repeated.",
                        value -> rows.add(TableFile.parse(SeedFormat.JSON, value)))
                .flag("--once", "Do nothing if the same seeds were already loaded with --once.", value -> once = value)
                .takesEnvironment()
                .footer("Example: db-ops seed -f seeds/demo.sql", "Example: db-ops seed --csv users=users.csv --once");
        options.describe(model, ScriptFile.SEED);
    }

    @Override
    public void run() {
        if (rows.isEmpty()) {
            new ScriptLoader(context, options).run(ScriptFile.SEED, once);
        } else if (options.file().toString().isEmpty()) {
            new RowLoader(context).run(rows, once, options.lockTimeout());
        } else {
            throw new OpsException(
                    Kind.USAGE,
                    "-f cannot be combined with --csv and --json: a script has its own transaction",
                    "run seed twice: with -f, then with --csv and --json");
        }
    }
}
