package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The certificates that are accepted for a name of Amazon RDS. The names of RDS lead to servers of the tests by
 * hostaddr, and the distribution's authority of the region eu-central-1 is that of the tests.
 */
class RdsTlsTest {
    private static final String HOST = "cruddur.abc123.eu-central-1.rds.amazonaws.com";

    @TempDir
    private static Path shared;

    private static TestCertificates authority;
    private static EmbeddedPostgres valid;
    private static EmbeddedPostgres expired;
    private static EmbeddedPostgres tooNew;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startServers() throws IOException, InterruptedException {
        authority = new TestCertificates(Files.createDirectory(shared.resolve("authority")));
        var regions = Files.createDirectories(shared.resolve("installed/certificates/rds"));
        Files.copy(authority.authority(), regions.resolve("eu-central-1.pem"));
        Files.copy(Path.of("../dist/src/files/certificates/rds/all.pem"), regions.resolve("all.pem"));
        valid = start(authority.sign(HOST, "-1d", 30));
        expired = start(authority.sign(HOST, "-2y", 365));
        tooNew = start(authority.sign(HOST, "+10d", 30));
    }

    private static EmbeddedPostgres start(TestCertificates.Server certificate) throws IOException {
        return TestServer.builder(TestServer.CARRIED)
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_key_file", certificate.key().toString())
                .setServerConfig("ssl_cert_file", certificate.certificate().toString())
                .start();
    }

    @AfterAll
    static void stopServers() throws IOException {
        valid.close();
        expired.close();
        tooNew.close();
    }

    @Test
    void theRegionsAuthorityIsBelieved() {
        sessions(valid, HOST, "").succeeded();
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        assertThat(sessions(valid, HOST.replace("cruddur", "other"), "")
                        .failed(4)
                        .err())
                .isEqualTo("""
                    error: the TLS certificate of other.abc123.eu-central-1.rds.amazonaws.com:%d is for another name: cruddur.abc123.eu-central-1.rds.amazonaws.com
                    hint: as the host, use the name in the certificate, not an alias or an address; for a tunnel, add its end as hostaddr=ADDRESS
                    """.formatted(valid.getPort()));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        assertThat(sessions(valid, HOST.replace("eu-central-1", "mars-north-1"), "")
                        .failed(4)
                        .err())
                .isEqualTo("""
                    error: the TLS certificate of cruddur.abc123.mars-north-1.rds.amazonaws.com:%d is from an authority that is not trusted: CN=test authority
                    hint: another program may be answering instead of RDS, or db-ops does not have the authorities of mars-north-1: name them with sslrootcert=FILE, from https://truststore.pki.rds.amazonaws.com/mars-north-1/mars-north-1-bundle.pem
                    """.formatted(valid.getPort()));
    }

    @ParameterizedTest
    @CsvSource({
        "cruddur.abc123.us-gov-west-1.rds.amazonaws.com,"
                + " truststore.pki.us-gov-west-1.rds.amazonaws.com/us-gov-west-1/us-gov-west-1-bundle.pem",
        "cruddur.abc123.rds.cn-north-1.amazonaws.com.cn,"
                + " rds-truststore.s3.cn-north-1.amazonaws.com.cn/cn-north-1/cn-north-1-bundle.pem"
    })
    void whatTheDistributionLacksIsSaidToBeSomewhere(String host, String bundle) {
        assertThat(sessions(valid, host, "").failed(4).err())
                .contains("is from an authority that is not trusted")
                .endsWith(" name them with sslrootcert=FILE, from https://" + bundle + "\n");
    }

    @Test
    void noPlaceIsNamedForAPartitionWhosePlaceIsNotKnown() {
        assertThat(sessions(valid, "cruddur.abc123.eusc-de-east-1.rds.amazonaws.eu", "")
                        .failed(4)
                        .err())
                .contains("is from an authority that is not trusted")
                .contains("\nhint: give the certificate of the server's authority with sslrootcert=FILE; ");
    }

