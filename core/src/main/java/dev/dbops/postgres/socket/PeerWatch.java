package dev.dbops.postgres.socket;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Detects that sent data stays unacknowledged. Keepalives do not detect that: the system sends no probes while data is
 * in flight, and repeats that data for a quarter of an hour. This class does the same as the kernel's TCP_USER_TIMEOUT,
 * and checks only when an answer takes long.
 */
final class PeerWatch {
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long SHORTEST_PAUSE_MILLIS = 50;

    private final TcpSettings settings;
    private final Supplier<Optional<TcpState>> state;
    private long answeredAt = System.nanoTime();

    PeerWatch(TcpSettings settings, Supplier<Optional<TcpState>> state) {
        this.settings = settings;
        this.state = state;
    }

    static PeerWatch of(Socket socket, TcpSettings settings) {
        return new PeerWatch(settings, () -> TcpState.of(socket));
    }

    /** Returns whether there is a limit to watch. */
    boolean isOn() {
        return settings.userTimeoutMillis() > 0;
    }

    /** The time to wait before the next check, in milliseconds. */
    int pauseMillis() {
        return (int) Math.clamp(settings.userTimeoutMillis() / 10, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    }

    /** Records that the peer has answered, or that no answer was expected until now. */
    synchronized void answered() {
        answeredAt = System.nanoTime();
    }

    /**
     * Checks the connection.
     *
     * @throws PeerGoneException when sent data has been unanswered for longer than the limit
     */
    synchronized void look() throws PeerGoneException {
        var found = state.get();
        var waits = found.isPresent()
                && (found.get().isUnanswered()
                        || settings.endsFullPeers() && found.get().isFull());
        if (!waits) {
            answered();
            return;
        }
        var unanswered = Duration.ofNanos(System.nanoTime() - answeredAt);
        if (unanswered.toMillis() >= settings.userTimeoutMillis()) {
            throw new PeerGoneException(unanswered);
        }
    }

    /** The server, or the network before it, is gone and did not close the connection. */
    static final class PeerGoneException extends IOException {
        private static final long serialVersionUID = 1L;

        PeerGoneException(Duration unanswered) {
            super("the server has not acknowledged what was sent for %d s".formatted(unanswered.toSeconds()));
        }
    }
}
