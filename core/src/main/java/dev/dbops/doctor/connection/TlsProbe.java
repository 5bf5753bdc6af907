package dev.dbops.doctor.connection;

import dev.dbops.postgres.tls.CertificateNames;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Requests TLS from a server as the protocol specifies (PostgreSQL documentation, 54.2.11), and reads its certificate.
 * It accepts any certificate, and therefore sends no data: the driver verifies the certificate at the login.
 */
final class TlsProbe {
    /** The length of the message, and the code of SSLRequest. */
    private static final byte[] SSL_REQUEST =
            ByteBuffer.allocate(8).putInt(8).putInt(80_877_103).array();

    private TlsProbe() {}

    /**
     * Probes over a new connection, which cannot be used afterwards.
     *
     * @param host the name that the server should have
     * @param patience how long to wait for each answer
     */
    static TlsAnswer ask(Socket socket, String host, Duration patience) {
        try {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.getOutputStream().write(SSL_REQUEST);
            var answer = socket.getInputStream().read();
            return switch (answer) {
                case 'S' -> handshake(socket, host);
                case 'N' -> new TlsAnswer.NotOffered();
                case -1 -> new TlsAnswer.NotPostgres("it closes the connection when asked for TLS");
                // a protocol error message: a server that cannot start a session
                case 'E' -> new TlsAnswer.NotOffered();
                default -> new TlsAnswer.NotPostgres("its answer is not that of a PostgreSQL server");
            };
        } catch (SocketTimeoutException _) {
            return new TlsAnswer.Silent(patience);
        } catch (IOException e) {
            return new TlsAnswer.NotPostgres(words(e));
        }
    }

    private static TlsAnswer handshake(Socket socket, String host) throws IOException {
        try (var tls = (SSLSocket) context().getSocketFactory().createSocket(socket, host, socket.getPort(), true)) {
            nameHost(tls, host);
            tls.startHandshake();
            var session = tls.getSession();
            var certificate = (X509Certificate) session.getPeerCertificates()[0];
            return new TlsAnswer.Offered(
                    session.getProtocol(),
                    certificate,
                    CertificateNames.of(certificate).isFor(host));
        } catch (SSLException e) {
            return new TlsAnswer.Broken(words(e));
        }
    }

    /** Addresses are not host names (RFC 6066, section 3). */
    private static void nameHost(SSLSocket tls, String host) {
        if (host.indexOf(':') >= 0 || host.chars().allMatch(each -> each == '.' || Character.isDigit(each))) {
            return;
        }
        var parameters = tls.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        tls.setSSLParameters(parameters);
    }

    private static SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Accepts every certificate, in order to read it. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

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
