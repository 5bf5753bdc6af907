package dev.dbops.cli.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.lambda.LambdaFunction;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.Optional;

/** The function that a command works on, its first argument, and the options that select region and credentials. */
final class FunctionOptions {
    private Optional<String> name = Optional.empty();

    private final AwsOptions aws;

    FunctionOptions(Context context) {
        this.aws = new AwsOptions(context);
    }

    void describe(CommandSpecBuilder model) {
        model.argument(
                "FUNCTION",
                "Lambda function, by name or ARN, optionally with :VERSION or :ALIAS.",
                value -> name = Optional.of(value));
        aws.describe(model, "AWS region. Default: the region of the ARN, else AWS_REGION, else the profile's region.");
    }

    /**
     * The function.
     *
     * @throws OpsException of kind USAGE when none is named, or it cannot be one
     */
    LambdaFunction function() {
        return name.map(LambdaFunction::parse)
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "no function is named",
                        "give its name or ARN; to list functions: aws lambda list-functions"));
    }

    /** The function, for a command that does not always need one. */
    Optional<LambdaFunction> functionIfNamed() {
        return name.map(LambdaFunction::parse);
    }

    /**
     * Clients of the function's region. The caller closes them.
     *
     * @throws OpsException of kind USAGE when the ARN and --region name different regions
     */
    AwsClients clients(LambdaFunction function) {
        return aws.clients(function.regionOr(aws.region()));
    }
}
