package dev.dbops.lambda.runtime;

/** The work of a handler. */
@FunctionalInterface
public interface FunctionWork {
    /**
     * Handles the event.
     *
     * @param event the event as Lambda delivered it, which is not changed
     * @param call the invocation
     * @return the answer, which may be the event itself
     * @throws dev.dbops.OpsException when the invocation has failed
     */
    byte[] answer(byte[] event, FunctionCall call);
}
