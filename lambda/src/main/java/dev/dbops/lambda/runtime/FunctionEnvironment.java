package dev.dbops.lambda.runtime;

import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.MfaPrompt;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The execution environment of a function.
 *
 * @param variables its environment variables
 * @param log its log
 */
public record FunctionEnvironment(FunctionVariables variables, FunctionLog log) {
    /** The function's name; empty outside Lambda. */
    public String functionName() {
        return variables.text("AWS_LAMBDA_FUNCTION_NAME");
    }

    /** The account and the region that Lambda gives to the function. */
    public AwsSettings awsSettings() {
        return new AwsSettings(variables.all(), home(), Optional.empty(), "db-ops/lambda", MfaPrompt.NONE);
    }

    /** Lambda sets no HOME, and only this directory can be written. */
    public Path home() {
        return Path.of(variables.text("HOME", "/tmp"));
    }
}
