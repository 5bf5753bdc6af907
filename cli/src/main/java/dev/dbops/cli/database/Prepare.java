package dev.dbops.cli.database;

import dev.dbops.aws.dynamo.Dynamo;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.database.PreparedPart.State;
import dev.dbops.cli.dynamo.MessageTableOptions;
import dev.dbops.cli.schema.Counts;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.List;

/** Creates and fills the database and the table of messages where they are missing. */
public final class Prepare implements Command, Runnable {
    private final Context context;
    private final SetupOptions setup;
    private final MessageTableOptions messages;
    private final List<PreparedPart> done = new ArrayList<>();

    public Prepare(Context context) {
        this.context = context;
        this.setup = new SetupOptions(context);
        this.messages = new MessageTableOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Create and fill the database and the DynamoDB table of messages, where they are missing.");
        setup.describe(model);
        messages.describe(model);
        model.footer(
                "A database that has tables is kept as it is; setup begins again.",
                "The table of messages is that of ddb-create, with the conversation of ddb-seed.",
                "",
                "Example: db-ops prepare",
                "Example: db-ops prepare --no-dynamodb");
    }

    @Override
    public void run() {
        setup.open((session, options, inputs) -> {
            var target = session.target();
            if (context.dryRun()) {
                PreparePlan.print(context, target, inputs, messages);
                return;
            }
            context.announce(target);
            run(target, () -> new PreparedDatabase(context, target, options).run(inputs, done::add));
        });
    }

    /** Reports what was done also after a failure. */
    private void run(ConnectionTarget target, Runnable database) {
        if (!messages.isWanted()) {
            report(database);
            return;
        }
        // before the database is created
        try (var dynamo = messages.open()) {
            report(() -> {
                database.run();
                fill(target, dynamo);
            });
        }
    }

    private void report(Runnable work) {
        try {
            work.run();
        } finally {
            context.output().print(done, "nothing was done");
        }
    }

    private void fill(ConnectionTarget target, Dynamo dynamo) {
        var table = messages.create(dynamo);
        done.add(new PreparedPart("table of messages", table.created() ? State.CREATED : State.KEPT, table.table()));
        try (var database = context.connect(target)) {
            var written = messages.seed(dynamo, database);
            done.add(new PreparedPart("messages", State.WRITTEN, Counts.of(written.messages(), "message")));
        }
    }
}
