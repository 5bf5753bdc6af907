package dev.dbops.events.replay;

/**
 * A sink that commits whole windows has failed in the middle of one, perhaps because a table was altered since it read
 * the catalog. Nothing of the window is stored; with a new sink the replay begins it again.
 */
public final class StaleWindow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param cause the failure, which is final if it occurs again
     */
    public StaleWindow(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }
}
