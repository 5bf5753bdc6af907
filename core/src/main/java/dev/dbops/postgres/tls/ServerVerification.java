package dev.dbops.postgres.tls;

import dev.dbops.postgres.tls.CertificateProblem.Reason;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Verifies a server's certificate during the handshake, before any data is sent to it: authority, revocation, and the
 * host's name, as far as the settings require them.
 */
final class ServerVerification extends X509ExtendedTrustManager {
    private final Optional<TrustedAuthorities> authorities;
    private final Optional<RevocationLists> lists;
    private final boolean verifyHost;

    /**
     * @param authorities empty to trust any certificate
     * @param lists empty when revocation is not checked
     * @param verifyHost whether the certificate must be for the host's name
     */
    ServerVerification(Optional<TrustedAuthorities> authorities, Optional<RevocationLists> lists, boolean verifyHost) {
        this.authorities = authorities;
        this.lists = lists;
        this.verifyHost = verifyHost;
    }

    private void verify(X509Certificate[] sent, String host) throws CertificateException {
        try {
            verifyParts(sent, host);
        } catch (RuntimeException e) {
            // the certificate is untrusted input, and the JDK's parsers throw this when it is malformed
            throw new CertificateProblem(Reason.OTHER, "it cannot be read: " + e.getMessage(), e);
        }
    }

    private void verifyParts(X509Certificate[] sent, String host) throws CertificateException {
        if (authorities.isPresent()) {
            var chain = authorities.get().chain(sent);
            ChainRules.check(chain);
            if (lists.isPresent()) {
                lists.get().check(chain);
            }
        }
        if (verifyHost) {
            var names = CertificateNames.of(sent[0]);
            if (!names.isFor(host)) {
                throw new CertificateProblem(Reason.WRONG_NAME, names.toString());
            }
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        verify(chain, ((SSLSocket) socket).getHandshakeSession().getPeerHost());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        verify(chain, engine.getPeerHost());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("the host is not known");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("only servers are verified");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("only servers are verified");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("only servers are verified");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
