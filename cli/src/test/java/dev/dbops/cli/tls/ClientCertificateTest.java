package dev.dbops.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in with a client's certificate: every key that psql takes is taken, or the error says how to convert it. */
class ClientCertificateTest {
    private static final String PASSPHRASE = "open sesame";

    @TempDir
    private static Path directory;

    private static TestAuthority authority;
    private static TlsServer server;
    private static OutcomeOfPsql psql;

    @TempDir
    private Path home;

    @BeforeAll
    static void start() throws IOException, InterruptedException, SQLException, GeneralSecurityException {
        authority = TestAuthority.root(directory.resolve("authority"), "authority of clients");
        var serverKey = directory.resolve("server.key");
        TestAuthority.key(serverKey);
        var first = directory.resolve("first.crt");
        var second = directory.resolve("second.crt");
        authority.sign(serverKey, first, "first", "");
        authority.sign(serverKey, second, "localhost", "");
        server = TlsServer.start(
                directory,
                serverKey,
                first,
                Map.of("ssl_ca_file", authority.certificate().toString()));
        server.createRoles("ann");
        server.rules("""
            hostssl all ann all cert
            host    all all all trust
            """);
        server.show(second);
        psql = new OutcomeOfPsql(server.libraries());
        makeKeys();
    }

    /** A key of each algorithm, and its certificate. */
    private static void makeKeys() throws IOException, InterruptedException {
        makeKey("ec", "EC", "ec_paramgen_curve:P-256");
        makeKey("ec521", "EC", "ec_paramgen_curve:P-521");
        makeKey("koblitz", "EC", "ec_paramgen_curve:secp256k1");
        makeKey("rsa", "RSA", "rsa_keygen_bits:2048");
        makeKey("pss", "RSA-PSS", "rsa_keygen_bits:2048");
        makeKey("ed25519", "ED25519", "");
        makeKey("ed448", "ED448", "");
    }

    private static void makeKey(String name, String algorithm, String option) throws IOException, InterruptedException {
        var key = directory.resolve(name + ".key");
        if (option.isEmpty()) {
            TestAuthority.openssl("genpkey", "-algorithm", algorithm, "-out", "" + key);
        } else {
            TestAuthority.openssl("genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-out", "" + key);
        }
        authority.sign(key, directory.resolve(name + ".crt"), "ann", "");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ec      | pkey
        ec      | ec
        ec      | ec -outform DER
        ec      | pkey -outform DER
        ec      | ec -aes128 -passout pass:open@sesame
        ec      | pkcs8 -topk8 -passout pass:open@sesame
        ec521   | ec
        rsa     | pkey
        rsa     | rsa -traditional
        rsa     | rsa -traditional -outform DER
        rsa     | pkcs8 -topk8 -nocrypt -outform DER
        rsa     | rsa -traditional -aes256 -passout pass:open@sesame
        rsa     | rsa -traditional -aes192 -passout pass:open@sesame
        rsa     | rsa -traditional -des3 -passout pass:open@sesame
        rsa     | pkcs8 -topk8 -v2 aes-256-cbc -passout pass:open@sesame
        rsa     | pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA512 -passout pass:open@sesame
        rsa     | pkcs8 -topk8 -v2 aes-192-cbc -v2prf hmacWithSHA1 -passout pass:open@sesame
        rsa     | pkcs8 -topk8 -v2 des3 -passout pass:open@sesame
        rsa     | pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:open@sesame
        pss     | pkey
        ed25519 | pkey
        ed25519 | pkcs8 -topk8 -passout pass:open@sesame
        ed448   | pkey
        """)
    void aKeyThatPsqlTakesIsTaken(String name, String command) throws IOException, InterruptedException {
        var url = url(name, key(name, command));

        assertThat(psql.of(home, url, false)).isEqualTo(OutcomeOfPsql.TLS);
        var dbOps = new Cli(home).with("CONNECTION_URL", url).run("query", "--value", OutcomeOfPsql.QUERY);
        assertThat(dbOps.exitCode()).as(dbOps.toString()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rsa | pkcs8 -topk8 -scrypt -passout pass:open@sesame
        rsa | rsa -traditional -camellia128 -passout pass:open@sesame
        """)
    void aKeyThatJavaDoesNotReadIsNamed(String name, String command) throws IOException, InterruptedException {
        var key = key(name, command);

        assertThat(psql.of(home, url(name, key), false)).isEqualTo(OutcomeOfPsql.TLS);
        assertThat(sessions(url(name, key)))
                .contains("error: the private key \"" + key + "\" cannot be used")
                .contains("hint: convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + key);
    }

    /** TLS 1.3 has no signatures of this curve, so psql fails too. */
    @Test
    void aCurveThatJavaDoesNotHaveIsNamed() throws IOException, InterruptedException {
        var url = url("koblitz", key("koblitz", "pkey"));

        assertSame(url);
        assertThat(sessions(url))
                .contains("its curve is not one of P-256, P-384 and P-521")
                .contains("hint: create another key, and get a certificate for it: openssl genpkey -algorithm EC");
    }

    /** Makes a file of the key by openssl; a "@" is a space. */
    private Path key(String name, String command) throws IOException, InterruptedException {
        var file = Files.createTempFile(directory, name, ".key");
        var words = (command + " -in " + directory.resolve(name + ".key") + " -out " + file).split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replace('@', ' ');
        }
        TestAuthority.openssl(words);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static String url(String name, Path key) {
        return url("&sslcert=%s&sslkey=%s&sslpassword=%s"
                .formatted(directory.resolve(name + ".crt"), key, PASSPHRASE.replace(" ", "%20")));
    }

    private static String url(String parameters) {
        return "postgresql://ann@localhost:%d/postgres?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=%s%s"
                .formatted(server.port(), authority.certificate(), parameters);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------", "rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
    void aKeyThatOthersMayReadIsRefusedAsByPsql(String permissions) throws IOException, InterruptedException {
        var key = key("ec", "pkey");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));

        assertSame(url("ec", key));
    }

