package dev.dbops.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority of the tests' own, and what it signs; made by the JDK's keytool. */
public final class TestCertificates {
    private static final String PASSWORD = "certificates";

    private final Path directory;

    /**
     * Makes an authority.
     *
     * @param directory an empty one
     */
    public TestCertificates(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        keytool("-genkeypair", "-alias", "authority", "-keyalg", "EC", "-dname", "CN=test authority", "-ext", "bc:c");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "authority",
                "-file",
                authority().toString());
    }

    /** The authority's own certificate. */
    public Path authority() {
        return directory.resolve("authority.pem");
    }

    /**
     * A server's key and certificate.
     *
     * @param key where the key is, readable by its owner alone
     * @param certificate where the certificate is, followed by the authority's
     * @param store both, as Java reads them
     */
    public record Server(Path key, Path certificate, KeyStore store) {
        /** The password of the key in the store. */
        public char[] password() {
            return PASSWORD.toCharArray();
        }
    }

    /**
     * Signs a server's certificate.
     *
     * @param host the name that it is for
     * @param start when it begins to be good, in keytool's form, such as -2y
     * @param days how long it is good
     */
    public Server sign(String host, String start, int days) throws IOException, InterruptedException {
        var alias = "server" + directory.toFile().list().length;
        keytool("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + host);
        var request = directory.resolve(alias + ".csr").toString();
        keytool("-certreq", "-alias", alias, "-file", request);
        var signed = directory.resolve(alias + ".crt");
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                "authority",
                "-infile",
                request,
                "-outfile",
                signed.toString(),
                "-ext",
                "san=dns:" + host,
                "-startdate",
                start,
                "-validity",
                "" + days);
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                alias,
                "-file",
                chain(signed).toString());
        return server(alias, signed);
    }

    /** Certificate and authority in one file. */
    private Path chain(Path signed) throws IOException {
        return Files.writeString(signed, Files.readString(signed) + Files.readString(authority()));
    }

    private Server server(String alias, Path signed) throws IOException {
        try {
            var all = KeyStore.getInstance(directory.resolve("store").toFile(), PASSWORD.toCharArray());
            var key = all.getKey(alias, PASSWORD.toCharArray());
            var file = Files.writeString(
                    directory.resolve(alias + ".key"),
                    "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                            + "\n-----END PRIVATE KEY-----\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(Files.readString(signed).getBytes(StandardCharsets.US_ASCII)))
                    .toArray(new Certificate[0]);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(alias, key, PASSWORD.toCharArray(), chain);
            return new Server(file, signed, store);
        } catch (GeneralSecurityException e) {
            throw new IOException("the key store that keytool wrote cannot be read", e);
        }
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", directory.resolve("store").toString(), "-storepass", PASSWORD));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", arguments) + ":\n" + output);
        }
    }
}
