package dev.dbops.cli.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.lambda.LambdaFunction;
import dev.dbops.cli.command.CommandSpecBuilder;
import java.util.Optional;

/** The options of the role that lets a database call a function. */
final class LambdaRoleOptions {
    private Optional<String> function = Optional.empty();
    private String grantee = "";
    private boolean noEgress;
    private boolean remove;

    void describe(CommandSpecBuilder model) {
        model.option(
                        "--function",
                        "NAME",
                        "Lambda function, by name or ARN, optionally with :VERSION or :ALIAS.",
                        value -> function = Optional.of(value))
                .option(
                        "--grant",
                        "ROLE",
                        "Database role that may call functions. Default: the owner of the event log, else the"
                                + " connected role.",
                        value -> grantee = value)
                .flag("--no-egress", "Leave the security groups as they are.", value -> noEgress = value)
                .flag("--remove", "Remove what this command made for the function.", value -> remove = value);
    }

    /** Throws an exception of kind USAGE when options contradict each other. */
    void check() {
        if (remove && (noEgress || !grantee.isEmpty())) {
            throw new OpsException(
                    Kind.USAGE,
                    "--remove cannot be combined with %s".formatted(noEgress ? "--no-egress" : "--grant"),
                    "omit it: --remove takes back what the command made");
        }
    }

    /**
     * The function.
     *
     * @throws OpsException of kind USAGE when none is named, or it cannot be one
     */
    LambdaFunction function() {
        return function.map(LambdaFunction::parse)
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "no function is named",
                        "pass --function NAME; to list functions: aws lambda list-functions"));
    }

    /** The database role; empty for the default. */
    String grantee() {
        return grantee;
    }

    boolean withEgress() {
        return !noEgress;
    }

    boolean remove() {
        return remove;
    }
}
