package dev.dbops.cli.rds.snapshot;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.snapshot.Snapshot;
import dev.dbops.aws.snapshot.SnapshotShares;
import dev.dbops.aws.snapshot.SnapshotTaking;
import dev.dbops.cli.command.Context;
import java.util.List;

/** Ends the sharing of a snapshot with accounts. */
final class SnapshotUnshare {
    private final Context context;

    SnapshotUnshare(Context context) {
        this.context = context;
    }

    void run(AwsClients clients, Snapshot snapshot, List<String> accounts) {
        var plan = SnapshotTaking.unsharePlan(snapshot, clients, accounts);
        if (context.dryRun()) {
            context.output().print(plan.parameters(), "");
            return;
        }
        plan.run();
        var result = SnapshotResult.of(snapshot, clients, new SnapshotShares(clients).of(snapshot));
        context.output().print(result, result.sentence(snapshot));
    }
}
