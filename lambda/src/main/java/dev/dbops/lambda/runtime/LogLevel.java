package dev.dbops.lambda.runtime;

/** The severity of a log line, in Lambda's words; the least severe first. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    private static final String OWN = "DB_OPS_LOG_LEVEL";
    private static final String OF_LAMBDA = "AWS_LAMBDA_LOG_LEVEL";

    /**
     * The least severe level that is written: DB_OPS_LOG_LEVEL, or what the function's logging configuration sets.
     *
     * @throws dev.dbops.OpsException of kind USAGE when the value is not a level
     */
    static LogLevel of(FunctionVariables variables) {
        return variables.choice(variables.text(OWN).isEmpty() ? OF_LAMBDA : OWN, INFO);
    }
}
