package dev.dbops.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.target.HostPort;
import dev.dbops.testing.CuttingProxy.Direction;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy's effects on connections: between plain sockets, and once in front of PostgreSQL. */
@Timeout(30)
class CuttingProxyTest {
    private static final int MEGABYTES = 5 << 20;

    private ServerSocket listener;
    private CuttingProxy proxy;

    @BeforeEach
    void place() throws IOException {
        listener = new ServerSocket(0, 0, InetAddress.ofLiteral("127.0.0.1"));
        proxy = new CuttingProxy(new HostPort("127.0.0.1", listener.getLocalPort()));
    }

    @AfterEach
    void end() throws IOException {
        proxy.close();
        listener.close();
    }

    @Test
    void dataAndTheEndOfOneDirectionArrive() throws Exception {
        try (var client = client();
                var server = listener.accept()) {
            // when
            send(client, "question");
            client.shutdownOutput();
            assertThat(all(server.getInputStream())).isEqualTo("question");
            send(server, "answer");
            server.shutdownOutput();

            // then
            assertThat(all(client.getInputStream())).isEqualTo("answer");
        }
    }

    @Test
    void megabytesArriveComplete() throws Exception {
        var bytes = new byte[MEGABYTES];
        new Random(1).nextBytes(bytes);
        try (var client = client();
                var server = listener.accept()) {
            var sender = Thread.ofVirtual().start(() -> {
                try {
                    client.getOutputStream().write(bytes);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(server.getInputStream().readAllBytes()).isEqualTo(bytes);
            sender.join();
        }
    }

    @Test
    void aCutResetsBothSidesOfAllConnectionsAndNewOnesAreAccepted() throws Exception {
        try (var one = connected();
                var other = connected()) {
            // when
            assertThat(proxy.cut()).isEqualTo(2);

            // then
            for (var side : new Socket[] {one.client, one.server, other.client, other.server}) {
                assertThatThrownBy(() -> side.getInputStream().read())
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset");
            }
            assertThat(proxy.connections()).isZero();
        }
        connected().close();
    }

    @Test
    void aResetOfOneSideResetsTheOther() throws Exception {
        try (var pair = connected()) {
            pair.server.setSoLinger(true, 0);
            pair.server.close();

            assertThatThrownBy(() -> pair.client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void itCutsAfterTheGivenNumberOfBytes() throws Exception {
        try (var pair = connected()) {
            // when
            proxy.cutAfter(3, Direction.TO_CLIENT);
            send(pair.server, "answer");

            // then
            assertThatThrownBy(() -> received(pair.client, 4))
                    .isInstanceOfAny(SocketException.class, EOFException.class);
            assertThat(proxy.connections()).isZero();
        }
        connected().close();
    }

    @Test
    void aCutBeforeTheFirstByteOfTheAnswerLosesIt() throws Exception {
        try (var pair = connected()) {
            // when
            proxy.cutAfter(0, Direction.TO_CLIENT);
            send(pair.client, "question");

            // then
            assertThat(received(pair.server, 8)).isEqualTo("question");
            send(pair.server, "answer");
            assertThatThrownBy(() -> pair.client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void itRefusesAndAcceptsOnTheSamePort() throws Exception {
        try (var pair = connected()) {
            // when
            proxy.refuse();
            proxy.refuse();

            // then
            assertThatThrownBy(this::client).isInstanceOf(ConnectException.class);
            send(pair.client, "open");
            assertThat(received(pair.server, 4)).isEqualTo("open");
        }
        proxy.accept();
        proxy.accept();
        connected().close();
    }

    @Test
    void aClientIsResetWhenNoServerListens() throws Exception {
        listener.close();
        try (var client = client()) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void eachDirectionHasItsOwnDelayAndPiecesDoNotWaitForEachOther() throws Exception {
        try (var pair = connected()) {
            // given
            proxy.delay(Duration.ofMillis(300), Duration.ofMillis(100));

            // when
            var start = System.nanoTime();
            for (var i = 0; i < 20; i++) {
                send(pair.client, "x");
            }
            received(pair.server, 20);
            var there = System.nanoTime();
            send(pair.server, "y");
            received(pair.client, 1);
            var back = System.nanoTime();

            // then
            assertThat(Duration.ofNanos(there - start)).isBetween(Duration.ofMillis(299), Duration.ofMillis(3000));
            assertThat(Duration.ofNanos(back - there)).isGreaterThanOrEqualTo(Duration.ofMillis(99));
        }
    }

    @Test
    void aPauseHoldsDataBackAndDeliversItAfterwards() throws Exception {
        try (var pair = connected()) {
            // when
            proxy.pause();
            send(pair.client, "question");
            send(pair.server, "answer");

            // then
            for (var side : new Socket[] {pair.client, pair.server}) {
                side.setSoTimeout(100);
                assertThatThrownBy(() -> side.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                side.setSoTimeout(0);
            }
            proxy.resume();
            assertThat(received(pair.server, 8)).isEqualTo("question");
            assertThat(received(pair.client, 6)).isEqualTo("answer");
        }
    }

    @Test
    void aPausedConnectionCanBeCut() throws Exception {
        try (var pair = connected()) {
            proxy.pause();
            send(pair.client, "lost");
            proxy.cut();

            assertThatThrownBy(() -> pair.server.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aTransactionIsCommittedEvenWhenItsAnswerIsCutOff() {
        // given
        var server = TestServer.carried();
        var target = server.newDatabase();
        server.execute(target.database(), "CREATE TABLE t (id int)");
        try (var link = new CuttingProxy(target);
                var database = Database.connect(link.target(target))) {
            // when
            link.cutAfter(0, Direction.TO_CLIENT);
            assertThatThrownBy(() -> database.executeAsIs("INSERT INTO t VALUES (1)"))
                    .isInstanceOf(OpsException.class);

            // then
            assertThat(server.rows(target.database(), "SELECT id FROM t")).containsExactly("1");
        }
    }

    private Socket client() throws IOException {
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), proxy.port());
    }

    /** A connection that has transferred a byte in both directions. */
    private Pair connected() throws IOException {
        var pair = new Pair(client(), listener.accept());
        send(pair.client, "1");
        received(pair.server, 1);
        send(pair.server, "2");
        received(pair.client, 1);
        return pair;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String received(Socket socket, int bytes) throws IOException {
        var text = new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
        if (text.length() < bytes) {
            throw new EOFException(text);
        }
        return text;
    }

    private static String all(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    private record Pair(Socket client, Socket server) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }
}
