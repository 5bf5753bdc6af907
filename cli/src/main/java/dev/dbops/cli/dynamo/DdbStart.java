package dev.dbops.cli.dynamo;

import dev.dbops.aws.dynamo.DynamoTarget;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.NumberRange;
import java.util.Optional;

/** Starts a DynamoDB on this machine. */
public final class DdbStart implements Command, Runnable {
    private int port = DynamoTarget.LOCAL.getPort();

    private final Context context;

    public DdbStart(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Start a local DynamoDB: the emulator dynalite, for which npm is needed.")
                .number(
                        "--port",
                        "NUMBER",
                        "Port on 127.0.0.1. Default: 8000, where the ddb commands expect it.",
                        new NumberRange(1, 65_535, "leave it out for 8000"),
                        value -> port = value)
                .footer(
                        "The first start installs dynalite with npm, for this user alone.",
                        "Tables are kept until ddb-stop --delete. Success if it runs already.",
                        "",
                        "Example: db-ops ddb-start --port 8001");
    }

    @Override
    public void run() {
        var local = OwnDynamo.of(context);
        if (context.dryRun()) {
            context.notes().note("would start a local DynamoDB on port %d".formatted(port));
            return;
        }
        // before the start, because a variable may be wrong
        var target = DynamoTarget.of(context.awsSettings(Optional.empty()), Optional.empty(), Optional.empty());
        var running = local.start(port);
        context.output().print(running, "DynamoDB (%s) listens at %s".formatted(running.emulator(), running.url()));
        noteOtherTarget(target, running.url());
    }

    /** The other commands may ask another DynamoDB. */
    private void noteOtherTarget(DynamoTarget target, String url) {
        var expected = target.endpoint().orElse(DynamoTarget.LOCAL).toString();
        if (!expected.equals(url)) {
            context.notes()
                    .note("the ddb commands use %s%s; for this one, set AWS_ENDPOINT_URL_DYNAMODB=%s"
                            .formatted(
                                    expected,
                                    target.origin()
                                            .map(", which %s names"::formatted)
                                            .orElse(""),
                                    url));
        }
    }
}
