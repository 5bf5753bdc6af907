package dev.dbops.cli.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.dynamo.DynamoTable;
import dev.dbops.aws.dynamo.ScanTotals;
import dev.dbops.aws.dynamo.TableScan;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.command.NumberRange;
import java.util.concurrent.Callable;

/** Prints the items of a table of DynamoDB. */
public final class DdbScan implements Command, Callable<Integer> {
    private static final int MOST_SEGMENTS = 64;

    private long limit = Long.MAX_VALUE;
    private int segments = 1;
    private boolean typed;

    private final Context context;
    private final DynamoOptions dynamoDb;

    public DdbScan(Context context) {
        this.context = context;
        this.dynamoDb = new DynamoOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Print all items of a DynamoDB table.")
                .number(
                        "--limit",
                        "NUMBER",
                        "Number of items to read at most. Default: all.",
                        new NumberRange(1, Integer.MAX_VALUE, "leave it out to read all items"),
                        value -> limit = value)
                .number(
                        "--segments",
                        "NUMBER",
                        "Number of parts of the table to read in parallel. Default: 1.",
                        new NumberRange(1, MOST_SEGMENTS, "more segments are not faster"),
                        value -> segments = value)
                .flag("--typed", "Name the type of each value, as DynamoDB's own JSON does.", value -> typed = value);
        dynamoDb.describe(model);
        model.footer(
                "JSON is written while the table is read. A table or CSV begins at the end,",
                "because the last item may have an attribute that no other has.",
                "The consumed capacity is printed to standard error.",
                "",
                "Example: db-ops ddb-scan -o json --limit 10");
    }

    @Override
    public Integer call() {
        requireOptions();
        try (var dynamo = dynamoDb.open()) {
            var table = new DynamoTable(dynamo, dynamoDb.table());
            context.notes().note(scan(table).toString());
            return ExitCode.OK;
        } catch (OpsException e) {
            if (!context.terminal().isAbandoned()) {
                throw e;
            }
            return ExitCode.ABANDONED;
        }
    }

    private void requireOptions() {
        if (segments > 1 && limit != Long.MAX_VALUE) {
            throw new OpsException(
                    Kind.USAGE, "--limit excludes --segments", "the first items are read from one segment");
        }
        if (typed && !context.output().isJson()) {
            throw new OpsException(Kind.USAGE, "--typed requires JSON", "add -o json");
        }
    }

    private ScanTotals scan(DynamoTable table) {
        var progress = context.progress(table.name());
        try {
            context.output().page();
            var options = new TableScan.Options(segments, limit, typed);
            return new TableScan(table, options, items -> progress.count(items, "items"))
                    .writeTo(context.output().rows());
        } finally {
            progress.clear();
        }
    }
}
