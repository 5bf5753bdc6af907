package dev.dbops.cli.process;

/**
 * Holds back the signals that would end db-ops while it runs another program. That program handles the signals, and
 * db-ops cleans up after it ends.
 *
 * <p>Ctrl-C of the terminal reaches the program directly, because it reaches all processes in the foreground. A signal
 * that is sent only to db-ops (kill, the timeout of a CI step, the end of a session) is forwarded as SIGTERM.
 */
public final class Signals implements AutoCloseable {
    private final SignalHandlers handlers;
    private Process program;
    private int received;

    private Signals() {
        handlers = new SignalHandlers(this::receive);
    }

    /** Holds the signals back until the result is closed. */
    public static Signals hold() {
        return new Signals();
    }

    /** Forwards signals that are sent only to db-ops to this program, also those received before. */
    public synchronized void forwardTo(Process started) {
        program = started;
        if (received != 0) {
            program.destroy();
        }
    }

    /** The exit code for a received signal: 130 for Ctrl-C; 0 when there was none. */
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
