package dev.dbops.postgres.tls;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** The certificate of sslcert and the key of sslkey, sent to every server that asks for one, as libpq does. */
final class ClientCertificate extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final X509Certificate[] chain;
    private final PrivateKey key;

    private ClientCertificate(X509Certificate[] chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * Reads the certificate and the key.
     *
     * @param passphrase the passphrase of the key; empty when there is none
     */
    static ClientCertificate read(Path certificate, Path key, String passphrase) throws TlsSetupException {
        var chain = CertificateFile.read(certificate, "client certificate").toArray(new X509Certificate[0]);
        var read = new ClientCertificate(chain, new PrivateKeyFile(key, passphrase).read());
        if (!read.belongTogether()) {
            throw new TlsSetupException(
                    "the private key \"%s\" does not belong to the client certificate \"%s\""
                            .formatted(key, certificate),
                    "both commands print the same key when they belong together: openssl pkey -in %s -pubout; openssl"
                                    .formatted(key)
                            + " x509 -in %s -noout -pubkey".formatted(certificate));
        }
        return read;
    }

    private boolean belongTogether() {
        var text = "both belong together".getBytes(StandardCharsets.US_ASCII);
        try {
            var algorithm = switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                case "EdDSA" -> "EdDSA";
                default -> "";
            };
            if (algorithm.isEmpty()) {
                return true;
            }
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            var signed = signature.sign();
            signature.initVerify(chain[0].getPublicKey());
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            // a key of another algorithm or size
            return false;
        }
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        for (var type : keyTypes) {
            if (type.equals(key.getAlgorithm())) {
                return ALIAS;
            }
        }
        return null;
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return chooseClientAlias(keyTypes, issuers, null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
