package dev.dbops.cli.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.dynamo.Dynamo;
import dev.dbops.aws.dynamo.DynamoTableName;
import dev.dbops.aws.dynamo.DynamoTarget;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.Optional;

/** The options of every command that uses DynamoDB: the table, the region, the credentials, the environment. */
public final class DynamoOptions {
    /** The table of messages, which applications name with this variable. */
    public static final String TABLE_VARIABLE = "DDB_MESSAGE_TABLE";

    private Optional<String> table = Optional.empty();
    private Optional<String> region = Optional.empty();
    private Optional<String> profile = Optional.empty();

    private final Context context;

    public DynamoOptions(Context context) {
        this.context = context;
    }

    /** Describes all options; after the command's own arguments, because the environment is the last one. */
    public void describe(CommandSpecBuilder model) {
        model.option(
                "--table",
                "NAME",
                "Table name. Default: DDB_MESSAGE_TABLE, else %s.".formatted(DynamoTableName.MESSAGES),
                value -> table = Optional.of(DynamoTableName.require(value, "--table")));
        describeTarget(model);
    }

    /** Describes the options for a command that works on no table in particular. */
    public void describeTarget(CommandSpecBuilder model) {
        model.option(
                        "--region",
                        "REGION",
                        "AWS region. Default: AWS_REGION, else the profile's region; us-east-1 outside AWS.",
                        value -> region = Optional.of(value))
                .option(
                        "--profile",
                        "NAME",
                        "AWS profile. Default: AWS_PROFILE, else \"default\".",
                        value -> profile = Optional.of(value))
                .argument(
                        "ENVIRONMENT",
                        "Environment name, as with --env. A name such as prod selects AWS. Default: "
                                + "AWS_ENDPOINT_URL_DYNAMODB, else AWS_ENDPOINT_URL, else http://localhost:8000.",
                        context.targets()::environmentArgument);
    }

    /**
     * The table's name.
     *
     * @throws OpsException of kind USAGE when the variable holds no valid name
     */
    public String table() {
        var variable = context.variable(TABLE_VARIABLE);
        return table.orElseGet(() ->
                variable.isEmpty() ? DynamoTableName.MESSAGES : DynamoTableName.require(variable, TABLE_VARIABLE));
    }

    /** Returns whether {@code --table} was given. */
    public boolean namesTable() {
        return table.isPresent();
    }

    /**
     * Opens the selected DynamoDB. The caller closes it.
     *
     * @throws OpsException of kind USAGE when the options do not fit each other or a variable is wrong; UNREACHABLE when
     *     it is on this machine and nothing listens there
     */
    public Dynamo open() {
        var target = DynamoTarget.of(context.awsSettings(profile), environment(), region);
        if (profile.isPresent() && target.isDefault()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--profile has no meaning at %s, which no account is sent to".formatted(DynamoTarget.LOCAL),
                    "for AWS, name the environment, such as prod");
        }
        return Dynamo.open(target);
    }

    /** A URL and a local database name a PostgreSQL database only. */
    private Optional<String> environment() {
        return context.targets().environment().filter(name -> name.indexOf(':') < 0);
    }

    /** Writes the DynamoDB that the command is about to change to standard error. */
    public void announce(Dynamo dynamo) {
        var origin = dynamo.target().origin().map(" (from %s)"::formatted).orElse("");
        context.notes().note("target: " + dynamo.description() + origin);
    }
}
