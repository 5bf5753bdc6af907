package dev.dbops.postgres.tls;

import dev.dbops.BoundedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads certificate files in PEM, which is the only format that libpq accepts. */
final class CertificateFile {
    private CertificateFile() {}

    /**
     * The certificates in a file, in their order.
     *
     * @param what the kind of file, for the error
     * @throws TlsSetupException when it cannot be read, or has no certificate
     */
    static List<X509Certificate> read(Path file, String what) throws TlsSetupException {
        var bytes = bytes(file, what);
        var certificates = new ArrayList<X509Certificate>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (var block : PemBlock.read(new String(bytes, StandardCharsets.ISO_8859_1))) {
                if (block.label().endsWith("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
                }
            }
        } catch (CertificateException e) {
            throw new TlsSetupException(
                    "the %s \"%s\" has a damaged certificate: %s".formatted(what, file, e.getMessage()),
                    "check it: openssl x509 -in %s -noout -text".formatted(file),
                    e);
        }
        if (certificates.isEmpty()) {
            throw new TlsSetupException(
                    "the %s \"%s\" has no certificate in PEM form".formatted(what, file),
                    bytes.length > 0 && (bytes[0] & 0xff) == Der.SEQUENCE
                            ? "convert it: openssl x509 -inform DER -in %1$s -out %1$s.pem".formatted(file)
                            : "a certificate begins with -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    private static byte[] bytes(Path file, String what) throws TlsSetupException {
        try {
            return BoundedFile.read(file);
        } catch (BoundedFile.TooLargeException e) {
            throw new TlsSetupException(
                    "the %s \"%s\" cannot be used: %s".formatted(what, file, e.getMessage()),
                    "check that it is the right file",
                    e);
        } catch (IOException e) {
            throw new TlsSetupException(
                    "the %s \"%s\" cannot be read: %s".formatted(what, file, reason(file)),
                    "check the name and the permissions of the file",
                    e);
        }
    }

    private static String reason(Path file) {
        if (!Files.exists(file)) {
            return "it does not exist";
        }
        return Files.isDirectory(file) ? "it is a directory" : "permission denied";
    }
}
