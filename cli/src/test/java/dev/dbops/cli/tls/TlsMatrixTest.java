package dev.dbops.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * db-ops connects with TLS, without TLS, or not at all, as psql does, for every sslmode, every authority that the
 * user can name and every certificate that a server can show. What is right comes from psql, in the same test.
 *
 * <p>{@code -Dtls.matrix=all} tries every combination instead of those that differ most.
 */
class TlsMatrixTest {
    private static final List<String> MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final boolean ALL = "all".equals(System.getProperty("tls.matrix"));
    private static final String LONG_AGO = "20200101000000Z";

    @TempDir
    private static Path directory;

    private static Map<Certificate, Path> certificates;
    private static TestAuthority right;
    private static TestAuthority wrong;
    private static TestAuthority between;
    private static TlsServer server;
    private static OutcomeOfPsql psql;

    /** The certificate that the server shows. */
    enum Certificate {
        RIGHT("db.example.com"),
        WRONG_NAME("db.example.com"),
        WRONG_AUTHORITY("db.example.com"),
        EXPIRED("db.example.com"),
        NOT_YET_VALID("db.example.com"),
        SELF_SIGNED("db.example.com"),
        ADDRESS("127.0.0.1"),
        OTHER_ADDRESS("127.0.0.1"),
        WILDCARD("db.example.com"),
        WILDCARD_ABOVE("db.example.com"),
        COMMON_NAME("db.example.com"),
        COMMON_NAME_BESIDE_OTHERS("db.example.com"),
        COMMON_NAME_OF_AN_ADDRESS("127.0.0.1"),
        INTERMEDIATE("db.example.com"),
        INTERMEDIATE_NOT_SENT("db.example.com"),
        REVOKED("db.example.com"),
        OF_A_CLIENT("db.example.com");

        private final String host;

        Certificate(String host) {
            this.host = host;
        }
    }

    /** The authorities that the user names. */
    enum Authority {
        NONE,
        HOME,
        FILE,
        WRONG,
        MISSING,
        WITHOUT_CERTIFICATES,
        SYSTEM,
        HOME_LIST,
        LIST,
        LISTS_OF_BOTH,
        MISSING_LIST,
        DIRECTORY_OF_LISTS,
        SERVERS_OWN,
        INTERMEDIATE_ALONE;

        private static final EnumSet<Authority> FIRST = EnumSet.of(NONE, HOME, FILE, LIST, LISTS_OF_BOTH);
    }

    /** The rule of pg_hba.conf for the role. */
    enum Role {
        ANY_WAY,
        TLS_ONLY,
        PLAIN_ONLY
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException, SQLException {
        right = TestAuthority.root(directory.resolve("right"), "right authority");
        wrong = TestAuthority.root(directory.resolve("wrong"), "wrong authority");
        between = right.intermediate(directory.resolve("between"), "authority between");
        certificates = new TestServerCertificates(directory, right, wrong, between).write();
        server = TlsServer.start(
                directory, directory.resolve("server.key"), certificates.get(Certificate.WRONG_NAME), Map.of());
        server.createRoles("any_way", "tls_only", "plain_only");
        server.rules("""
            hostssl   all tls_only   all trust
            hostnossl all tls_only   all reject
            hostssl   all plain_only all reject
            hostnossl all plain_only all trust
            host      all all        all trust
            """);
        homes();
        psql = new OutcomeOfPsql(server.libraries());
    }