    private void assertSame(String url) throws IOException {
        assertThat(OutcomeOfDbOps.of(home, url)).isEqualTo(psql.of(home, url, false));
    }

    @Test
    void theFilesInTheHomeDirectoryAreTheDefault() throws IOException {
        var files = Files.createDirectory(home.resolve(".postgresql"));
        Files.copy(directory.resolve("rsa.crt"), files.resolve("postgresql.crt"));
        assertSame(url(""));
        var key = Files.copy(directory.resolve("rsa.key"), files.resolve("postgresql.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertSame(url(""));
        assertThat(OutcomeOfDbOps.of(home, url(""))).isEqualTo(OutcomeOfPsql.TLS);
    }

    @Test
    void whatIsMissingOrDoesNotFitIsRefusedAsByPsql() throws IOException, InterruptedException {
        var certificate = "&sslcert=" + directory.resolve("ec.crt");
        var nothing = Files.writeString(directory.resolve("nothing.txt"), "nothing\n");
        Files.setPosixFilePermissions(nothing, PosixFilePermissions.fromString("rw-------"));
        var encrypted = key("ec", "pkcs8 -topk8 -passout pass:another");

        assertSame(url(""));
        assertSame(url("&sslcert=" + directory.resolve("missing.crt") + "&sslkey=" + directory.resolve("ec.key")));
        assertSame(url(certificate));
        assertSame(url(certificate + "&sslkey=" + directory.resolve("missing.key")));
        assertSame(url(certificate + "&sslkey=" + directory));
        assertSame(url(certificate + "&sslkey=" + nothing));
        assertSame(url(certificate + "&sslkey=" + directory.resolve("rsa.key")));
        assertSame(url("ec", encrypted));
        assertSame(url("&sslcert=" + nothing + "&sslkey=" + directory.resolve("ec.key")));
    }

    @Test
    void theErrorSaysWhatIsWrongWithTheKey() throws IOException, InterruptedException {
        var wrong = key("ec", "pkcs8 -topk8 -passout pass:another");
        assertThat(sessions(url("ec", wrong)))
                .contains("error: the passphrase does not open the private key \"" + wrong + "\"")
                .contains("hint: correct sslpassword")
                .doesNotContain(PASSPHRASE);
        assertThat(sessions(url("&sslcert=" + directory.resolve("ec.crt") + "&sslkey=" + wrong)))
                .contains("error: the private key \"" + wrong + "\" is encrypted, and no passphrase is given");
        var open = key("ec", "pkey");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(sessions(url("ec", open)))
                .contains("error: the private key \"" + open + "\" can be read by others: rw-r--r--")
                .contains("hint: restrict it: chmod 600 " + open);
        var store = directory.resolve("ann.p12");
        TestAuthority.openssl(
                "pkcs12",
                "-export",
                "-in",
                "" + directory.resolve("ec.crt"),
                "-inkey",
                "" + directory.resolve("ec.key"),
                "-passout",
                "pass:" + PASSPHRASE,
                "-out",
                "" + store);
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
        assertThat(sessions(url("ec", store)))
                .contains("is in a PKCS#12 file")
                .contains("hint: convert it: openssl pkcs12 -in " + store + " -nocerts -out " + store + ".key");
    }

    private String sessions(String url) {
        return new Cli(home)
                .with("CONNECTION_URL", url)
                .run("sessions")
                .failed(4)
                .err();
    }

    @Test
    void sslcertmodeDisableSendsNone() throws IOException {
        var url = url("ec", directory.resolve("ec.key"));

        assertThat(psql.of(home, url + "&sslcertmode=allow", true)).isEqualTo(OutcomeOfPsql.TLS);
        assertThat(OutcomeOfDbOps.of(home, url + "&sslcertmode=allow")).isEqualTo(OutcomeOfPsql.TLS);
        assertThat(psql.of(home, url + "&sslcertmode=disable", true)).isEqualTo(OutcomeOfPsql.REFUSED);
        assertThat(OutcomeOfDbOps.of(home, url + "&sslcertmode=disable")).isEqualTo(OutcomeOfPsql.REFUSED);
    }
}
