package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.events.FormatOptions.Format;
import dev.dbops.events.Batch;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventTail;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.events.envelope.EventLine;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Shows events of the log as they are committed. */
public final class EventsTail implements Command, Callable<Integer> {
    private Optional<String> channel = Optional.empty();

    private final Context context;
    private final FilterOptions filter = new FilterOptions();
    private final FormatOptions format = new FormatOptions();

    public EventsTail(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show events as they are committed, until Ctrl-C; with --since, earlier ones first.");
        filter.describe(model);
        filter.describeSince(model);
        model.option(
                "--notify",
                "CHANNEL",
                "Read at once when triggers notify this channel. Default: every 100 ms.",
                value -> channel = Optional.of(value));
        format.describe(model, "text");
        model.takesEnvironment().footer("Example: db-ops events-tail --table users --format json");
    }

    /**
     * Ends with Ctrl-C, or when the reader of its output ends. Neither is a failure, but each has its exit code. With
     * {@code --until} it ends by itself.
     */
    @Override
    public Integer call() {
        format.check();
        var target = context.targets().target();
        var selected = format.select(filter.filter());
        var tail = new EventTail(() -> context.connect(target), selected, channel, new Screen(selected));
        try {
            tail.follow();
            return ExitCode.OK;
        } catch (InterruptedException _) {
            return ExitCode.INTERRUPTED;
        } catch (OpsException e) {
            if (context.terminal().isAbandoned()) {
                return ExitCode.ABANDONED;
            }
            if (Thread.interrupted()) {
                return ExitCode.INTERRUPTED;
            }
            throw e;
        }
    }

    /** Writes each batch at once. */
    private final class Screen implements EventTail.Listener {
        private final EventFilter selected;
        private EventFormat written = new EventLine();
        private boolean lost;

        Screen(EventFilter selected) {
            this.selected = selected;
        }

        @Override
        public void begins(EventLog log) {
            var chosen = format.chosen().orElse(context.output().isJson() ? Format.json : Format.text);
            written = format.of(chosen, log, selected);
            if (lost) {
                context.notes().remark("connected again");
                lost = false;
            }
        }

        @Override
        public void show(Batch batch) {
            context.output().write(EventText.lines(written, batch));
        }

        @Override
        public void warns(String sentence) {
            context.notes().warning(sentence);
        }

        @Override
        public void lost(OpsException reason) {
            if (!lost) {
                context.notes().warning("%s; trying again until it is back".formatted(reason.getMessage()));
            }
            lost = true;
        }
    }
}
