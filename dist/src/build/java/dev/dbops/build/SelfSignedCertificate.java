package dev.dbops.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A server certificate for localhost and an endpoint of RDS, with an RSA key of 2048 bits, as RDS has by default. */
record SelfSignedCertificate(String keyPem, String certificatePem) {
    static final String RDS_HOST = "cruddur-db.a1b2c3.eu-central-1.rds.amazonaws.com";

    private static final String ALIAS = "server";
    private static final String PASSWORD = "training";

    /** Makes one with the JDK's keytool, which needs a key store to put it in. */
    static SelfSignedCertificate create(Path keyStore) throws IOException, InterruptedException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var exit = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,dns:" + RDS_HOST + ",ip:127.0.0.1",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(keyStore.resolveSibling("keytool.log").toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException(
                    "keytool ended with " + exit + ":\n" + Files.readString(keyStore.resolveSibling("keytool.log")));
        }
        try {
            var store = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
            return new SelfSignedCertificate(
                    pem(
                            "PRIVATE KEY",
                            store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()),
                    pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("the key store that keytool wrote cannot be read", e);
        }
    }

    private static String pem(String type, byte[] encoded) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + type
                + "-----\n";
    }
}
