package dev.dbops.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.testing.SshServer;
import dev.dbops.testing.TestCertificates;
import dev.dbops.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The certificate of a server at the end of a tunnel must be for the host's own name. */
@Timeout(120)
class TunnelTlsTest {
    private static final String HOST = "db.private.test";

    @TempDir
    private Path directory;

    @Test
    void dbOpsAndPsqlCompareTheNameThroughTheTunnel() throws Exception {
        var authority = new TestCertificates(Files.createDirectory(directory.resolve("authority")));
        var certificate = authority.sign(HOST, "-1d", 30);
        try (var postgres = TestServer.builder(TestServer.CARRIED)
                        .setServerConfig("ssl", "on")
                        .setServerConfig("ssl_key_file", certificate.key().toString())
                        .setServerConfig(
                                "ssl_cert_file", certificate.certificate().toString())
                        .start();
                var server = new SshServer(Files.createDirectory(directory.resolve("ssh")))) {
            var url =
                    "postgresql://postgres@%%s:%d/postgres?via=ssh:bastion&hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=%s"
                            .formatted(postgres.getPort(), authority.authority());
            var cli = new Cli(directory)
                    .with("PATH", server.path())
                    .with("CONNECTION_URL", url.formatted(HOST))
                    .with("OTHER_CONNECTION_URL", url.formatted("other.test"));

            assertThat(cli.run("query", "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()", "-o", "csv")
                            .succeeded()
                            .out())
                    .isEqualTo("version\nTLSv1.3\n");
            cli.run("connect", "--", "-X", "-c", "SELECT 1", "-o", "rows").succeeded();
            assertThat(cli.run("query", "SELECT 1", "other").failed(4).err())
                    .startsWith("error: the TLS certificate of other.test:%d is for another name: "
                            .formatted(postgres.getPort()));
            cli.run("connect", "other", "--", "-X", "-c", "SELECT 1").failed(2);
        }
    }
}
