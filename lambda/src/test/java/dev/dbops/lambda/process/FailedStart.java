package dev.dbops.lambda.process;

/** The function reported that it could not start. */
public final class FailedStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param report the report, in JSON
     */
    FailedStart(String report) {
        super(report);
    }
}
