package dev.dbops.cli.rds.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.provisioning.ResourceTags;
import dev.dbops.aws.rds.RdsName;
import dev.dbops.aws.snapshot.DatabaseRestore;
import dev.dbops.aws.snapshot.RestorePoint;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.Provisioning;
import dev.dbops.cli.rds.TagOptions;
import dev.dbops.cli.rds.WaitOptions;
import java.util.List;

/** Restores a snapshot, or the state of a database at a past time, to a new instance or cluster. */
public final class RdsRestore implements Command, Runnable {
    private String target = "";
    private String snapshot = "";
    private String time = "";

    private final Context context;
    private final InstanceOptions instance;
    private final RestorePlacementOptions placement = new RestorePlacementOptions();
    private final TagOptions tags = new TagOptions();
    private final WaitOptions wait;

    public RdsRestore(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.wait = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Restore a snapshot or a point in time to a new instance or cluster.")
                .option("--to", "NAME", "Name of the new instance or cluster.", value -> target = value)
                .option("--snapshot", "NAME|ARN", "Restore this snapshot.", value -> snapshot = value)
                .choice(
                        "--at",
                        "TIME",
                        "Restore --instance as it was at this time (2026-11-20T16:00Z), or latest.",
                        List.of("latest"),
                        value -> time = value);
        placement.describe(model);
        tags.describe(model);
        instance.describe(model);
        wait.describe(model);
        model.footer(
                "Also copied from the source: parameters, storage type, log exports, protection.",
                "With --wait: storage autoscaling and monitoring too. A cluster gets one",
                "instance.",
                "",
                "Example: db-ops rds-restore --instance cruddur-db --at latest --to cruddur-db-2 --wait");
    }

    @Override
    public void run() {
        var point = point();
        if (target.isEmpty()) {
            throw new OpsException(Kind.USAGE, "the new instance has no name", "pass it: --to NAME");
        }
        var name = RdsName.database(target, "--to");
        var waits = wait.wanted();
        var tagged = tags.tags();
        if (point instanceof RestorePoint.OfSnapshot ofSnapshot) {
            try (var clients = instance.clientsIfNamed(instance.referenceIfNamed())) {
                restore(DatabaseRestore.ofSnapshot(clients, ofSnapshot, name, placement.placement()), tagged, waits);
            }
        } else {
            var reference = instance.reference();
            try (var clients = instance.clients(reference)) {
                restore(DatabaseRestore.ofTime(clients, reference, point, name, placement.placement()), tagged, waits);
            }
        }
    }

    private RestorePoint point() {
        if (snapshot.isEmpty() == time.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    snapshot.isEmpty() ? "no option selects what to restore" : "--snapshot and --at cannot be combined",
                    "pass --snapshot NAME or --at TIME|latest");
        }
        return snapshot.isEmpty() ? RestorePoint.time(time) : new RestorePoint.OfSnapshot(snapshot);
    }

    private void restore(DatabaseRestore restore, ResourceTags tagged, boolean waits) {
        restore.plan().tagged(tagged);
        restore.warning().ifPresent(context.notes()::warning);
        if (context.dryRun()) {
            context.output().print(restore.plan().parameters(), "");
            return;
        }
        context.notes().note("restoring to " + restore.description());
        var made = restore.run();
        var result = waits ? restore.awaitAvailable(wait.waiter()) : made;
        Provisioning.print(context, result);
        if (result.secret().isEmpty()) {
            context.notes().note(restore.passwordNote());
        }
        if (!waits) {
            restore.laterNote().ifPresent(context.notes()::note);
        }
    }
}
