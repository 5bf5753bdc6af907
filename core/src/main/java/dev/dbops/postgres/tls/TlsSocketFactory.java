package dev.dbops.postgres.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Creates the driver's TLS sockets with libpq's meaning of the settings (initialize_SSL in fe-secure-openssl.c). The
 * driver creates the factory by its class name, once a server has agreed to TLS, and passes it the properties of the
 * connection.
 */
public final class TlsSocketFactory extends SSLSocketFactory {
    /** The property with the target's sslmode; the driver's own sslmode is not used for the verification. */
    public static final String MODE = "tlsMode";

    private static final List<String> VERSIONS = List.of("tlsv1", "tlsv1.1", "tlsv1.2", "tlsv1.3");

    private final Properties settings;
    private final SSLSocketFactory sockets;

    /**
     * Reads the files that the settings name.
     *
     * @throws TlsSetupException when one of them cannot be used
     */
    public TlsSocketFactory(Properties settings) throws TlsSetupException {
        this.settings = settings;
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys(), new TrustManager[] {verification()}, null);
            this.sockets = context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private ServerVerification verification() throws TlsSetupException {
        var mode = settings.getProperty(MODE, "prefer");
        var verifyHost = mode.equals("verify-full");
        if (settings.getProperty("sslrootcert", "").equals("system")) {
            var system =
                    SystemAuthorities.read(path(System.getenv("SSL_CERT_FILE")), path(System.getenv("SSL_CERT_DIR")));
            return new ServerVerification(Optional.of(new TrustedAuthorities(system)), Optional.empty(), verifyHost);
        }
        var root = file("sslrootcert");
        if (root.isPresent() && Files.exists(root.get())) {
            var authorities = CertificateFile.read(root.get(), "authority file");
            var lists = RevocationLists.read(file("sslcrl"), file("sslcrldir"));
            return new ServerVerification(Optional.of(new TrustedAuthorities(authorities)), lists, verifyHost);
        }
        if (mode.startsWith("verify-")) {
            throw new TlsSetupException(
                    root.map(file -> "the authority file \"%s\" does not exist, and sslmode=%s needs it"
                                    .formatted(file, mode))
                            .orElse("no authority file is given, and sslmode=%s needs one".formatted(mode)),
                    "name the file with the authority's certificate: sslrootcert=FILE, or trust the authorities of the"
                            + " system with sslrootcert=system");
        }
        return new ServerVerification(Optional.empty(), Optional.empty(), false);
    }

    /** The client's own certificate and key; without them the server gets none. */
    private KeyManager[] keys() throws TlsSetupException {
        var certificate = file("sslcert");
        if (settings.getProperty("sslcertmode", "").equals("disable")
                || certificate.isEmpty()
                || !Files.exists(certificate.get())) {
            return new KeyManager[0];
        }
        var key = file("sslkey")
                .orElseThrow(() -> new TlsSetupException(
                        "there is a client certificate, but no private key", "name it with sslkey=FILE"));
        return new KeyManager[] {ClientCertificate.read(certificate.get(), key, settings.getProperty("sslpassword", ""))
        };
    }

    private Optional<Path> file(String name) {
        return path(settings.getProperty(name));
    }

    private static Optional<Path> path(String name) {
        return name == null || name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        var socket = (SSLSocket) sockets.createSocket(connected, host, port, autoClose);
        nameHost(socket, host);
        if (settings.containsKey("ssl_min_protocol_version") || settings.containsKey("ssl_max_protocol_version")) {
            limitVersions(socket);
        }
        return socket;
    }

    /**
     * Sets the host name for SNI. The JDK sends only names with a dot; libpq sends all names, but no addresses (RFC
     * 6066, section 3).
     */
    private void nameHost(SSLSocket socket, String host) {
        var isNamed = !settings.getProperty("sslsni", "1").equals("0");
        if (isNamed && (host.indexOf('.') >= 0 || host.indexOf(':') >= 0)) {
            return;
        }
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(isNamed ? serverNames(host) : List.of());
        socket.setSSLParameters(parameters);
    }

    private static List<SNIServerName> serverNames(String host) {
        try {
            return List.of(new SNIHostName(host));
        } catch (IllegalArgumentException _) {
            // a name that is not valid in TLS, such as one with an underscore
            return List.of();
        }
    }

    private void limitVersions(SSLSocket socket) {
        int least = VERSIONS.indexOf(version("ssl_min_protocol_version", "tlsv1"));
        int most = VERSIONS.indexOf(version("ssl_max_protocol_version", "tlsv1.3"));
        var protocols = new ArrayList<String>();
        for (var protocol : socket.getEnabledProtocols()) {
            int version = VERSIONS.indexOf(lowerCase(protocol));
            if (version >= least && version <= most) {
                protocols.add(protocol);
            }
        }
        socket.setEnabledProtocols(protocols.toArray(new String[0]));
    }

    private String version(String name, String otherwise) {
        return lowerCase(settings.getProperty(name, otherwise));
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return sockets.createSocket(host, port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return sockets.createSocket(address, port, localAddress, localPort);
    }
}
