package dev.dbops.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that accept a connection and then do not answer properly. A driver without a limit would wait for ever. */
@Timeout(60)
class ConnectionOpeningTest {
    /** The server's behaviour instead of an answer. */
    enum Behaviour {
        SAYS_NOTHING,
        SPEAKS_A_BYTE_AT_A_TIME
    }

    @ParameterizedTest
    @EnumSource
    void anAttemptEndsWithItsTime(Behaviour behaviour) throws IOException {
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(listener, behaviour);

            assertThatThrownBy(() -> Database.connect(target(listener, "1")))
                    .isInstanceOfSatisfying(
                            OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
                    .hasMessage("no answer from 127.0.0.1:" + listener.getLocalPort());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWaitForADatabaseIsNoLongerThanTheGivenTime(Behaviour behaviour) throws Exception {
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(listener, behaviour);

            var failure = new Readiness(target(listener, "0")).await(Duration.ofMillis(300));

            assertThat(failure).isPresent();
            assertThat(failure.get()).hasMessageContaining("no answer from");
        }
    }

    @Test
    void anInterruptEndsAnAttempt() throws Exception {
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var end = new CompletableFuture<Throwable>();
            var thread = new Thread(() -> {
                try (var database = Database.connect(target(listener, "0"))) {
                    end.completeExceptionally(new AssertionError("connected to " + database.serverVersion()));
                } catch (OpsException e) {
                    end.complete(e);
                }
            });
            thread.start();
            try (var accepted = listener.accept()) {
                assertThat(accepted.isConnected()).isTrue();
                thread.interrupt();

                assertThat(end.get(30, TimeUnit.SECONDS))
                        .isInstanceOfSatisfying(
                                OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED))
                        .hasMessageStartingWith("interrupted while connecting to 127.0.0.1:");
            }
        }
    }

    /** Kept, because an unreferenced socket is closed. */
    private final Queue<Socket> clients = new ConcurrentLinkedQueue<>();

    private void serve(ServerSocket listener, Behaviour behaviour) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    var client = listener.accept();
                    clients.add(client);
                    if (behaviour == Behaviour.SPEAKS_A_BYTE_AT_A_TIME) {
                        Thread.ofVirtual().start(() -> drip(client));
                    }
                }
            } catch (IOException e) {
                assertThat(listener.isClosed()).as(e.toString()).isTrue();
            }
        });
    }

    /** An endless message, whose bytes each arrive before the driver's timeout. */
    private static void drip(Socket client) {
        try (client) {
            var out = client.getOutputStream();
            out.write(new byte[] {'E', 0, 0, 0x70, 0});
            while (true) {
                out.write('x');
                Thread.sleep(50);
            }
        } catch (IOException _) {
            // The client has given up, which the test expects.
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ConnectionTarget target(ServerSocket listener, String connectTimeout) {
        var server = TestServer.carried().target("postgres");
        var parameters = new HashMap<>(server.parameters());
        parameters.put("connect_timeout", connectTimeout);
        parameters.put("sslmode", "disable");
        return new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", listener.getLocalPort())),
                server.database(),
                server.user(),
                server.password(),
                parameters,
                server.origin());
    }
}
