package dev.dbops.aws.snapshot;

import dev.dbops.aws.AwsClients;
import java.util.Optional;

/**
 * The destination of a snapshot copy.
 *
 * @param clients the clients of the region
 * @param name its name there
 * @param kmsKey the key of that region to encrypt it with; empty for the key of the snapshot in the same region, else
 *     the account's default one
 */
public record SnapshotCopy(AwsClients clients, String name, Optional<String> kmsKey) {
    /** The default key of each region. A key is valid in one region, so the copy of an encrypted snapshot needs one. */
    private static final String DEFAULT_KEY = "alias/aws/rds";

    /** The key for the request; empty for an unencrypted copy, and for one that keeps the key of its source. */
    Optional<String> key(Snapshot snapshot) {
        return kmsKey.or(() -> needsKey(snapshot) ? Optional.of(DEFAULT_KEY) : Optional.empty());
    }

    /** Within a region and an account, a copy has the key of its source unless the request names another one. */
    private boolean needsKey(Snapshot snapshot) {
        return snapshot.encrypted()
                && (snapshot.isShared() || !snapshot.region().equals(clients.region()));
    }

    /** Returns whether it is encrypted with the account's default key, with which a snapshot cannot be shared. */
    boolean hasDefaultKey(Snapshot snapshot) {
        return key(snapshot).filter(DEFAULT_KEY::equals).isPresent();
    }
}
