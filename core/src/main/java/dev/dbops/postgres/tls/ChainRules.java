package dev.dbops.postgres.tls;

import dev.dbops.postgres.tls.CertificateProblem.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * The rules for each certificate of a chain: it must be valid now, allowed to sign or to be a server, and correctly
 * signed.
 */
final class ChainRules {
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final int KEY_CERT_SIGN = 5;

    private ChainRules() {}

    /**
     * Checks the chain.
     *
     * @param chain the chain from the server's certificate to the self-signed one, which is trusted
     */
    static void check(List<X509Certificate> chain) throws CertificateException {
        for (var certificate : chain) {
            checkDates(certificate);
            checkPurpose(certificate);
        }
        if (chain.size() > 1) {
            var root = chain.getLast();
            if (!isAuthority(root)) {
                throw new CertificateProblem(Reason.OTHER, "\"%s\" is not an authority".formatted(name(root)));
            }
            validate(chain.subList(0, chain.size() - 1), root);
        }
    }

    private static void checkDates(X509Certificate certificate) throws CertificateProblem {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new CertificateProblem(Reason.EXPIRED, name(certificate) + ", " + e.getMessage(), e);
        } catch (CertificateNotYetValidException e) {
            throw new CertificateProblem(Reason.NOT_YET_VALID, name(certificate) + ", " + e.getMessage(), e);
        }
    }

    /**
     * OpenSSL requires this of the authorities too (X509_PURPOSE_SSL_SERVER); a certificate may have no such
     * restriction.
     */
    private static void checkPurpose(X509Certificate certificate) throws CertificateException {
        var usages = certificate.getExtendedKeyUsage();
        if (usages != null && !usages.contains(SERVER_AUTHENTICATION)) {
            throw new CertificateProblem(Reason.OTHER, "\"%s\" is not for servers".formatted(name(certificate)));
        }
    }

    /** Checks the trusted authority: the validation below checks all authorities except this one. */
    private static boolean isAuthority(X509Certificate root) {
        if (root.getExtensionValue(BASIC_CONSTRAINTS) != null) {
            return root.getBasicConstraints() >= 0;
        }
        var usage = root.getKeyUsage();
        return root.getVersion() == 1 || usage != null && usage[KEY_CERT_SIGN];
    }

    private static void validate(List<X509Certificate> path, X509Certificate root) throws CertificateException {
        try {
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (CertPathValidatorException e) {
            throw new CertificateProblem(Reason.OTHER, e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
