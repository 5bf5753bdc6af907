package dev.dbops.cli.tls;

import dev.dbops.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A server with TLS whose certificate can be exchanged while it runs. */
final class TlsServer implements AutoCloseable {
    /** The message SSLRequest. */
    private static final byte[] REQUEST =
            ByteBuffer.allocate(8).putInt(8).putInt(80_877_103).array();

    private final EmbeddedPostgres postgres;
    private final Path certificate;

    private TlsServer(EmbeddedPostgres postgres, Path certificate) {
        this.postgres = postgres;
        this.certificate = certificate;
    }

    /**
     * Starts it.
     *
     * @param key the key of all its certificates
     * @param certificate the first of them
     * @param settings others of postgresql.conf
     */
    static TlsServer start(Path directory, Path key, Path certificate, Map<String, String> settings)
            throws IOException {
        var own = Files.copy(certificate, directory.resolve("server.crt"));
        var builder = TestServer.builder(18)
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_key_file", key.toString())
                .setServerConfig("ssl_cert_file", own.toString());
        settings.forEach(builder::setServerConfig);
        return new TlsServer(builder.start(), own);
    }

    int port() {
        return postgres.getPort();
    }

    /** The libraries that it was started with, libpq among them. */
    Path libraries() throws IOException, SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            var process = Files.readAllLines(Path.of(row.getString(1), "postmaster.pid"))
                    .getFirst();
            var program = ProcessHandle.of(Long.parseLong(process))
                    .orElseThrow()
                    .info()
                    .command();
            return Path.of(program.orElseThrow()).resolveSibling("../lib").normalize();
        }
    }

    void createRoles(String... names) throws SQLException {
        for (var name : names) {
            execute("CREATE ROLE " + name + " LOGIN");
        }
    }

    /** Runs SQL for its effect, in one session. */
    void execute(String... statements) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Replaces the lines of pg_hba.conf, which are in force after the next {@link #show}. */
    void rules(String lines) throws IOException, SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("SHOW hba_file")) {
                row.next();
                Files.writeString(Path.of(row.getString(1)), lines);
            }
        }
    }

    /** Shows this certificate from now on; the reload is asynchronous, and only a handshake shows that it happened. */
    void show(Path shown) throws IOException, SQLException, GeneralSecurityException {
        var copy = Files.copy(shown, Path.of(certificate + ".new"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, certificate, StandardCopyOption.ATOMIC_MOVE);
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_reload_conf()");
        }
        var expected = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(shown)));
        while (!shownNow().equals(expected)) {
            Thread.onSpinWait();
        }
    }

    private X509Certificate shownNow() throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        try (var plain = new Socket("127.0.0.1", port())) {
            plain.getOutputStream().write(REQUEST);
            if (plain.getInputStream().read() != 'S') {
                throw new IOException("the server has no TLS");
            }
            try (var tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port(), true)) {
                tls.startHandshake();
                return (X509Certificate) tls.getSession().getPeerCertificates()[0];
            }
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }

    /** Looks, and judges nothing. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
