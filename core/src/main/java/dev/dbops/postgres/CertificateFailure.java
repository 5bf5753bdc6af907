package dev.dbops.postgres;

import dev.dbops.postgres.tls.CertificateProblem;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.RdsEndpoint;
import dev.dbops.target.TlsPolicy;
import java.sql.SQLException;
import java.util.Optional;

/** The error for a server's certificate that is refused. No hint suggests a weaker verification. */
public final class CertificateFailure {
    private final CertificateProblem problem;
    private final ConnectionTarget target;

    private CertificateFailure(CertificateProblem problem, ConnectionTarget target) {
        this.problem = problem;
        this.target = target;
    }

    /** The failure, when it was the certificate that ended the connection. */
    public static Optional<CertificateFailure> of(SQLException failure, ConnectionTarget target) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateProblem problem) {
                return Optional.of(new CertificateFailure(problem, target));
            }
        }
        return Optional.empty();
    }

    /** The sentence, which names the server and the fault. */
    public String message() {
        return "the TLS certificate of " + target.address()
                + switch (problem.reason()) {
                    case WRONG_NAME -> " is for another name: " + problem.getMessage();
                    case UNKNOWN_AUTHORITY -> " is from an authority that is not trusted: " + problem.getMessage();
                    case EXPIRED -> " has expired: " + problem.getMessage();
                    case NOT_YET_VALID -> " is not valid yet: " + problem.getMessage();
                    case REVOKED -> " has been revoked: " + problem.getMessage();
                    case NOT_ON_LISTS -> " may have been revoked: " + problem.getMessage();
                    case OTHER -> " is not accepted: " + problem.getMessage();
                };
    }

    /** The way to resolve it. */
    public String hint() {
        return switch (problem.reason()) {
            case WRONG_NAME ->
                "as the host, use the name in the certificate, not an alias or an address; for a tunnel, add"
                        + " its end as hostaddr=ADDRESS";
            case UNKNOWN_AUTHORITY -> authorityHint();
            case EXPIRED -> "renew it on the server, and check the clock of this machine";
            case NOT_YET_VALID -> "check the clock of this machine";
            case REVOKED -> "install a new certificate on the server; another program may be answering in its place";
            case NOT_ON_LISTS -> "put the current revocation list of each authority in the chain into the sslcrl file";
            case OTHER ->
                "install another certificate on the server, or name the right authority with sslrootcert=FILE";
        };
    }

    private String authorityHint() {
        var host = target.hosts().getFirst().host();
        // where the other partitions have their bundles is not public
        var region = RdsEndpoint.canonical(host).contains(".amazonaws.com")
                ? RdsEndpoint.parse(host).map(RdsEndpoint::region).orElse("")
                : "";
        return region.isEmpty()
                ? "give the certificate of the server's authority with sslrootcert=FILE; %s does not have it"
                        .formatted(authorities())
                : "another program may be answering instead of RDS, or db-ops does not have the authorities of %1$s:"
                                .formatted(region)
                        + " name them with sslrootcert=FILE, from https://%1$s/%2$s/%2$s-bundle.pem"
                                .formatted(trustStore(region), region);
    }

    /** Names the file of authorities: it may be a forgotten one, such as root.crt in the home directory. */
    private String authorities() {
        var file = target.parameters().getOrDefault("sslrootcert", "");
        return file.equals(TlsPolicy.SYSTEM) ? "the system" : file;
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
