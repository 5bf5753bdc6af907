package dev.dbops.cli.events;

import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.cli.command.Context;
import dev.dbops.events.EventLog;
import dev.dbops.events.TableEvents;
import dev.dbops.events.replay.Sink;
import dev.dbops.redshift.replay.MissingTables;
import dev.dbops.redshift.replay.RedshiftSink;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.function.Consumer;

/** An Amazon Redshift warehouse as the destination of events. */
final class WarehouseDestination implements Destination {
    private final Context context;
    private final AwsOptions aws;
    private final ConnectionTarget target;

    WarehouseDestination(Context context, AwsOptions aws, ConnectionTarget target) {
        this.context = context;
        this.aws = aws;
        this.target = target;
    }

    /** The role that logs in is not part of it: an IAM identity may have several. */
    @Override
    public String consumer() {
        return target.address() + "/" + target.database();
    }

    @Override
    public String description() {
        return target.description();
    }

    /** Rows are overwritten and deleted. */
    @Override
    public void confirm() {
        context.confirmation().requireIfProtected("replay into warehouse \"%s\"".formatted(target.database()), target);
    }

    @Override
    public boolean isWarehouse() {
        return true;
    }

    @Override
    public boolean takesText() {
        return false;
    }

    @Override
    public Sink open(EventLog log, String consumer, EventsReplayOptions choice, Consumer<String> notes) {
        var options = choice.warehouse().options();
        return RedshiftSink.open(
                target, log, consumer, choice.names(), options, options.stage().map(_ -> aws.clients()));
    }

    @Override
    public List<String> definitions(ConnectionTarget source, EventsReplayOptions choice, List<TableEvents> tables) {
        if (!choice.warehouse().options().createsTables()) {
            return List.of();
        }
        try (var database = context.connect(source)) {
            return MissingTables.definitions(target, database, choice.names(), tables);
        }
    }
}
