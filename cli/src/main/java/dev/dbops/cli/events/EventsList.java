package dev.dbops.cli.events;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.events.Batch;
import dev.dbops.events.EventListing;
import dev.dbops.events.EventLog;
import dev.dbops.events.Operation;
import dev.dbops.events.SourceWatch;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.envelope.EventTime;
import java.util.ArrayList;
import java.util.List;

/** Shows the last events of the log, or its first. */
public final class EventsList implements Command, Runnable {
    private static final int MOST = 10_000;

    private int limit = 50;
    private boolean first;

    private final Context context;
    private final FilterOptions filter = new FilterOptions();
    private final FormatOptions format = new FormatOptions();

    public EventsList(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show the last events of the log, the newest at the end.");
        filter.describe(model);
        filter.describeSince(model);
        model.number(
                        "--limit",
                        "NUMBER",
                        "Number of events, up to 10000. Default: 50.",
                        new NumberRange(1, MOST, "for all of them: db-ops events-replay --to file:PATH"),
                        value -> limit = value)
                .flag("--first", "Show the first events instead of the last.", value -> first = value);
        format.describe(model, "a table");
        model.takesEnvironment().footer("Example: db-ops events-list --table users --since 2h");
    }

    /**
     * An event as a row of the output.
     *
     * @param seq its number
     * @param time the time when it was logged, in UTC
     * @param operation the operation
     * @param table its table
     * @param key the row's key
     * @param after the new row
     * @param before the old row, if the triggers keep it
     */
    private record Row(
            long seq, String time, Operation operation, String table, String key, String after, String before) {}

    @Override
    public void run() {
        format.check();
        try (var database = context.connect(context.targets().target())) {
            var log = EventLog.open(database);
            var chosen = format.select(filter.filter());
            new SourceWatch(chosen, context.notes()::warning).look(database);
            var listing = new EventListing(log, chosen);
            var batch = first ? listing.first(limit) : listing.last(limit);
            if (format.chosen().isPresent()) {
                context.output().write(EventText.lines(format.of(format.chosen().get(), log, chosen), batch));
            } else if (context.output().isJson()) {
                context.output().write(EventText.array(Envelope.of(log), batch));
            } else {
                context.output().print(rows(batch), "no such events");
            }
        }
    }

    private static List<Row> rows(Batch batch) {
        var rows = new ArrayList<Row>();
        for (var event : batch.events()) {
            rows.add(new Row(
                    event.seq(),
                    EventTime.format(event.micros()),
                    event.operation(),
                    event.tableName().toString(),
                    event.key(),
                    event.after(),
                    event.before()));
        }
        return rows;
    }
}
