package dev.dbops.lambda.runtime;

/**
 * The failure that the caller of the function sees. It has neither a stack trace nor a cause: Lambda writes both to the
 * log and into the answer, and the log has its line already.
 */
public final class FunctionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FunctionFailure(String message) {
        super(message, null, false, false);
    }
}