    private static void homes() throws IOException, InterruptedException {
        var list = Files.readString(right.revocationList());
        Files.writeString(directory.resolve("both.crl"), list + Files.readString(between.revocationList()));
        var lists = Files.createDirectory(directory.resolve("lists"));
        var hash = TestAuthority.openssl("crl", "-in", "" + right.revocationList(), "-noout", "-hash");
        Files.writeString(lists.resolve(hash.strip() + ".r0"), list);
        Files.writeString(directory.resolve("nothing.crt"), "there is no certificate here\n");
        for (var name : List.of("none", "home", "home-list")) {
            Files.createDirectories(directory.resolve(name).resolve(".postgresql"));
        }
        for (var name : List.of("home", "home-list")) {
            Files.copy(right.certificate(), directory.resolve(name).resolve(".postgresql/root.crt"));
        }
        Files.writeString(directory.resolve("home-list/.postgresql/root.crl"), list);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void connectsAsPsqlDoes(Certificate certificate) throws IOException, SQLException, GeneralSecurityException {
        server.show(certificates.get(certificate));
        var ofPsql = new TreeMap<String, String>();
        var ofDbOps = new TreeMap<String, String>();
        for (var authority : Authority.values()) {
            for (var mode : MODES) {
                for (var role : Role.values()) {
                    if (ALL || isTelling(certificate, authority, mode, role)) {
                        var name = String.join(" ", mode, authority.name(), role.name());
                        var url = url(certificate, authority, mode, role);
                        // libpq knows the system's authorities since 16
                        ofPsql.put(name, psql.of(home(authority), url, authority == Authority.SYSTEM));
                        ofDbOps.put(name, OutcomeOfDbOps.of(home(authority), url));
                    }
                }
            }
        }

        assertThat(ofDbOps).isEqualTo(ofPsql);
        assertThat(ofPsql.values()).contains(OutcomeOfPsql.TLS);
    }

    /** Leaves out what differs in nothing that matters. */
    private static boolean isTelling(Certificate certificate, Authority authority, String mode, Role role) {
        if (role != Role.ANY_WAY) {
            return certificate == Certificate.WRONG_AUTHORITY && authority == Authority.HOME
                    || certificate == Certificate.RIGHT && authority == Authority.NONE;
        }
        if (mode.equals("disable") || mode.equals("allow")) {
            return certificate == Certificate.RIGHT && authority == Authority.FILE;
        }
        if (mode.equals("prefer")) {
            return Authority.FIRST.contains(authority) && certificate != Certificate.RIGHT;
        }
        return switch (certificate) {
            case RIGHT, SELF_SIGNED, INTERMEDIATE -> true;
            default -> Authority.FIRST.contains(authority) && authority != Authority.NONE;
        };
    }

    private static Path home(Authority authority) {
        return directory.resolve(
                switch (authority) {
                    case HOME -> "home";
                    case HOME_LIST -> "home-list";
                    default -> "none";
                });
    }

    private static String url(Certificate certificate, Authority authority, String mode, Role role) {
        return "postgresql://%s@%s:%d/postgres?hostaddr=127.0.0.1&sslmode=%s%s"
                .formatted(
                        role.name().toLowerCase(Locale.ROOT),
                        certificate.host,
                        server.port(),
                        mode,
                        parameters(certificate, authority));
    }

    private static String parameters(Certificate certificate, Authority authority) {
        var file = "&sslrootcert=" + right.certificate();
        return switch (authority) {
            case NONE, HOME, HOME_LIST -> "";
            case FILE -> file;
            case WRONG -> "&sslrootcert=" + wrong.certificate();
            case MISSING -> "&sslrootcert=" + directory.resolve("missing.crt");
            case WITHOUT_CERTIFICATES -> "&sslrootcert=" + directory.resolve("nothing.crt");
            case SYSTEM -> "&sslrootcert=system";
            case LIST -> file + "&sslcrl=" + directory.resolve("right/authority.crl");
            case LISTS_OF_BOTH -> file + "&sslcrl=" + directory.resolve("both.crl");
            case MISSING_LIST -> file + "&sslcrl=" + directory.resolve("missing.crl");
            case DIRECTORY_OF_LISTS -> file + "&sslcrldir=" + directory.resolve("lists");
            case SERVERS_OWN -> "&sslrootcert=" + certificates.get(certificate);
            case INTERMEDIATE_ALONE -> "&sslrootcert=" + between.certificate();
        };
    }

    /** Writes the files of the certificates. */
    private record TestServerCertificates(
            Path directory, TestAuthority right, TestAuthority wrong, TestAuthority between) {
        private static final String NAME = "db.example.com";
        private static final String FOR_NAME = "subjectAltName=DNS:" + NAME;

        Map<Certificate, Path> write() throws IOException, InterruptedException {
            TestAuthority.key(key());
            var files = new EnumMap<Certificate, Path>(Certificate.class);
            for (var certificate : Certificate.values()) {
                files.put(certificate, directory.resolve("server-" + certificate + ".crt"));
                write(certificate, files.get(certificate));
            }
            return files;
        }

        private Path key() {
            return directory.resolve("server.key");
        }

        private void write(Certificate certificate, Path file) throws IOException, InterruptedException {
            switch (certificate) {
                case RIGHT -> right.sign(key(), file, NAME, FOR_NAME);
                case WRONG_NAME -> right.sign(key(), file, "other.example.com", "subjectAltName=DNS:other.example.com");
                case WRONG_AUTHORITY -> wrong.sign(key(), file, NAME, FOR_NAME);
                case EXPIRED -> right.sign(key(), file, NAME, LONG_AGO, "20210101000000Z", FOR_NAME);
                case NOT_YET_VALID -> right.sign(key(), file, NAME, "20480101000000Z", "20490101000000Z", FOR_NAME);
                case SELF_SIGNED ->
                    TestAuthority.openssl(
                            "req",
                            "-x509",
                            "-new",
                            "-key",
                            "" + key(),
                            "-subj",
                            "/CN=" + NAME,
                            "-days",
                            "365",
                            "-addext",
                            FOR_NAME,
                            "-out",
                            "" + file);
                case ADDRESS -> right.sign(key(), file, "server", "subjectAltName=IP:127.0.0.1");
                case OTHER_ADDRESS -> right.sign(key(), file, "127.0.0.1", "subjectAltName=IP:127.0.0.2");
                case WILDCARD -> right.sign(key(), file, "server", "subjectAltName=DNS:*.example.com");
                case WILDCARD_ABOVE -> right.sign(key(), file, "server", "subjectAltName=DNS:*.com");
                case COMMON_NAME -> right.sign(key(), file, NAME, "");
                case COMMON_NAME_BESIDE_OTHERS -> right.sign(key(), file, NAME, "subjectAltName=DNS:other.example.com");
                case COMMON_NAME_OF_AN_ADDRESS -> right.sign(key(), file, "127.0.0.1", FOR_NAME);
                case INTERMEDIATE -> {
                    between.sign(key(), file, NAME, FOR_NAME);
                    Files.writeString(file, Files.readString(file) + Files.readString(between.certificate()));
                }
                case INTERMEDIATE_NOT_SENT -> between.sign(key(), file, NAME, FOR_NAME);
                case REVOKED -> {
                    right.sign(key(), file, NAME, FOR_NAME);
                    right.revoke(file);
                }
                case OF_A_CLIENT -> right.sign(key(), file, NAME, FOR_NAME + "\nextendedKeyUsage=clientAuth");
            }
        }
    }
}
