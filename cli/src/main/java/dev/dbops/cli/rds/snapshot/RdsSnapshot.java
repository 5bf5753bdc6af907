package dev.dbops.cli.rds.snapshot;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.snapshot.Snapshot;
import dev.dbops.aws.snapshot.SnapshotCopy;
import dev.dbops.aws.snapshot.SnapshotSource;
import dev.dbops.aws.snapshot.SnapshotTaking;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.TagOptions;
import dev.dbops.cli.rds.WaitOptions;
import java.util.ArrayList;

/** Takes a snapshot, copies it to a region, and shares it with accounts. */
public final class RdsSnapshot implements Command, Runnable {
    private final Context context;
    private final SnapshotOptions options = new SnapshotOptions();
    private final TagOptions tags = new TagOptions();
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
        options.describe(model);
        tags.describe(model);
        wait.describe(model);
        model.footer(
                "--copy-to and --share always wait for the snapshot.",
                "",
                "Example: db-ops rds-snapshot --instance cruddur-db --name before-migration --wait");
    }

    @Override
    public void run() {
        options.check();
        tags.tags();
        if (!options.existing().isEmpty() && options.region().isEmpty()) {
            tags.refuseWithout("--copy-to");
        }
        if (options.region().isEmpty() && !options.shares()) {
            wait.wanted();
        }
        var reference = instance.referenceIfNamed();
        try (var clients = options.existing().isEmpty()
                ? instance.clients(instance.reference())
                : instance.clientsIfNamed(reference)) {
            var source = options.source(clients, instance);
            if (options.region().isEmpty()) {
                run(clients, source);
            } else {
                try (var target = clients.inRegion(options.region())) {
                    run(clients, source, source.copyTo(target, options.kmsKey()));
                }
            }
        }
    }

    private void run(AwsClients clients, SnapshotSource source) {
        if (!options.revoked().isEmpty()) {
            new SnapshotUnshare(context).run(clients, source.snapshot(), options.revoked());
            return;
        }
        if (options.shares()) {
            source.refuseToShareAutomated();
        }
        if (context.dryRun()) {
            var rows = new ArrayList<>(source.plan().tagged(tags.tags()).parameters());
            options.addShare(rows, source.snapshot(), clients);
            context.output().print(rows, "");
            return;
        }
        var taking = new SnapshotTaking(clients, tags.tags());
        var snapshot = source.take(taking);
        if (wait.waits() || options.shares()) {
            snapshot = taking.await(snapshot, wait.waiter());
        }
        share(taking, snapshot, clients);
    }

    private void run(AwsClients clients, SnapshotSource source, SnapshotCopy copy) {
        if (options.shares()) {
            source.refuseToShare(copy);
        }
        if (context.dryRun()) {
            var rows = new ArrayList<>(source.plan().tagged(tags.tags()).parameters());
            var copying = SnapshotTaking.copyPlan(source.snapshot(), clients, copy);
            rows.addAll(copying.tagged(tags.tags()).parameters());
            options.addShare(rows, source.snapshot().named(copy.name()), copy.clients());
            context.output().print(rows, "");
            return;
        }
        var taking = new SnapshotTaking(clients, tags.tags());
        var waiter = wait.waiter();
        var snapshot = taking.await(source.take(taking), waiter);
        context.notes().note("copying %s to %s".formatted(snapshot.description(), options.region()));
        var copied = taking.copy(snapshot, copy);
        if (wait.waits() || options.shares()) {
            copied = taking.awaitCopy(copied, copy, waiter);
        }
        share(taking, copied, copy.clients());
    }

    private void share(SnapshotTaking taking, Snapshot snapshot, AwsClients in) {
        if (options.shares()) {
            taking.share(snapshot, in, options.accounts());
        }
        var result = SnapshotResult.of(snapshot, in, options.accounts());
        context.output().print(result, result.sentence(snapshot));
    }
}
