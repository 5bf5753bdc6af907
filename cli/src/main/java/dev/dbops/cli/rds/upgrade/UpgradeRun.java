package dev.dbops.cli.rds.upgrade;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.parameter.DatabaseGroups;
import dev.dbops.aws.parameter.FamilyGroups;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.Waiter;
import dev.dbops.aws.snapshot.SnapshotSource;
import dev.dbops.aws.snapshot.SnapshotTaking;
import dev.dbops.aws.upgrade.BlueGreenUpgrade;
import dev.dbops.aws.upgrade.InPlaceUpgrade;
import dev.dbops.aws.upgrade.UpgradeSource;
import dev.dbops.aws.upgrade.UpgradeTarget;
import dev.dbops.cli.aws.DatabaseAnswer;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.upgrade.UpgradeChecks;
import java.util.List;
import java.util.Optional;

/** One upgrade to a version: its checks, its question, its snapshot, its requests, and the wait. */
final class UpgradeRun {
    /** From this version on, an upgrade keeps the statistics of the planner. */
    private static final int FIRST_WITH_STATISTICS = 18;

    private final Context context;
    private final UpgradeOptions options;
    private final WaitOptions wait;
    private final AwsClients clients;
    private final UpgradeSource source;
    private final UpgradeTarget target;
    private final Optional<ConnectionTarget> database;
    private final DatabaseGroups present;
    private final FamilyGroups groups;

    UpgradeRun(
            Context context,
            UpgradeOptions options,
            WaitOptions wait,
            AwsClients clients,
            UpgradeSource source,
            UpgradeTarget target,
            Optional<ConnectionTarget> database) {
        this.context = context;
        this.options = options;
        this.wait = wait;
        this.clients = clients;
        this.source = source;
        this.target = target;
        this.database = database;
        this.present = new DatabaseGroups(clients, source.database());
        this.groups = new FamilyGroups(present, source.family(target));
    }

    void run(InstanceReference reference) {
        var checks = checks();
        var snapshot = SnapshotSource.database(clients, reference, "");
        var blueGreen = new BlueGreenUpgrade(source);
        if (options.blueGreen()) {
            blueGreen.requirePossible(!target.major() || present.isOn("rds.logical_replication"));
        }
        var inPlace = new InPlaceUpgrade(source, target, groups);
        var plan = options.blueGreen() ? blueGreen.plan(target, groups) : inPlace.plan();
        if (context.dryRun()) {
            show(checks, new UpgradeSteps(options, snapshot.snapshot(), plan).steps());
            return;
        }
        checks.refuseFailed(source.database().description(), target.version());
        checks.warnings().forEach(context.notes()::warning);
        noteLeftOut();
        confirm();
        if (options.blueGreen()) {
            createCopy(blueGreen, plan);
        } else {
            upgrade(inPlace, plan, snapshot, checks);
        }
    }

    private UpgradeFindings checks() {
        if (!target.major()) {
            return new UpgradeFindings(List.of());
        }
        return database.map(known -> {
                    try (var connection = context.connect(known)) {
                        return new UpgradeFindings(new UpgradeChecks(connection).findings(target.majorVersion()));
                    }
                })
                .orElseGet(UpgradeFindings::unchecked);
    }

    private void show(UpgradeFindings checks, List<String> steps) {
        var found = source.database();
        context.confirmation().refuseOtherName(found.type().toString(), found.name());
        noteLeftOut();
        context.output()
                .print(
                        UpgradeResult.of(source, target, steps, checks.all()),
                        "would upgrade %s from %s to %s:\n%s"
                                .formatted(
                                        found.description(),
                                        source.version(),
                                        target.version(),
                                        UpgradeSteps.numbered(steps)));
    }

    private void noteLeftOut() {
        if (target.major()) {
            for (var name : groups.leftOut()) {
                context.notes().warning("the new parameter group cannot have the value of %s".formatted(name));
            }
        }
    }

    private void confirm() {
        var found = source.database();
        var type = found.type().toString();
        var versions = "%s from %s to %s".formatted(found.description(), source.version(), target.version());
        if (options.blueGreen()) {
            context.confirmation()
                    .requireYes(
                            "create a copy to upgrade %s, which costs as much".formatted(versions), type, found.name());
        } else if (target.major()) {
            context.confirmation()
                    .requireNamed(
                            "upgrade %s, which ends its sessions and cannot be undone".formatted(versions),
                            type,
                            found.name());
        } else {
            context.confirmation()
                    .requireYes("upgrade %s, which ends its sessions".formatted(versions), type, found.name());
        }
    }

    private void createCopy(BlueGreenUpgrade blueGreen, RequestPlan plan) {
        plan.run();
        blueGreen.awaitAvailable(wait.waiter());
        print(
                UpgradeFindings.none(),
                "the copy has version %s; to switch over: db-ops rds-upgrade --switchover --instance %s"
                        .formatted(target.version(), source.database().name()));
    }

    private void upgrade(InPlaceUpgrade inPlace, RequestPlan plan, SnapshotSource snapshot, UpgradeFindings checks) {
        var timer = wait.patience();
        var waiter = new Waiter(timer);
        if (options.snapshot()) {
            var taking = new SnapshotTaking(clients);
            taking.await(snapshot.take(taking), waiter);
        }
        plan.run();
        inPlace.await(waiter);
        print(
                checks,
                "upgraded %s from %s to %s"
                        .formatted(source.database().description(), source.version(), target.version()));
        if (options.analyze() && database.isPresent()) {
            new DatabaseAnswer(database.get()).await(timer.left());
            context.announce(database.get());
            try (var connection = context.connect(database.get())) {
                new UpgradeChecks(connection).analyze();
            }
        } else if (target.major() && target.majorVersion() < FIRST_WITH_STATISTICS) {
            context.notes().remark("the planner has no statistics now; run ANALYZE in each database");
        }
    }

    private void print(UpgradeFindings checks, String sentence) {
        var result =
                UpgradeResult.of(source, target, List.of(), context.output().isForPeople() ? List.of() : checks.all());
        context.output().print(result, sentence);
    }
}
