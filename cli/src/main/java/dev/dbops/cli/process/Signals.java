package dev.dbops.cli.process;

/**
 * Keeps the signals that would end db-ops away from it while another program runs in its place: that program decides
 * what they mean, and db-ops tidies up behind it.
 *
 * <p>The terminal's Ctrl-C reaches the program without us, because it reaches everything in the foreground. What is sent
 * to db-ops alone (kill, a CI step's timeout, the end of a session) is handed on as SIGTERM.
 */
public final class Signals implements AutoCloseable {
    private final SignalHandlers handlers;
    private Process program;
    private int received;

    private Signals() {
        handlers = new SignalHandlers(this::receive);
    }

    /** Holds the signals back until it is closed. */
    public static Signals hold() {
        return new Signals();
    }

    /** From now on, what is sent to db-ops alone is handed on to this program; so is what came before. */
    public synchronized void forwardTo(Process started) {
        program = started;
        if (received != 0) {
            program.destroy();
        }
    }

    /** The exit code for a signal that has come: 130 for Ctrl-C; 0 when there was none. */
    public synchronized int exitCode() {
        return received == 0 ? 0 : SignalHandlers.FIRST_EXIT_CODE + received;
    }

    private synchronized void receive(int number) {
        received = number;
        if (program != null && number != SignalHandlers.INTERRUPT) {
            program.destroy();
        }
    }

    @Override
    public void close() {
        handlers.close();
    }
}
