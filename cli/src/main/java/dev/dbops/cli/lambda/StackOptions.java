package dev.dbops.cli.lambda;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.stack.Stacks;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;

/** The stack that a command works on, its first argument, and the options that select region and credentials. */
final class StackOptions {
    /** The name of a stack that is not named. */
    private static final String DEFAULT_NAME = "db-ops-pipeline";

    private String name = DEFAULT_NAME;

    private final AwsOptions aws;

    StackOptions(Context context) {
        this.aws = new AwsOptions(context);
    }

    void describe(CommandSpecBuilder model) {
        model.argument("STACK", "Name of the stack. Default: " + DEFAULT_NAME + ".", value -> name = value);
        aws.describe(model, "AWS region. Default: AWS_REGION, else the profile's region.");
    }

    /**
     * The name of the stack.
     *
     * @throws dev.dbops.OpsException of kind USAGE when a stack cannot have it
     */
    String name() {
        return Stacks.checked(name);
    }

    /** Clients of the stack's region. The caller closes them. */
    AwsClients clients() {
        return aws.clients();
    }
}
