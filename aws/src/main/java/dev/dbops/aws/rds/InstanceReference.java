package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.RdsEndpoint;
import java.util.Optional;

/**
 * A reference to an instance, cluster or proxy, before any request to AWS.
 *
 * @param name its identifier
 * @param kind the type of the named resource; empty when only the name is known
 * @param region its region; empty for the region of the settings
 * @param account the account in the reference; empty when it has none
 * @param source the origin of the reference, such as "--instance", to follow the word "from"
 */
public record InstanceReference(
        String name,
        Optional<RdsEndpoint.Kind> kind,
        Optional<String> region,
        Optional<String> account,
        String source) {

    private static final int ARN_PARTS = 7;

    /**
     * Reads a name or an ARN that a user entered ({@code arn:aws:rds:REGION:ACCOUNT:db:NAME}).
     *
     * @throws OpsException of kind USAGE when it is neither
     */
    public static InstanceReference parse(String text, String source) {
        if (!text.startsWith("arn:")) {
            return new InstanceReference(
                    checked(text, source), Optional.empty(), Optional.empty(), Optional.empty(), source);
        }
        var parts = text.split(":", ARN_PARTS);
        if (parts.length < ARN_PARTS || !parts[2].equals("rds")) {
            throw notAnInstance(text, source);
        }
        var kind = switch (parts[5]) {
            case "db" -> RdsEndpoint.Kind.INSTANCE;
            case "cluster" -> RdsEndpoint.Kind.CLUSTER;
            default -> throw notAnInstance(text, source);
        };
        return new InstanceReference(
                checked(parts[6], source), Optional.of(kind), Optional.of(parts[3]), Optional.of(parts[4]), source);
    }

    /** The reference for the host of a connection URL; empty when it is not an RDS endpoint. */
    public static Optional<InstanceReference> ofHost(String host, String source) {
        return RdsEndpoint.parse(host)
                .map(endpoint -> new InstanceReference(
                        endpoint.name(),
                        Optional.of(endpoint.kind()),
                        endpoint.region().isEmpty() ? Optional.empty() : Optional.of(endpoint.region()),
                        Optional.empty(),
                        source));
    }

    /** The same, in the requested region. */
    public InstanceReference inRegion(String other) {
        return new InstanceReference(name, kind, Optional.of(other), account, source);
    }

    /**
     * An identifier consists of letters, digits and hyphens, begins with a letter, and does not end in a hyphen or hold
     * two in a row (CreateDBInstance in the RDS API reference).
     */
    private static String checked(String name, String source) {
        var legal = !name.isEmpty() && name.length() <= 63 && isLetter(name.charAt(0));
        for (var i = 0; i < name.length(); i++) {
            var character = name.charAt(i);
            legal &= isLetter(character) || character >= '0' && character <= '9' || character == '-';
        }
        if (!legal || name.endsWith("-") || name.contains("--")) {
            throw notAnInstance(name, source);
        }
        return name;
    }

    private static boolean isLetter(char character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
    }

    private static OpsException notAnInstance(String text, String source) {
        return new OpsException(
                Kind.USAGE,
                "\"%s\" is not the name of an RDS instance or cluster (from %s)".formatted(text, source),
                "pass its identifier, such as cruddur-db, or its ARN (arn:aws:rds:REGION:ACCOUNT:db:NAME)");
    }
}
