package dev.dbops.postgres.tls;

import java.security.cert.CertificateException;

/** The reason why a server's certificate is refused. */
public final class CertificateProblem extends CertificateException {
    private static final long serialVersionUID = 1;

    /** The kind of reason. */
    public enum Reason {
        WRONG_NAME,
        UNKNOWN_AUTHORITY,
        EXPIRED,
        NOT_YET_VALID,
        REVOKED,
        /** Revocation lists are configured, and none of them covers the certificate. */
        NOT_ON_LISTS,
        OTHER
    }

    private final Reason reason;

    /**
     * @param detail a noun phrase or clause that completes the reason, such as the names that the certificate is for
     */
    CertificateProblem(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    CertificateProblem(Reason reason, String detail, Exception cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
