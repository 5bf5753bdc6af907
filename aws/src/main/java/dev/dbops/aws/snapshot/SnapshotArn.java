package dev.dbops.aws.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Optional;

/**
 * The ARN of a snapshot. A snapshot that another account shares has no other name here ("Sharing a DB snapshot" in the
 * RDS user guide).
 *
 * @param text the whole ARN
 * @param region the region of the snapshot
 * @param account the account that owns it
 * @param ofCluster whether it is a cluster snapshot
 * @param name its name in that account
 */
record SnapshotArn(String text, String region, String account, boolean ofCluster, String name) {
    /** arn, partition, rds, region, account, snapshot or cluster-snapshot, name. */
    private static final int PARTS = 7;

    private static final String OF_CLUSTER = "cluster-snapshot";

    /**
     * Reads an ARN; empty for a name.
     *
     * @throws OpsException of kind USAGE when it is an ARN of something else
     */
    static Optional<SnapshotArn> parse(String text) {
        if (!text.startsWith("arn:")) {
            return Optional.empty();
        }
        var parts = text.split(":", PARTS);
        var valid = parts.length == PARTS
                && parts[2].equals("rds")
                && (parts[5].equals("snapshot") || parts[5].equals(OF_CLUSTER))
                && !parts[6].isEmpty();
        if (!valid) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the ARN of a snapshot (from --snapshot)".formatted(text),
                    "an ARN has the form arn:aws:rds:REGION:ACCOUNT:snapshot:NAME");
        }
        return Optional.of(new SnapshotArn(text, parts[3], parts[4], parts[5].equals(OF_CLUSTER), parts[6]));
    }

    /**
     * Checks that requests go to its region.
     *
     * @throws OpsException of kind USAGE when they go to another one
     */
    void requireRegion(String current) {
        if (!region.equals(current)) {
            throw new OpsException(
                    Kind.USAGE,
                    "snapshot \"%s\" is in %s, and requests are sent to %s".formatted(name, region, current),
                    "pass --region " + region);
        }
    }
}
