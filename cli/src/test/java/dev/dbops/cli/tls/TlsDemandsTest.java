package dev.dbops.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requirements of a user for a connection that a server meets or not: as in psql. No hint suggests a weaker one. */
class TlsDemandsTest {
    private static final String SECRET = "a-long-secret";

    @TempDir
    private static Path directory;

    private static TestAuthority authority;
    private static TlsServer server;
    private static OutcomeOfPsql psql;

    @TempDir
    private Path home;

    @BeforeAll
    static void start() throws IOException, InterruptedException, SQLException, GeneralSecurityException {
        authority = TestAuthority.root(directory.resolve("authority"), "test authority");
        var key = directory.resolve("server.key");
        TestAuthority.key(key);
        var first = directory.resolve("first.crt");
        var second = directory.resolve("second.crt");
        authority.sign(key, first, "first", "");
        authority.sign(key, second, "db.example.com", "subjectAltName=DNS:db.example.com,IP:127.0.0.1");
        server = TlsServer.start(
                directory,
                key,
                first,
                Map.of("ssl_ca_file", authority.certificate().toString()));
        server.createRoles("trusted", "scram", "md5", "plain");
        server.execute(
                "ALTER ROLE scram PASSWORD '" + SECRET + "'",
                "ALTER ROLE plain PASSWORD '" + SECRET + "'",
                "SET password_encryption = md5",
                "ALTER ROLE md5 PASSWORD '" + SECRET + "'");
        server.rules("""
            host all scram 127.0.0.1/32 scram-sha-256
            host all plain 127.0.0.1/32 password
            host all md5   127.0.0.1/32 md5
            host all all   127.0.0.1/32 trust
            """);
        server.show(second);
        psql = new OutcomeOfPsql(server.libraries());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** libpq knows require_auth since 16, and sslnegotiation since 17. */
    @ParameterizedTest
    @CsvSource({
        "scram, channel_binding=require&sslmode=require",
        "scram, channel_binding=require&sslmode=disable",
        "md5, channel_binding=require&sslmode=require",
        "plain, channel_binding=require&sslmode=require",
        "trusted, channel_binding=require&sslmode=require",
        "scram, channel_binding=disable&sslmode=require",
        "scram, require_auth=scram-sha-256",
        "scram, require_auth=md5",
        "scram, require_auth=none",
        "scram, 'require_auth=!scram-sha-256'",
        "md5, require_auth=scram-sha-256",
        "plain, require_auth=scram-sha-256",
        "plain, require_auth=password",
        "trusted, require_auth=scram-sha-256",
        "trusted, require_auth=none",
        "trusted, sslmode=require&sslnegotiation=direct",
        "trusted, sslmode=verify-full&sslnegotiation=direct&sslrootcert=AUTHORITY",
        "trusted, sslmode=prefer&sslnegotiation=direct",
        "trusted, sslmode=require&ssl_max_protocol_version=TLSv1.2",
        "trusted, sslmode=require&ssl_min_protocol_version=TLSv1.3",
        "trusted, sslmode=require&ssl_min_protocol_version=TLSv1.3&ssl_max_protocol_version=TLSv1.2",
        "trusted, sslmode=require&sslsni=0",
    })
    void connectsAsPsqlDoes(String role, String parameters) throws IOException {
        var url = url(role, "db.example.com") + parameters.replace("AUTHORITY", "" + authority.certificate());

        assertThat(OutcomeOfDbOps.of(home, url)).isEqualTo(psql.of(home, url, true));
    }

    private static String url(String role, String host) {
        return "postgresql://%s:%s@%s:%d/postgres?hostaddr=127.0.0.1&".formatted(role, SECRET, host, server.port());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        md5     | channel_binding=require&sslmode=require | does not use channel binding
        scram   | channel_binding=require&sslmode=disable | does not use channel binding
        trusted | channel_binding=require&sslmode=require | does not use channel binding
        plain   | require_auth=scram-sha-256              | requests an authentication method that require_auth=scram-sha-256 does not allow
        trusted | require_auth=scram-sha-256              | requests an authentication method that require_auth=scram-sha-256 does not allow
        """)
    void aRefusalNamesTheDemand(String role, String parameters, String words) {
        var refusal = new Cli(home)
                .with("CONNECTION_URL", url(role, "db.example.com") + parameters)
                .run("sessions")
                .failed(4);

        assertThat(refusal.err()).contains(words).doesNotContain("TLS, which sslmode", SECRET);
        OutcomeOfDbOps.assertRefusal(refusal);
    }

    /** The server's own libpq has no GSSAPI. */
    @Test
    void encryptionByGssIsDemandedAsByPsql() throws IOException {
        var url = url("trusted", "db.example.com") + "gssencmode=require";

        assertThat(psql.of(home, url, false)).isEqualTo(OutcomeOfPsql.REFUSED);
        assertThat(OutcomeOfDbOps.of(home, url)).isEqualTo(OutcomeOfPsql.REFUSED);
    }

    @Test
    void aVersionOfTlsIsKept() throws IOException {
        for (var version : List.of("TLSv1.2", "TLSv1.3")) {
            var url = url("trusted", "db.example.com") + "sslmode=require&ssl_min_protocol_version=" + version
                    + "&ssl_max_protocol_version=" + version;
            var answer = new Cli(home)
                    .with("CONNECTION_URL", url)
                    .run("query", "--value", "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()");

            assertThat(answer.succeeded().out()).isEqualTo(version + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sslrootcert=/dev/zero",
        "sslrootcert=AUTHORITY&sslcrl=/dev/zero",
        "sslcert=AUTHORITY&sslkey=/dev/zero",
        "sslcert=/dev/zero"
    })
    void aFileWithoutEndIsRefused(String parameters) {
        var url = url("trusted", "db.example.com") + "sslmode=require&"
                + parameters.replace("AUTHORITY", "" + authority.certificate());

        var refusal = new Cli(home).with("CONNECTION_URL", url).run("sessions").failed(4);

        assertThat(refusal.err())
                .containsAnyOf("/dev/zero\" cannot be used: it is larger", "/dev/zero\" is not a regular file");
        OutcomeOfDbOps.assertRefusal(refusal);
    }

    @Test
    void anAddressAloneIsNotVerified() throws IOException {
        var url = "postgresql://trusted@:%d/postgres?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=%s"
                .formatted(server.port(), authority.certificate());

        assertThat(psql.of(home, url, false)).isEqualTo(OutcomeOfPsql.REFUSED);
        var refusal = new Cli(home).with("CONNECTION_URL", url).run("sessions").failed(2);
        assertThat(refusal.err())
                .contains("sslmode=verify-full needs the name of the host")
                .contains("hint: add the name that the certificate is for, as host=NAME");
    }

    @Test
    void theServersRefusalOfAClientCertificateIsNamed() throws IOException, InterruptedException {
        var other = TestAuthority.root(home.resolve("other"), "unknown to the server");
        var key = home.resolve("client.key");
        TestAuthority.key(key);
        other.sign(key, home.resolve("client.crt"), "trusted", "");
        var url = url("trusted", "db.example.com") + "sslmode=require&sslcert=" + home.resolve("client.crt")
                + "&sslkey=" + key;

        assertThat(psql.of(home, url, false)).isEqualTo(OutcomeOfPsql.REFUSED);
        // the server's alert may be lost when it closes the connection
        assertThat(new Cli(home)
                        .with("CONNECTION_URL", url)
                        .run("sessions")
                        .failed(4)
                        .err())
                .contains("client certificate (sslcert)");
    }

    /** In a process of its own, whose environment OpenSSL's variables are in. */
    @Test
    void theSystemsAuthoritiesAreThoseOfOpenSsl() throws IOException, InterruptedException {
        var url = url("trusted", "db.example.com") + "sslrootcert=system";
        var lists = Files.createDirectory(home.resolve("authorities"));
        var hash = TestAuthority.openssl("x509", "-in", "" + authority.certificate(), "-noout", "-hash");
        Files.copy(authority.certificate(), lists.resolve(hash.strip() + ".0"));

        assertThat(psql.of(home, url, true)).isEqualTo(OutcomeOfPsql.REFUSED);
        assertThat(OutcomeOfDbOps.of(home, url)).isEqualTo(OutcomeOfPsql.REFUSED);
        var file = Map.of("SSL_CERT_FILE", authority.certificate().toString());
        assertThat(psql.of(home, url, true, file)).isEqualTo(OutcomeOfPsql.TLS);
        assertThat(OutcomeOfDbOps.ofProcess(home, url, file)).isEqualTo(OutcomeOfPsql.TLS);
        var folder = Map.of("SSL_CERT_DIR", lists.toString());
        assertThat(psql.of(home, url, true, folder)).isEqualTo(OutcomeOfPsql.TLS);
        assertThat(OutcomeOfDbOps.ofProcess(home, url, folder)).isEqualTo(OutcomeOfPsql.TLS);
    }
}
