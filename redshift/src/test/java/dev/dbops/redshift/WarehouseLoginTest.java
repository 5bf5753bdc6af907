package dev.dbops.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.redshift.standin.RedshiftStandIn;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials;
import dev.dbops.target.HostPort;
import dev.dbops.target.Login;
import dev.dbops.target.Origin;
import dev.dbops.target.Password;
import dev.dbops.testing.TestCertificates;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseLoginTest {
    private static final String HOST = "shop.abc123.eu-central-1.redshift.amazonaws.com";

    private final RedshiftStandIn redshift = new RedshiftStandIn(TestServer.carried());

    @AfterEach
    void close() {
        redshift.close();
    }

    private ConnectionTarget target(String host, Map<String, String> parameters) {
        var all = new HashMap<>(parameters);
        all.put(ConnectionTarget.REDSHIFT, "true");
        return new ConnectionTarget(
                List.of(new HostPort(host, redshift.port())),
                redshift.database(),
                "loader",
                Optional.of(new Password("secret")),
                all,
                new Origin.UrlOption("--to"));
    }

    private static OpsException failure(ConnectionTarget target) {
        try {
            Warehouse.connect(target).close();
        } catch (OpsException e) {
            return e;
        }
        throw new AssertionError("it has connected");
    }

    @Test
    void theCertificateMustBeOfTheHostWhateverTheAddress(@TempDir Path directory) throws Exception {
        var certificates = new TestCertificates(directory);
        redshift.tls(certificates.sign(HOST, "-1d", 30));
        var verified = Map.of(
                "sslmode",
                "verify-full",
                "sslrootcert",
                certificates.authority().toString(),
                "hostaddr",
                "127.0.0.1");

        Warehouse.connect(target(HOST, verified)).close();

        var other = failure(target("other.abc123.eu-central-1.redshift.amazonaws.com", verified));
        assertThat(other.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(other)
                .hasMessage(
                        "the TLS certificate of other.abc123.eu-central-1.redshift.amazonaws.com:%d is for another name: %s"
                                .formatted(redshift.port(), HOST));
        var unknown = new HashMap<>(verified);
        var others = directory.resolve("others");
        others.toFile().mkdir();
        unknown.put("sslrootcert", new TestCertificates(others).authority().toString());
        assertThat(failure(target(HOST, unknown))).hasMessageContaining("is from an authority that is not trusted");
        assertThat(failure(target("127.0.0.1", Map.of("sslmode", "disable")))).hasMessageContaining("SSL off");
    }

    @Test
    void aRefusedPasswordIsAskedForOnceMore() {
        redshift.password("second");
        var target = target("127.0.0.1", Map.of("sslmode", "disable"));
        assertThat(failure(target))
                .hasMessageContaining("password authentication failed")
                .satisfies(e -> assertThat(e.hint()).contains("check user and password (from --to)"));

        var source = new Credentials() {
            private int renewals;

            @Override
            public String description() {
                return "the password of the test";
            }

            @Override
            public Login login(ConnectionTarget of) {
                return new Login("loader", new Password("first"));
            }

            @Override
            public Optional<Login> renewed(ConnectionTarget of, Login refused) {
                renewals++;
                return Optional.of(new Login("loader", new Password("second")));
            }

            @Override
            public String hint(ConnectionTarget of, Refusal refusal) {
                return "ask the source";
            }
        };
        Warehouse.connect(target.withCredentials(source)).close();
        assertThat(source.renewals).isOne();

        redshift.password("third");
        assertThat(failure(target.withCredentials(source)).hint()).contains("ask the source");
    }

    @Test
    void aWarehouseThatIsPausedIsUnreachable() {
        redshift.close();

        var failure = failure(target("127.0.0.1", Map.of("sslmode", "disable")));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure)
                .hasMessageStartingWith("cannot connect to db \"%s\" on 127.0.0.1:%d as loader: "
                        .formatted(redshift.database(), redshift.port()));
        assertThat(failure.hint()).contains("check the host, its security group, and that the warehouse is not paused");
    }
}
