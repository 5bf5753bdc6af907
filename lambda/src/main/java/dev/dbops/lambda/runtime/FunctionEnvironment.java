package dev.dbops.lambda.runtime;

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
}
