package dev.dbops.aws.snapshot;

import dev.dbops.aws.AwsClients;
import java.util.Optional;

/**
 * The destination of a snapshot copy.
 *
 * @param clients those of the region
 * @param name what it is called there
 * @param kmsKey the key of that region to encrypt it with; empty for the account's default one
 */
public record SnapshotCopy(AwsClients clients, String name, Optional<String> kmsKey) {
    /** The default key of each region; keys do not leave theirs, so a copy of an encrypted snapshot needs one. */
    private static final String DEFAULT_KEY = "alias/aws/rds";

    /** The key to name in the request; none for what is not encrypted and is not to be. */
    Optional<String> key(Snapshot snapshot) {
        return kmsKey.or(() -> snapshot.encrypted() ? Optional.of(DEFAULT_KEY) : Optional.empty());
    }
}
