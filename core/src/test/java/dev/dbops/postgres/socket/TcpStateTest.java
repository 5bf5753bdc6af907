package dev.dbops.postgres.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class TcpStateTest {
    private static final int PIECE = 64 * 1024;

    @Test
    void aPeerThatAcceptsNoMoreDataIsDetected() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var _ = listener.accept()) {
            assertThat(TcpState.of(socket).orElseThrow().unacknowledged()).isZero();

            new Thread(() -> fill(socket)).start();
            await(socket);
        }
    }

    /** The kernel reports that the peer is full when it has nothing else to send. */
    private static void await(Socket socket) {
        while (!TcpState.of(socket).orElseThrow().isFull()) {
            Thread.onSpinWait();
        }
        assertThat(TcpState.of(socket).orElseThrow().unacknowledged()).isPositive();
    }

    private static void fill(Socket socket) {
        try {
            while (true) {
                socket.getOutputStream().write(new byte[PIECE]);
            }
        } catch (IOException e) {
            // The test is over and the connection closed.
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }
}
