package dev.dbops.cli.compare;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.events.DatabaseDestination;
import dev.dbops.compare.CompareOptions;
import dev.dbops.compare.Comparison;
import dev.dbops.compare.TableComparison;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.concurrent.Callable;

/** Compares the tables of the database with those of another one. */
public final class Compare implements Command, Callable<Integer> {
    private String to = "";
    private final CompareCommandOptions choice = new CompareCommandOptions();
    private final Context context;

    public Compare(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Compare the rows of tables with those of another database, and list what differs.")
                .option(
                        "--to",
                        "TARGET",
                        "Database to compare with: env:NAME (NAME_CONNECTION_URL), postgresql://... or local:NAME.",
                        value -> to = value);
        choice.describe(model);
        model.takesEnvironment()
                .footer(
                        "Exit code 0: the tables are equal; 1: they differ. Nothing is changed.",
                        "",
                        "Example: db-ops compare --to env:reporting --table users prod");
    }

    @Override
    public Integer call() {
        var target = target();
        var options = choice.options();
        var source = context.targets().target();
        note("source", source);
        note("target", target);
        var tables = compare(source, target, options);
        var forPrograms = !context.output().isForPeople();
        var report = CompareReport.of(source.description(), target.description(), tables, forPrograms);
        context.output().print(report, report.sentence(tables));
        return report.equal() ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<TableComparison> compare(ConnectionTarget source, ConnectionTarget target, CompareOptions options) {
        try (var progress = new CompareProgress(context)) {
            return new Comparison(source, target, options, progress).run();
        }
    }

    private void note(String side, ConnectionTarget database) {
        context.notes()
                .note("%s: %s (from %s)"
                        .formatted(
                                side, database.description(), database.origin().description()));
    }

    private ConnectionTarget target() {
        if (!DatabaseDestination.isMeant(to)) {
            // what follows the colon may hold a password
            throw new OpsException(
                    Kind.USAGE,
                    to.isEmpty()
                            ? "--to is missing"
                            : "\"%s\" is not a database".formatted(to.substring(0, to.indexOf(':') + 1)),
                    "pass --to env:NAME (for NAME_CONNECTION_URL), postgresql://HOST/NAME or local:NAME");
        }
        var target = DatabaseDestination.target(context, to);
        if (target.isRedshift()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is a Redshift warehouse, and rows are compared between PostgreSQL databases only"
                            .formatted(target.description()),
                    "compare counts and sums of its columns with db-ops query");
        }
        return target;
    }
}
