package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The authorities of AWS_CA_BUNDLE: as for the aws CLI, they replace the ones that the platform trusts. */
final class CaBundle {
    private CaBundle() {}

    /**
     * Reads a file of certificates in PEM form.
     *
     * @throws OpsException of kind USAGE when it cannot be read, or has no certificate
     */
    static TrustManager[] read(Path file) {
        try {
            // the parser asks for single bytes
            var in = new ByteArrayInputStream(Files.readAllBytes(file));
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new CertificateException("it contains no certificate");
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (NoSuchFileException e) {
            throw unusable("there is no file " + file, e);
        } catch (IOException | GeneralSecurityException e) {
            throw unusable("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static OpsException unusable(String reason, Exception cause) {
        return new OpsException(
                Kind.USAGE,
                "AWS_CA_BUNDLE does not give the authorities for AWS: " + reason,
                "set it to a file of certificates in PEM form, or remove it",
                cause);
    }
}
