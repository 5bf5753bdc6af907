package dev.dbops.aws.snapshot;

import dev.dbops.aws.AwsClients;
import java.util.Optional;

/**
 * The destination of a snapshot copy.
 *
 * @param clients the clients of the region
 * @param name its name there
 * @param kmsKey the key of that region to encrypt it with; empty for the account's default one
 */
public record SnapshotCopy(AwsClients clients, String name, Optional<String> kmsKey) {
    /** The default key of each region. A key is valid in one region, so the copy of an encrypted snapshot needs one. */
    private static final String DEFAULT_KEY = "alias/aws/rds";

    /** The key for the request; empty for an unencrypted copy. */
    Optional<String> key(Snapshot snapshot) {
        return kmsKey.or(() -> snapshot.encrypted() ? Optional.of(DEFAULT_KEY) : Optional.empty());
    }
}
