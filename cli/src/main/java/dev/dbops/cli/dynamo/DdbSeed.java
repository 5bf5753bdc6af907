package dev.dbops.cli.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.dynamo.DynamoTable;
import dev.dbops.aws.dynamo.messages.ConversationSeed;
import dev.dbops.aws.dynamo.messages.SeedFile;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.events.PointInTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Writes conversations into a table of messages. */
public final class DdbSeed implements Command, Runnable {
    private Optional<Instant> at = Optional.empty();
    private boolean print;

    private final Context context;
    private final DynamoOptions dynamoDb;
    private final MessageUserOptions users;
    private final SeedFileOptions file;

    public DdbSeed(Context context) {
        this.context = context;
        this.dynamoDb = new DynamoOptions(context);
        this.users = new MessageUserOptions(context);
        this.file = new SeedFileOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Write an example conversation of two users into a DynamoDB table.");
        file.describe(model);
        users.describePair(model);
        model.option(
                        "--at",
                        "TIME",
                        "Start of the conversation (2026-11-20T10:00, or 1d ago). Default: the start in the file.",
                        value -> at = Optional.of(PointInTime.parse(value, Instant.now(), ZoneId.systemDefault())))
                .flag("--print", "Print the file that comes with db-ops, and write nothing.", value -> print = value);
        dynamoDb.describe(model);
        model.footer(
                "The users are looked up in PostgreSQL by their handles.",
                "The same conversation has the same keys each time: a repetition adds no items.",
                "",
                "Example: db-ops ddb-seed",
                "Example: db-ops ddb-seed --user ada --other grace --at 1d");
    }

    @Override
    public void run() {
        if (print) {
            context.output().write(SeedFile.ownText());
            return;
        }
        if (users.isOne()) {
            throw new OpsException(
                    Kind.USAGE, "--user and --other are the same", "a conversation is between two users");
        }
        var conversations = file.read();
        try (var dynamo = dynamoDb.open()) {
            dynamoDb.announce(dynamo);
            var seed = new ConversationSeed(new DynamoTable(dynamo, dynamoDb.table()), RandomGenerator.getDefault());
            try (var database = context.connect(context.targets().target())) {
                var user = users.user(database);
                var other = users.other(database);
                var result = context.dryRun() ? seed.plan(conversations) : seed.write(conversations, user, other, at);
                print(result);
            }
        }
    }

    private void print(ConversationSeed.Result result) {
        context.output()
                .print(
                        result,
                        "%s %d message(s) of %d conversation(s) into table \"%s\""
                                .formatted(
                                        context.dryRun() ? "would write" : "wrote",
                                        result.messages(),
                                        result.conversations(),
                                        result.table()));
    }
}
