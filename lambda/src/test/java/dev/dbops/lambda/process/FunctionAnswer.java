package dev.dbops.lambda.process;

/**
 * The answer of a function to an event.
 *
 * @param requestId the ID of the invocation
 * @param body the answer; of a failure, the report in JSON
 * @param isError whether the invocation has failed
 */
public record FunctionAnswer(String requestId, String body, boolean isError) {}
