package dev.dbops.cli.rds;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.events.RdsEventReader;
import dev.dbops.aws.events.RdsEventSource;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Shows the events of an instance, a cluster, a proxy, a snapshot or a region, and follows new ones. */
public final class RdsEvents implements Command, Callable<Integer> {
    private boolean follow;

    private final Context context;
    private final EventOptions options = new EventOptions();
    private final InstanceOptions instance;

    public RdsEvents(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show the events of an RDS instance or cluster, oldest first.");
        instance.describe(model);
        options.describe(model);
        model.flag("--follow", "Print new events until Ctrl-C.", value -> follow = value)
                .footer(
                        "RDS keeps events for 14 days. The events of a cluster include those of its",
                        "members. Without an instance, shows all events of the region.",
                        "",
                        "Example: db-ops rds-events --since 7d");
    }

    @Override
    public Integer call() {
        options.check();
        var output = new EventOutput(context);
        if (follow) {
            output.checkFollowing();
        }
        var start = options.start();
        var reference = instance.referenceIfNamed();
        try (var clients = instance.clientsIfNamed(reference)) {
            var reader = new RdsEventReader(clients, sources(clients, reference), options.categories());
            if (follow) {
                return output.follow(reader, start);
            }
            var events = reader.since(start);
            if (events.isEmpty() && !options.all() && options.snapshot().isEmpty()) {
                // a misspelt name has no events either
                reference.ifPresent(new DatabaseInstances(clients)::find);
            }
            output.print(events);
            return ExitCode.OK;
        }
    }

    private List<RdsEventSource> sources(AwsClients clients, Optional<InstanceReference> reference) {
        if (!options.snapshot().isEmpty()) {
            return RdsEventSource.ofSnapshot(options.snapshot());
        }
        return options.all() || reference.isEmpty() ? List.of() : RdsEventSource.ofDatabase(clients, reference.get());
    }
}
