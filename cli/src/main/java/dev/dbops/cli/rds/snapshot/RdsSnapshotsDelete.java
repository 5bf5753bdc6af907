package dev.dbops.cli.rds.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.snapshot.Snapshot;
import dev.dbops.aws.snapshot.SnapshotDeletion;
import dev.dbops.aws.snapshot.Snapshots;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deletes manual snapshots, by name or by age. */
public final class RdsSnapshotsDelete implements Command, Runnable {
    private final List<String> names = new ArrayList<>();
    private Optional<Duration> age = Optional.empty();
    private boolean all;

    private final Context context;
    private final InstanceOptions instance;

    public RdsSnapshotsDelete(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Delete manual snapshots of an instance or cluster.");
        instance.describeOptions(model);
        model.longDuration(
                        "--older-than",
                        "Delete the manual snapshots that are older than this, such as 90d.",
                        "1h",
                        "36500d",
                        value -> age = Optional.of(value))
                .flag("--all", "With --older-than: of all instances and clusters in the region.", value -> all = value)
                .arguments("SNAPSHOT", "Names of the snapshots.", names::add)
                .footer(
                        "Lists the snapshots first. Requires the name of the snapshot; for several, the",
                        "name of their instance, or of the region with --all: type it at the prompt, or",
                        "pass --confirm NAME. --yes is not enough.",
                        "",
                        "Example: db-ops rds-snapshots-delete --instance cruddur-db --older-than 90d --dry-run");
    }

    @Override
    public void run() {
        check();
        var reference = instance.referenceIfNamed();
        try (var clients = instance.clientsIfNamed(reference)) {
            var deletion = new SnapshotDeletion(clients, chosen(clients, reference));
            var rows = deletion.snapshots().stream().map(DeletedSnapshot::of).toList();
            if (rows.isEmpty()) {
                context.output().print(rows, "no manual snapshot is that old");
                return;
            }
            var confirmed = confirmed(clients, deletion.snapshots());
            if (context.dryRun()) {
                context.confirmation().refuseOtherName(confirmed.what(), confirmed.name());
                context.output().print(rows, "");
                return;
            }
            rows.forEach(row -> context.notes().note(row.sentence()));
            context.confirmation().requireNamed(confirmed.deed(), confirmed.what(), confirmed.name());
            deletion.plan().run();
            context.output().print(rows, "");
        }
    }

    private void check() {
        if (names.isEmpty() == age.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    names.isEmpty() ? "no snapshot is named" : "names and --older-than cannot be combined",
                    "pass the names of snapshots, or --older-than 90d");
        }
        if (all && age.isEmpty()) {
            throw new OpsException(Kind.USAGE, "--all requires --older-than", "add --older-than 90d");
        }
    }

    private List<Snapshot> chosen(AwsClients clients, Optional<InstanceReference> reference) {
        var snapshots = new Snapshots(clients);
        if (age.isEmpty()) {
            return names.stream().distinct().map(snapshots::find).toList();
        }
        return SnapshotDeletion.olderThan(
                age.get(), all ? snapshots.list() : snapshots.list(reference.orElseGet(instance::reference)));
    }

    /**
     * The question.
     *
     * @param deed the action
     * @param what the kind of the name to type
     * @param name the name to type
     */
    private record Question(String deed, String what, String name) {}

    private static Question confirmed(AwsClients clients, List<Snapshot> snapshots) {
        var first = snapshots.getFirst();
        if (snapshots.size() == 1) {
            return new Question("delete " + first.description(), "snapshot", first.name());
        }
        var deed = "delete %d snapshots".formatted(snapshots.size());
        return snapshots.stream().allMatch(snapshot -> snapshot.source().equals(first.source()))
                ? new Question(deed + " of " + first.source(), first.of().toString(), first.source())
                : new Question(deed + " in " + clients.region(), "region", clients.region());
    }
}
