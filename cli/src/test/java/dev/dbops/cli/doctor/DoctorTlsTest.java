package dev.dbops.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.testing.TestCertificates;
import dev.dbops.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The findings of doctor about encryption and certificates. */
class DoctorTlsTest {
    private static final String HOST = "db.example.com";
    private static final String RDS_HOST = "cruddur.abc123.eu-central-1.rds.amazonaws.com";

    @TempDir
    private static Path shared;

    private static TestCertificates authority;
    private static EmbeddedPostgres later;
    private static EmbeddedPostgres soon;
    private static EmbeddedPostgres expired;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        authority = new TestCertificates(Files.createDirectory(shared.resolve("authority")));
        later = start(authority.sign(HOST, "-1d", 90));
        soon = start(authority.sign(HOST, "-1d", 11));
        expired = start(authority.sign(HOST, "-2y", 365));
    }

    private static EmbeddedPostgres start(TestCertificates.Server certificate) throws IOException {
        return TestServer.builder(TestServer.CARRIED)
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_key_file", certificate.key().toString())
                .setServerConfig("ssl_cert_file", certificate.certificate().toString())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        later.close();
        soon.close();
        expired.close();
    }

    private Cli.Transcript doctor(EmbeddedPostgres server, String host, String parameters) {
        return new Cli(directory)
                .with(
                        "CONNECTION_URL",
                        "postgresql://postgres@%s:%d/postgres?hostaddr=127.0.0.1%s"
                                .formatted(host, server.getPort(), parameters))
                .run("doctor");
    }

    private static String verified() {
        return "&sslmode=verify-full&sslrootcert=" + authority.authority();
    }

    @Test
    void aServerThatProvesWhoItIsIsAllRight() {
        assertThat(doctor(later, HOST, verified()).succeeded().out())
                .contains("ok       TLS                     TLSv1.3, and the server's identity is verified")
                .contains("ok       certificate             is valid until ")
                .contains("(88 days), signed by CN=test authority; it is for db.example.com (CN=db.example.com)");
    }

    @Test
    void aCertificateThatEndsSoonIsAWarning() {
        assertThat(doctor(soon, HOST, verified()).succeeded().out())
                .contains("warning  certificate             is valid until ")
                .contains("(9 days)")
                .contains("-> renew it on the server");
    }

    @Test
    void anExpiredCertificateFailsWhereItIsLookedAtAndIsAWarningElsewhere() {
        assertThat(doctor(expired, HOST, verified()).failed(1).out())
                .contains("ok       TLS                     TLSv1.3")
                .contains("failed   certificate             the TLS certificate of " + HOST)
                .contains("has expired")
                .contains("-> renew it on the server, and check the clock of this machine")
                .contains("skipped  authentication          certificate failed");
        assertThat(doctor(expired, HOST, "").succeeded().out())
                .contains("warning  certificate             has expired on ")
                .contains("sslmode=verify-full would refuse it");
    }

    @Test
    void aCertificateForAnotherNameFailsWhereItIsLookedAt() {
        assertThat(doctor(later, "other.example.com", verified()).failed(1).out())
                .contains("failed   certificate")
                .contains("is for another name")
                .contains("-> as the host, use the name in the certificate");
        assertThat(doctor(later, "other.example.com", "").out()).contains("it is not for other.example.com");
    }

    @Test
    void aRemoteServerWithoutAVerifiedIdentityIsAWarning() {
        var parameters = "&sslmode=require&sslrootcert=" + authority.authority();

        // a name of RDS at an address of this machine is a tunnel, and the server elsewhere
        assertThat(doctor(later, RDS_HOST, "&sslmode=require").succeeded().out())
                .contains("warning  TLS                     TLSv1.3, but sslmode=require does not verify the"
                        + " server's identity")
                .contains("-> set sslmode=verify-full in CONNECTION_URL");
        assertThat(doctor(later, RDS_HOST, parameters).succeeded().out())
                .contains("warning  TLS                     TLSv1.3, and sslmode=require accepts any server of that"
                        + " authority")
                .contains("-> set sslmode=verify-full in CONNECTION_URL");
        assertThat(doctor(later, RDS_HOST, "&sslmode=disable").succeeded().out())
                .contains("warning  TLS                     the server offers TLS, but sslmode=disable turns it off");
        assertThat(doctor(later, "localhost", "&sslmode=disable").succeeded().out())
                .contains("ok       TLS                     the server offers TLS")
                .contains("(on this machine that does not matter)");
    }
}
