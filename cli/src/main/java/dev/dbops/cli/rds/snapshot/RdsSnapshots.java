package dev.dbops.cli.rds.snapshot;

import dev.dbops.aws.snapshot.Snapshot;
import dev.dbops.aws.snapshot.SnapshotShares;
import dev.dbops.aws.snapshot.Snapshots;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Lists snapshots. */
public final class RdsSnapshots implements Command, Runnable {
    private boolean all;
    private boolean shares;

    private final Context context;
    private final InstanceOptions instance;

    public RdsSnapshots(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List the snapshots of an instance or cluster, newest first.");
        instance.describe(model);
        model.flag("--all", "List the snapshots of all instances and clusters in the region.", value -> all = value)
                .flag("--shares", "List the accounts that may restore manual snapshots.", value -> shares = value)
                .footer(
                        "Without an instance, lists all snapshots of the region, also the snapshots of",
                        "deleted instances.",
                        "",
                        "Example: db-ops rds-snapshots --instance cruddur-db");
    }

    /**
     * A line of the list.
     *
     * @param name its name
     * @param source its instance or cluster
     * @param sourceType instance or cluster
     * @param type manual or automated
     * @param state such as available
     * @param createdAt the time when it was taken
     * @param engineVersion of PostgreSQL
     * @param storageGib the storage of its source
     * @param encrypted whether it is encrypted
     */
    private record Row(
            String name,
            String source,
            String sourceType,
            String type,
            String state,
            Optional<Instant> createdAt,
            String engineVersion,
            int storageGib,
            boolean encrypted) {

        static Row of(Snapshot snapshot) {
            return new Row(
                    snapshot.name(),
                    snapshot.source(),
                    snapshot.of().toString(),
                    snapshot.type(),
                    snapshot.state(),
                    snapshot.createdAt().map(time -> time.truncatedTo(ChronoUnit.SECONDS)),
                    snapshot.engineVersion(),
                    snapshot.gibibytes(),
                    snapshot.encrypted());
        }
    }

    /**
     * A manual snapshot that other accounts may restore.
     *
     * @param name its name
     * @param source its instance or cluster
     * @param sharedWith the accounts; "all" when it is public
     */
    private record Share(String name, String source, List<String> sharedWith) {}

    @Override
    public void run() {
        var reference = instance.referenceIfNamed();
        try (var clients = instance.clientsIfNamed(reference)) {
            var snapshots = new Snapshots(clients);
            var found = all || reference.isEmpty() ? snapshots.list() : snapshots.list(reference.get());
            if (shares) {
                context.output().print(shares(found, new SnapshotShares(clients)), "no snapshot is shared");
            } else {
                context.output().print(found.stream().map(Row::of).toList(), "no snapshots");
            }
        }
    }

    private static List<Share> shares(List<Snapshot> snapshots, SnapshotShares shares) {
        return snapshots.stream()
                .map(snapshot -> new Share(snapshot.name(), snapshot.source(), shares.of(snapshot)))
                .filter(share -> !share.sharedWith().isEmpty())
                .toList();
    }
}
