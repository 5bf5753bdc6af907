package dev.dbops.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeySharesTest {
    private final CountDownLatch prepared = new CountDownLatch(1);
    private final Provider recorder = new Recorder(prepared);

    /** Does what the provider of Java does, and records that the thread of the key shares asked for it. */
    private static final class Recorder extends Provider {
        private static final long serialVersionUID = 1;

        Recorder(CountDownLatch prepared) {
            super("Recorder", "1", "records");
            var real = Security.getProvider("SunEC").getService("KeyPairGenerator", "EC");
            putService(new Service(this, "KeyPairGenerator", "EC", "recorded", List.of(), Map.of()) {
                @Override
                public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                    if (Thread.currentThread().getName().equals("key shares")) {
                        prepared.countDown();
                    }
                    return real.newInstance(parameter);
                }
            });
        }
    }

    @BeforeEach
    void record() {
        Security.insertProviderAt(recorder, 1);
    }

    @AfterEach
    void forget() {
        Security.removeProvider(recorder.getName());
    }

    @Test
    void aConnectionThatNeedsTlsPreparesThemWhileItIsOpened() throws InterruptedException {
        assertThat(failure("require").kind()).isEqualTo(OpsException.Kind.UNREACHABLE);
        assertThat(prepared.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static OpsException failure(String mode) {
        var closed = new HostPort("127.0.0.1", 1);
        var target = new ConnectionTarget(
                List.of(closed), "d", "app", Optional.empty(), Map.of("sslmode", mode), new Origin.UrlOption());
        try (var _ = Database.connect(target)) {
            throw new AssertionError("no server listens there");
        } catch (OpsException e) {
            return e;
        }
    }
}
