package dev.dbops.cli.rds.upgrade;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.upgrade.BlueGreenUpgrade;
import dev.dbops.aws.upgrade.UpgradeSource;
import dev.dbops.cli.aws.InstanceDatabase;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;
import java.time.Duration;

/** Upgrades PostgreSQL of an instance or cluster, in place or by a blue/green deployment. */
public final class RdsUpgrade implements Command, Runnable {
    /** The default of AWS, after which it gives up the switchover. */
    private static final Duration SWITCHOVER_LIMIT = Duration.ofMinutes(5);

    /** The time for a snapshot and an upgrade of a large database. */
    private static final Duration UPGRADE_TIMEOUT = Duration.ofHours(2);

    private final Context context;
    private final UpgradeOptions options = new UpgradeOptions();
    private final InstanceOptions instance;
    private final WaitOptions wait;

    public RdsUpgrade(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.wait = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Upgrade PostgreSQL of an instance or cluster.");
        instance.describe(model);
        options.describe(model);
        wait.describeTimeout(model, "the upgrade", UPGRADE_TIMEOUT);
        model.footer(
                "Without --to, lists the versions. Before a major upgrade, checks the database of",
                "the connection URL and refuses what would fail. --dry-run shows the checks and",
                "the steps. A major upgrade in place cannot be undone: it requires the instance's",
                "name.",
                "",
                "Example: db-ops rds-upgrade --instance cruddur-db");
    }

    @Override
    public void run() {
        options.check();
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var source = new UpgradeSource(clients, reference);
            if (options.switchover()) {
                switchOver(source);
            } else if (options.to().isEmpty()) {
                context.output()
                        .print(
                                source.targets(),
                                "%s has the newest version, %s"
                                        .formatted(source.database().description(), source.version()));
            } else {
                upgrade(clients, source, reference);
            }
        }
    }

    private void upgrade(AwsClients clients, UpgradeSource source, InstanceReference reference) {
        var target = source.choose(options.to().orElseThrow());
        source.requireAvailable();
        var database = new InstanceDatabase(context, instance).of(source.database());
        new UpgradeRun(context, options, wait, clients, source, target, database).run(reference);
    }

    private void switchOver(UpgradeSource source) {
        var upgrade = new BlueGreenUpgrade(source);
        var name = upgrade.ready();
        var database = source.database();
        var deed = "switch %s over to the copy of the blue/green deployment \"%s\", which ends its sessions"
                .formatted(database.description(), name);
        if (context.dryRun()) {
            context.confirmation().refuseOtherName(database.type().toString(), database.name());
            context.output().print(UpgradeResult.planned(source), "would " + deed);
            return;
        }
        context.confirmation().requireYes(deed, database.type().toString(), database.name());
        upgrade.switchOver(SWITCHOVER_LIMIT, wait.waiter());
        context.output()
                .print(
                        UpgradeResult.planned(source),
                        "switched %s over; the former one remains as \"%s-old1\""
                                .formatted(database.description(), database.name()));
    }
}
