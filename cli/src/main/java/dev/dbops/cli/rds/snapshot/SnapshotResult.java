package dev.dbops.cli.rds.snapshot;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.snapshot.Snapshot;
import java.util.List;

/**
 * The snapshot, or its copy.
 *
 * @param name its name
 * @param region its region
 * @param source its instance or cluster
 * @param state such as available
 * @param sharedWith the accounts that may restore it from now on
 */
record SnapshotResult(String name, String region, String source, String state, List<String> sharedWith) {
    static SnapshotResult of(Snapshot snapshot, AwsClients in, List<String> accounts) {
        return new SnapshotResult(snapshot.name(), in.region(), snapshot.source(), snapshot.state(), accounts);
    }

    String sentence(Snapshot snapshot) {
        var shared = sharedWith.isEmpty() ? "" : ", shared with " + String.join(", ", sharedWith);
        return "%s in %s is %s%s".formatted(snapshot.description(), region, state, shared);
    }
}
