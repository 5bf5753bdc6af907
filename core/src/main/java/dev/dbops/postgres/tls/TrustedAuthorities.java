package dev.dbops.postgres.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The certificates of sslrootcert, and the chains that lead to them by OpenSSL's rules: a chain ends at a self-signed
 * certificate. An intermediate authority, or the server's own certificate, is trusted only when the file also has the
 * authority at the end of its chain.
 */
final class TrustedAuthorities {
    /** The same limit as in OpenSSL. */
    private static final int MOST_CERTIFICATES = 100;

    private final List<X509Certificate> trusted;

    TrustedAuthorities(List<X509Certificate> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * The chain from the server's certificate to a trusted one, both included.
     *
     * @param sent what the server sent, its own certificate first
     */
    List<X509Certificate> chain(X509Certificate[] sent) throws CertificateProblem {
        var chain = new ArrayList<X509Certificate>();
        var last = sent[0];
        chain.add(last);
        while (!isSelfSigned(last)) {
            last = issuer(last, sent);
            if (chain.size() == MOST_CERTIFICATES) {
                throw unknown(last);
            }
            chain.add(last);
        }
        if (!trusted.contains(last)) {
            throw unknown(last);
        }
        return chain;
    }

    private static CertificateProblem unknown(X509Certificate certificate) {
        return new CertificateProblem(
                CertificateProblem.Reason.UNKNOWN_AUTHORITY,
                certificate.getIssuerX500Principal().getName());
    }

    /** As in OpenSSL, trusted certificates come before those that the server sent, and valid ones before others. */
    private X509Certificate issuer(X509Certificate certificate, X509Certificate[] sent) throws CertificateProblem {
        var candidates = new ArrayList<X509Certificate>();
        for (var each : trusted) {
            addIssuer(each, certificate, candidates);
        }
        for (var each : sent) {
            addIssuer(each, certificate, candidates);
        }
        if (candidates.isEmpty()) {
            throw unknown(certificate);
        }
        for (var candidate : candidates) {
            if (isValidNow(candidate)) {
                return candidate;
            }
        }
        return candidates.getFirst();
    }

    private static void addIssuer(X509Certificate issuer, X509Certificate certificate, List<X509Certificate> found) {
        if (issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && isSignedBy(certificate, issuer)) {
            found.add(issuer);
        }
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && isSignedBy(certificate, certificate);
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            // another key of an authority with that name
            return false;
        }
    }

    private static boolean isValidNow(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (GeneralSecurityException _) {
            // another one may be valid
            return false;
        }
    }
}
