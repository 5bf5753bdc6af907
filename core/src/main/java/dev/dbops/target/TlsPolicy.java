package dev.dbops.target;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The guarantees of a target's TLS settings, with libpq's meaning (PostgreSQL documentation, 34.19.1, "Client
 * Verification of Server Certificates").
 */
public final class TlsPolicy {
    /** The value of sslrootcert that stands for the authorities that the platform trusts. */
    public static final String SYSTEM = "system";

    /** libpq's mode when none is given. */
    public static final String DEFAULT_MODE = "prefer";

    private final Map<String, String> parameters;

    private TlsPolicy(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    public static TlsPolicy of(ConnectionTarget target) {
        // as in libpq, sslmode is ignored for a Unix-domain socket
        return new TlsPolicy(target.usesSocket() ? Map.of("sslmode", "disable") : target.parameters());
    }

    /** The sslmode in force. */
    public String mode() {
        return parameters.getOrDefault("sslmode", DEFAULT_MODE);
    }

    /** Returns whether a connection without TLS is refused. */
    public boolean demandsTls() {
        return switch (mode()) {
            case "require", "verify-ca", "verify-full" -> true;
            default -> false;
        };
    }

    /** Returns whether a server at this address probably agrees to TLS, as servers on other machines do. */
    public boolean expectsTls(HostPort address) {
        return demandsTls() || mode().equals(DEFAULT_MODE) && !address.isThisMachine();
    }

    /**
     * Returns whether data, such as a password, is sent only to a server with a certificate from a trusted authority.
     *
     * <p>The mode {@code require} verifies the authority when there is a file of authorities, and nothing when there is
     * none. The weaker modes connect without TLS when the verification fails.
     */
    public boolean verifiesAuthority() {
        return switch (mode()) {
            case "verify-ca", "verify-full" -> true;
            case "require" -> hasAuthorities();
            default -> false;
        };
    }

    /** Returns whether data is sent only to a server whose certificate is for the host's name. */
    public boolean verifiesHost() {
        return mode().equals("verify-full");
    }

    private boolean hasAuthorities() {
        var file = parameters.getOrDefault("sslrootcert", "");
        return file.equals(SYSTEM) || !file.isEmpty() && Files.exists(Path.of(file));
    }
}
