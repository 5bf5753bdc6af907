package dev.dbops.postgres.socket;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.postgres.socket.PeerWatch.PeerGoneException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers whose system accepts the connection, and which then do nothing. Without a limit, each wait would be endless. */
@Timeout(60)
class ListeningSocketTest {
    @Test
    void aWriteEndsWhenThePeerAcceptsNoDataForLongerThanTheUserTimeout() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new ListeningSocket(new TcpSettings(false, 0, 0, 0, 200, true))) {
            socket.connect(listener.getLocalSocketAddress(), 0);
            var out = socket.getOutputStream();

            assertThatThrownBy(() -> {
                        while (true) {
                            out.write(new byte[64 * 1024]);
                        }
                    })
                    .isInstanceOf(PeerGoneException.class);
        }
    }

    /** The second limit is checked more often than the timeout ends, the third less often. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 3_600_000})
    void aReadTimeoutHoldsWhateverTheUserTimeoutIs(int userTimeoutMillis) throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new ListeningSocket(new TcpSettings(true, 0, 0, 0, userTimeoutMillis, true))) {
            socket.connect(listener.getLocalSocketAddress(), 0);
            socket.setSoTimeout(250);
            var in = socket.getInputStream();

            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