    @Test
    void anExpiredCertificateIsRefused() {
        assertThat(sessions(expired, HOST, "").failed(4).err())
                .startsWith("error: the TLS certificate of %s:%d has expired: CN=%1$s, NotAfter: "
                        .formatted(HOST, expired.getPort()))
                .endsWith("hint: renew it on the server, and check the clock of this machine\n");
    }

    @Test
    void aCertificateOfTheFutureIsRefused() {
        assertThat(sessions(tooNew, HOST, "").failed(4).err())
                .startsWith("error: the TLS certificate of %s:%d is not valid yet: CN=%1$s, NotBefore: "
                        .formatted(HOST, tooNew.getPort()))
                .endsWith("hint: check the clock of this machine\n");
    }

    @Test
    void aServerWithoutTlsIsRefused() {
        assertThat(new Cli(directory)
                        .with(
                                "CONNECTION_URL",
                                "postgresql://postgres@%s:%d/postgres?hostaddr=127.0.0.1"
                                        .formatted(HOST, TestServer.carried().port()))
                        .run("sessions")
                        .failed(4)
                        .err())
                .contains("does not offer TLS, but sslmode=verify-full requires it");
    }

    @Test
    void theUsersModeWins() {
        sessions(expired, HOST, "&sslmode=require").succeeded();
        sessions(valid, HOST.replace("cruddur", "other"), "&sslmode=verify-ca").succeeded();
        assertThat(sessions(expired, HOST, "&sslmode=verify-ca").failed(4).err())
                .contains("has expired");
    }

    @Test
    void theUsersAuthorityWins() {
        var other = HOST.replace("eu-central-1", "mars-north-1");

        assertThat(sessions(valid, other, "&sslrootcert=" + authority.authority())
                        .failed(4)
                        .err())
                .contains("is for another name");
        sessions(valid, other, "&sslmode=verify-ca&sslrootcert=" + authority.authority())
                .succeeded();
        assertThat(sessions(valid, HOST, "&sslrootcert=/nowhere/root.pem")
                        .failed(4)
                        .err())
                .contains("the authority file \"/nowhere/root.pem\" does not exist, and sslmode=verify-full needs it");
    }

    @Test
    void aHostElsewhereKeepsTheDefaultsOfLibpq() {
        sessions(expired, "db.example.com", "").succeeded();
    }

    @Test
    void elsewhereAnUnknownAuthorityNeedsItsCertificate() {
        assertThat(sessions(
                                valid,
                                "localhost",
                                "&sslmode=verify-full&sslrootcert="
                                        + Path.of("../dist/src/files/certificates/rds/proxy.pem")
                                                .toAbsolutePath())
                        .failed(4)
                        .err())
                .contains("hint: give the certificate of the server's authority with sslrootcert=FILE; ")
                .endsWith("/certificates/rds/proxy.pem does not have it\n");
    }

    @Test
    void anotherProgramGetsTheTrustedCertificates() {
        var url = new Cli(directory)
                .installedIn(Path.of("../dist/src/files"))
                .with("CONNECTION_URL", "postgresql://app@" + HOST + ":5432/cruddur")
                .run("url")
                .succeeded();

        assertThat(url.out())
                .isEqualTo("postgresql://app@" + HOST + ":5432/cruddur?sslmode=verify-full&sslrootcert="
                        + Path.of("../dist/src/files/certificates/rds/eu-central-1.pem")
                                .toAbsolutePath()
                                .normalize()
                                .toString()
                                .replace("/", "%2F")
                                .replace(" ", "%20")
                        + "\n");
    }

    private Cli.Transcript sessions(EmbeddedPostgres server, String host, String parameters) {
        var url = "postgresql://postgres@%s:%d/postgres?hostaddr=127.0.0.1%s"
                .formatted(host, server.getPort(), parameters);
        return new Cli(directory)
                .installedIn(shared.resolve("installed"))
                .with("CONNECTION_URL", url)
                .run("sessions");
    }
}
