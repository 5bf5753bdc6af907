package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RequestParameter;
import dev.dbops.aws.snapshot.Snapshot;
import dev.dbops.aws.snapshot.SnapshotCopy;
import dev.dbops.aws.snapshot.SnapshotSource;
import dev.dbops.aws.snapshot.SnapshotTaking;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a snapshot, copies it to a region, and shares it with accounts. */
public final class RdsSnapshot implements Command, Runnable {
    private String name = "";
    private String existing = "";
    private String region = "";
    private Optional<String> kmsKey = Optional.empty();
    private final List<String> accounts = new ArrayList<>();

    private final Context context;
    private final InstanceOptions instance;
    private final WaitOptions wait;

    public RdsSnapshot(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.wait = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Take, copy or share a snapshot of an instance or cluster.");
        instance.describe(model);
        model.option("--name", "NAME", "Name of the snapshot. Default: INSTANCE-TIME.", value -> name = value)
                .option(
                        "--snapshot",
                        "NAME",
                        "Copy or share this snapshot instead of taking one.",
                        value -> existing = value)
                .option("--copy-to", "REGION", "Copy it to this region.", value -> region = value)
                .option(
                        "--kms-key",
                        "KEY",
                        "KMS key for the copy. Default: the region's default key for RDS.",
                        value -> kmsKey = Optional.of(value))
                .repeated(
                        "--share",
                        "ACCOUNT",
                        "Allow this account to restore it, or its copy with --copy-to. May be repeated.",
                        accounts::add);
        wait.describe(model);
        model.footer(
                "--copy-to and --share always wait for the snapshot.",
                "",
                "Example: db-ops rds-snapshot --instance cruddur-db --name before-migration --wait");
    }

    /**
     * The snapshot, or its copy.
     *
     * @param name its name
     * @param region its region
     * @param source its instance or cluster
     * @param state such as available
     * @param sharedWith the accounts that may restore it from now on
     */
    private record Result(String name, String region, String source, String state, List<String> sharedWith) {}

    @Override
    public void run() {
        checkOptions();
        if (region.isEmpty() && accounts.isEmpty()) {
            wait.wanted();
        }
        var reference = instance.referenceIfNamed();
        try (var clients =
                existing.isEmpty() ? instance.clients(instance.reference()) : instance.clientsIfNamed(reference)) {
            var source = existing.isEmpty()
                    ? SnapshotSource.database(clients, instance.reference(), name)
                    : SnapshotSource.existing(clients, existing);
            if (region.isEmpty()) {
                run(clients, source);
            } else {
                try (var target = clients.inRegion(region)) {
                    run(clients, source, source.copyTo(target, kmsKey));
                }
            }
        }
    }

    private void run(AwsClients clients, SnapshotSource source) {
        if (!accounts.isEmpty()) {
            source.refuseToShareAutomated();
        }
        if (context.dryRun()) {
            var rows = new ArrayList<>(source.plan().parameters());
            addShare(rows, source.snapshot(), clients);
            context.output().print(rows, "");
            return;
        }
        var taking = new SnapshotTaking(clients);
        var snapshot = source.take(taking);
        if (wait.waits() || !accounts.isEmpty()) {
            snapshot = taking.await(snapshot, wait.waiter());
        }
        share(taking, snapshot, clients);
    }

    private void run(AwsClients clients, SnapshotSource source, SnapshotCopy copy) {
        if (context.dryRun()) {
            var rows = new ArrayList<>(source.plan().parameters());
            rows.addAll(
                    SnapshotTaking.copyPlan(source.snapshot(), clients, copy).parameters());
            addShare(rows, source.snapshot().named(copy.name()), copy.clients());
            context.output().print(rows, "");
            return;
        }
        var taking = new SnapshotTaking(clients);
        var waiter = wait.waiter();
        var snapshot = taking.await(source.take(taking), waiter);
        context.notes().note("copying %s to %s".formatted(snapshot.description(), region));
        var copied = taking.copy(snapshot, copy);
        if (wait.waits() || !accounts.isEmpty()) {
            copied = taking.awaitCopy(copied, copy, waiter);
        }
        share(taking, copied, copy.clients());
    }

    private void addShare(List<RequestParameter> rows, Snapshot snapshot, AwsClients in) {
        if (!accounts.isEmpty()) {
            rows.addAll(SnapshotTaking.sharePlan(snapshot, in, accounts).parameters());
        }
    }

    private void share(SnapshotTaking taking, Snapshot snapshot, AwsClients in) {
        if (!accounts.isEmpty()) {
            taking.share(snapshot, in, accounts);
        }
        context.output()
                .print(
                        new Result(snapshot.name(), in.region(), snapshot.source(), snapshot.state(), accounts),
                        "%s in %s is %s%s"
                                .formatted(
                                        snapshot.description(),
                                        in.region(),
                                        snapshot.state(),
                                        accounts.isEmpty() ? "" : ", shared with " + String.join(", ", accounts)));
    }

    private void checkOptions() {
        refuse(
                !name.isEmpty() && !existing.isEmpty(),
                "--name and --snapshot cannot be combined",
                "--name is for a new snapshot, --snapshot for an existing one");
        refuse(
                !existing.isEmpty() && region.isEmpty() && accounts.isEmpty(),
                "there is nothing to do with snapshot \"%s\"".formatted(existing),
                "add --copy-to REGION or --share ACCOUNT");
        refuse(kmsKey.isPresent() && region.isEmpty(), "--kms-key requires --copy-to", "add --copy-to REGION");
        for (var account : accounts) {
            var digits = account.chars().allMatch(character -> character >= '0' && character <= '9');
            refuse(
                    account.length() != 12 || !digits,
                    "\"%s\" is not an AWS account (from --share)".formatted(account),
                    "pass the twelve digits of its id");
        }
    }

    private static void refuse(boolean wrong, String message, String hint) {
        if (wrong) {
            throw new OpsException(Kind.USAGE, message, hint);
        }
    }
}
