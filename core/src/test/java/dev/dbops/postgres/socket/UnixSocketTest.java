package dev.dbops.postgres.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Unix-domain socket behaves as the driver expects of a TCP socket. */
class UnixSocketTest {
    @TempDir
    private Path directory;

    private ServerSocketChannel listener;

    @BeforeEach
    void listen() throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(file()));
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    @Test
    void bytesTravelBothWaysUntilTheServerCloses() throws IOException {
        try (var socket = connected();
                var server = listener.accept()) {
            socket.getOutputStream().write(7);
            assertThat(Channels.newInputStream(server).read()).isEqualTo(7);

            server.write(ByteBuffer.wrap(new byte[] {1, (byte) 200}));
            server.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).containsExactly(1, 200);
        }
    }

    @Test
    void aReadEndsAtItsTimeout() throws IOException {
        try (var socket = connected();
                var _ = listener.accept()) {
            socket.setSoTimeout(20);

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aReadOfAnInterruptedThreadKeepsTheConnection() throws IOException {
        try (var socket = connected();
                var server = listener.accept()) {
            Thread.currentThread().interrupt();
            socket.setSoTimeout(20);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(Thread.interrupted()).isTrue();

            server.write(ByteBuffer.wrap(new byte[] {5}));
            assertThat(socket.getInputStream().read()).isEqualTo(5);
        }
    }

    @Test
    void closingFromAnotherThreadEndsAReadAndAWrite() throws Exception {
        var socket = connected();
        try (var _ = listener.accept()) {
            var in = socket.getInputStream();
            var read = CompletableFuture.supplyAsync(() -> failureOf(in::read));
            var write = CompletableFuture.supplyAsync(() -> failureOf(() -> {
                while (true) {
                    socket.getOutputStream().write(new byte[1 << 20]);
                }
            }));

            socket.close();

            assertThat(read.get()).isInstanceOf(SocketException.class);
            assertThat(write.get()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aLongWriteReadsWhatTheServerSendsMeanwhile() throws IOException, InterruptedException, ExecutionException {
        var answer = new byte[4 << 20];
        try (var socket = connected();
                var server = listener.accept()) {
            // the server reads nothing before its own answer is taken, as with a notice for each row of a COPY
            var served = CompletableFuture.supplyAsync(() -> answerThenRead(server, answer));

            socket.getOutputStream().write(new byte[4 << 20]);
            socket.shutdownOutput();

            assertThat(socket.getInputStream().readNBytes(answer.length)).isEqualTo(answer);
            assertThat(served.get()).isEqualTo(4 << 20);
        }
    }

    @Test
    void aMissingSocketIsARefusedConnection() {
        var socket = new UnixSocket(_ -> directory.resolve("none"));

        assertThatThrownBy(() -> socket.connect(new InetSocketAddress(1), 0)).isInstanceOf(ConnectException.class);
    }

    private Path file() {
        return directory.resolve(".s.PGSQL.5432");
    }

    private Socket connected() throws IOException {
        var factory = new UnixSocketFactory(directory.resolve("none") + "\0" + file());
        return factory.createSocket(UnixSocketFactory.address(file()), 5432);
    }

    private interface Action {
        void run() throws IOException;
    }

    private static Throwable failureOf(Action action) {
        try {
            action.run();
            return new AssertionError("it ended without a failure");
        } catch (IOException e) {
            return e;
        }
    }

    private static int answerThenRead(SocketChannel server, byte... answer) {
        try {
            var buffer = ByteBuffer.wrap(answer);
            while (buffer.hasRemaining()) {
                server.write(buffer);
            }
            return Channels.newInputStream(server).readAllBytes().length;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
