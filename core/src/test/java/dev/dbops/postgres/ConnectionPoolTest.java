package dev.dbops.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials;
import dev.dbops.target.HostPort;
import dev.dbops.target.Login;
import dev.dbops.target.Origin;
import dev.dbops.target.Password;
import dev.dbops.testing.CuttingProxy;
import dev.dbops.testing.GuardedServer;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final AtomicInteger logins = new AtomicInteger();

    @Test
    void aRefusedLoginIsNotRepeated() throws IOException {
        try (var server = GuardedServer.start();
                var pool = new ConnectionPool(
                        target(server.port(), () -> new Login("postgres", new Password("wrong"))), 1, WAIT)) {
            var start = System.nanoTime();

            assertThatThrownBy(() -> pool.begin("SELECT 1"))
                    .isInstanceOfSatisfying(
                            OpsException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE));

            assertThat(logins).hasValue(1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WAIT.dividedBy(2));
            assertThat(Thread.interrupted()).as("the thread can continue").isFalse();
        }
    }

    @Test
    void theFailureOfACredentialsSourceIsThrownAsItIs() {
        var failure = new OpsException(Kind.FAILED, "the secret is gone");
        var server = TestServer.carried();
        try (var pool = new ConnectionPool(
                target(server.port(), () -> {
                    throw failure;
                }),
                1,
                WAIT)) {
            assertThatThrownBy(() -> pool.begin("SELECT 1")).isSameAs(failure);
        }
        try (var pool = new ConnectionPool(
                target(server.port(), () -> {
                    throw new IllegalStateException("a fault");
                }),
                1,
                WAIT)) {
            assertThatThrownBy(() -> pool.begin("SELECT 1")).hasMessage("a fault");
        }
    }

    @Test
    void aLostConnectionIsReplacedBeforeItIsUsed() throws InterruptedException {
        var database = TestServer.carried().newDatabase();
        try (var proxy = new CuttingProxy(database);
                var pool = new ConnectionPool(proxy.target(database), 2, WAIT)) {
            try (var first = pool.begin("SELECT 1");
                    var second = pool.begin("SELECT 1")) {
                assertThat(first.database()).isNotSameAs(second.database());
                assertThat(pool.size()).isEqualTo(2);
            }
            proxy.cut();

            try (var lease = pool.begin("SET LOCAL statement_timeout = 1000")) {
                assertThat(lease.database().query("SHOW statement_timeout", row -> row.getString(1)))
                        .containsExactly("1s");
            }
        }
    }

    @Test
    void aStatementThatFailsIsTheFailure() {
        try (var pool = new ConnectionPool(TestServer.carried().newDatabase(), 1, WAIT)) {
            assertThatThrownBy(() -> pool.begin("SELECT 1/0")).hasMessage("division by zero");
        }
    }

    private ConnectionTarget target(int port, Supplier<Login> source) {
        var target = new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", port)),
                "postgres",
                "postgres",
                Optional.empty(),
                Map.of(),
                new Origin.UrlOption());
        return target.withCredentials(new Credentials() {
            @Override
            public String description() {
                return "the password of the test";
            }

            @Override
            public Login login(ConnectionTarget of) {
                logins.incrementAndGet();
                return source.get();
            }

            @Override
            public Optional<Login> renewed(ConnectionTarget of, Login refused) {
                return Optional.empty();
            }

            @Override
            public String hint(ConnectionTarget of, Refusal refusal) {
                return "none";
            }
        });
    }
}
