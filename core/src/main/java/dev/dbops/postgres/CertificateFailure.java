package dev.dbops.postgres;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.RdsEndpoint;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;

/** Why the server's certificate is not believed. */
enum CertificateFailure {
    WRONG_NAME,
    UNKNOWN_AUTHORITY,
    EXPIRED,
    NOT_YET_VALID,
    OTHER;

    /** Whether it was the certificate that ended the connection. */
    static boolean is(SQLException failure, ConnectionTarget target) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof CertPathBuilderException) {
                return true;
            }
        }
        return isWrongName(failure, target);
    }

    /** What is wrong with the certificate, given that it is. What lies deepest tells most. */
    private static CertificateFailure of(SQLException failure, ConnectionTarget target) {
        if (isWrongName(failure, target)) {
            return WRONG_NAME;
        }
        var root = ConnectionFailure.root(failure);
        if (root instanceof CertificateExpiredException) {
            return EXPIRED;
        }
        if (root instanceof CertificateNotYetValidException) {
            return NOT_YET_VALID;
        }
        return root instanceof CertPathBuilderException ? UNKNOWN_AUTHORITY : OTHER;
    }

    /** Of all that ends a connection with 08006, only the driver's comparison of the names has no cause. */
    private static boolean isWrongName(SQLException failure, ConnectionTarget target) {
        return "08006".equals(failure.getSQLState())
                && failure.getCause() == null
                && SqlErrors.serverMessage(failure) == null
                && "verify-full".equals(target.parameters().get("sslmode"));
    }

    static String message(SQLException failure, ConnectionTarget target) {
        return "the TLS certificate of " + target.address()
                + switch (of(failure, target)) {
                    case WRONG_NAME -> " is for another name";
                    case UNKNOWN_AUTHORITY -> " is from an authority that is not trusted";
                    case EXPIRED -> " has expired: " + ConnectionFailure.rootMessage(failure);
                    case NOT_YET_VALID -> " is not valid yet: " + ConnectionFailure.rootMessage(failure);
                    case OTHER -> " is not accepted: " + ConnectionFailure.rootMessage(failure);
                };
    }

    static String hint(SQLException failure, ConnectionTarget target) {
        return switch (of(failure, target)) {
            case WRONG_NAME ->
                "use the name that the certificate is for as the host, not an alias or an address; for a tunnel, add"
                        + " its end as hostaddr=ADDRESS";
            case UNKNOWN_AUTHORITY -> authorityHint(target);
            case EXPIRED -> "renew it on the server; is the clock of this machine right?";
            case NOT_YET_VALID -> "is the clock of this machine right?";
            case OTHER -> "give the authority's certificate with sslrootcert=FILE";
        };
    }

    private static String authorityHint(ConnectionTarget target) {
        var host = target.hosts().getFirst().host();
        var region = RdsEndpoint.parse(host).map(RdsEndpoint::region).orElse("");
        return region.isEmpty()
                ? "give the authority's certificate with sslrootcert=FILE"
                : "does something on the way take the place of RDS? Or db-ops does not know the authorities of %1$s: give"
                                .formatted(region)
                        + " them with sslrootcert=FILE, from https://%1$s/%2$s/%2$s-bundle.pem"
                                .formatted(trustStore(region), region);
    }

    /** See "Certificate bundles by AWS Region" in the RDS user guides of AWS and of AWS in China. */
    private static String trustStore(String region) {
        if (region.startsWith("cn-")) {
            return "rds-truststore.s3.cn-north-1.amazonaws.com.cn";
        }
        return region.startsWith("us-gov-")
                ? "truststore.pki.us-gov-west-1.rds.amazonaws.com"
                : "truststore.pki.rds.amazonaws.com";
    }
}
