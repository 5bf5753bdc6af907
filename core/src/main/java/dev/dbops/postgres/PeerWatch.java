package dev.dbops.postgres;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Notices that sent data stays unacknowledged, which keepalives do not: the system sends no probes while data is on
 * its way, and repeats that data for a quarter of an hour. It does what the kernel's TCP_USER_TIMEOUT does, and looks
 * only when an answer takes long.
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

    /** How long to wait before the next look, in milliseconds. */
    int pauseMillis() {
        return (int) Math.clamp(settings.userTimeoutMillis() / 10, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    }

    /** The peer has answered, or nothing was awaited from it until now. */
    synchronized void answered() {
        answeredAt = System.nanoTime();
    }

    /**
     * Looks at the connection.
     *
     * @throws PeerGoneException when what was sent has been unanswered for longer than the limit
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

    /** The server, or the network before it, is gone without a word. */
    static final class PeerGoneException extends IOException {
        private static final long serialVersionUID = 1L;

        PeerGoneException(Duration unanswered) {
            super("the server has not acknowledged what was sent for %d s".formatted(unanswered.toSeconds()));
        }
    }
}
