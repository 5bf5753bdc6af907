package dev.dbops.postgres.tls;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The authorities that the platform trusts: those of SSL_CERT_FILE and SSL_CERT_DIR, as with OpenSSL, else the system's
 * file of authorities, else Java's own.
 */
final class SystemAuthorities {
    /** Debian and Alpine; Red Hat; SUSE; macOS and the BSDs. */
    private static final List<String> FILES = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/ssl/cert.pem");

    /** The file names that {@code openssl rehash} gives. */
    private static final String HASHED = "*.[0-9]*";

    private SystemAuthorities() {}

    /**
     * Reads the authorities.
     *
     * @param file the value of SSL_CERT_FILE
     * @param directory the value of SSL_CERT_DIR
     */
    static List<X509Certificate> read(Optional<Path> file, Optional<Path> directory) throws TlsSetupException {
        var found = new ArrayList<X509Certificate>();
        if (file.isPresent() && Files.exists(file.get())) {
            found.addAll(CertificateFile.read(file.get(), "file of SSL_CERT_FILE"));
        }
        if (directory.isPresent()) {
            found.addAll(ofDirectory(directory.get()));
        }
        if (file.isPresent() || directory.isPresent()) {
            return found;
        }
        for (var each : FILES) {
            if (Files.exists(Path.of(each))) {
                return CertificateFile.read(Path.of(each), "file of the system's authorities");
            }
        }
        return ofJava();
    }

    private static List<X509Certificate> ofDirectory(Path directory) throws TlsSetupException {
        var found = new ArrayList<X509Certificate>();
        try (var files = Files.newDirectoryStream(directory, HASHED)) {
            for (var file : files) {
                found.addAll(CertificateFile.read(file, "file of SSL_CERT_DIR"));
            }
            return found;
        } catch (IOException | DirectoryIteratorException e) {
            throw new TlsSetupException(
                    "the directory \"%s\" of SSL_CERT_DIR cannot be read".formatted(directory),
                    "correct SSL_CERT_DIR, or unset it",
                    e);
        }
    }

    private static List<X509Certificate> ofJava() throws TlsSetupException {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (var manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager trust) {
                    return List.of(trust.getAcceptedIssuers());
                }
            }
            return List.of();
        } catch (GeneralSecurityException e) {
            throw new TlsSetupException(
                    "the authorities of the system cannot be read: " + e.getMessage(),
                    "name the file with the authority's certificate: sslrootcert=FILE",
                    e);
        }
    }
}
