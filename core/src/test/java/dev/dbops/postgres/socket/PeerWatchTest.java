package dev.dbops.postgres.socket;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.postgres.socket.PeerWatch.PeerGoneException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerWatchTest {
    private static final int LIMIT_MILLIS = 2;

    /** The timers are the kernel's: 1 waits for an acknowledgement, 2 is a keepalive, 4 probes for room. */
    @ParameterizedTest
    @CsvSource({
        "0, 2, 0, 0, false, stays",
        "0, 2, 0, 0, true, stays",
        "90, 1, 0, 0, false, stays",
        "90, 1, 3, 0, false, goes",
        "90, 1, 3, 0, true, goes",
        "90, 4, 0, 0, false, stays",
        "90, 4, 0, 0, true, goes",
        "90, 4, 0, 3, false, goes",
        "90, 4, 0, 3, true, goes"
    })
    void aPeerIsGivenUpWhenItDoesNotAnswerForLongerThanTheLimit(
            long unacknowledged, int timer, int retransmissions, int probes, boolean endsFullPeers, String outcome) {
        var state = new TcpState(unacknowledged, timer, retransmissions, probes);
        var settings = new TcpSettings(true, 0, 0, 0, LIMIT_MILLIS, endsFullPeers);
        var watch = new PeerWatch(settings, () -> Optional.of(state));
        letTheLimitPass();

        if (outcome.equals("goes")) {
            assertThatThrownBy(watch::look)
                    .isInstanceOf(PeerGoneException.class)
                    .hasMessageStartingWith("the server has not acknowledged what was sent for ");
        } else {
            assertThatCode(watch::look).doesNotThrowAnyException();
        }
    }

    @Test
    void anAnswerRestartsTheLimit() {
        var settings = new TcpSettings(true, 0, 0, 0, 1_000_000, false);
        var watch = new PeerWatch(settings, () -> Optional.of(new TcpState(90, 1, 3, 0)));
        letTheLimitPass();

        watch.answered();

        assertThatCode(watch::look).doesNotThrowAnyException();
    }

    @Test
    void noPeerIsGivenUpWhereTheSystemDoesNotReportItsState() {
        var watch = new PeerWatch(new TcpSettings(true, 0, 0, 0, LIMIT_MILLIS, true), Optional::empty);
        letTheLimitPass();

        assertThatCode(watch::look).doesNotThrowAnyException();
    }

    private static void letTheLimitPass() {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS + 1);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
