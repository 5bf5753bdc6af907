package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.events.RdsEvent;
import dev.dbops.aws.events.RdsEventReader;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import java.time.Instant;
import java.util.List;

/** Prints events of RDS: for people a line for each, whose message is never cut. */
final class EventOutput {
    private final Context context;

    EventOutput(Context context) {
        this.context = context;
    }

    /**
     * Throws an exception when the format does not allow following.
     *
     * @throws OpsException of kind USAGE
     */
    void checkFollowing() {
        if (context.output().isCsv()) {
            throw new OpsException(
                    Kind.USAGE, "--follow prints text or JSON, not CSV", "pass -o json: one object for each line");
        }
    }

    void print(List<RdsEvent> events) {
        var output = context.output();
        if (output.isForPeople() && !events.isEmpty()) {
            output.page();
            events.forEach(event -> output.write(line(event)));
        } else {
            output.print(events, "no events");
        }
    }

    /** Prints new events until Ctrl-C, and returns the exit code that reports it. */
    int follow(RdsEventReader reader, Instant start) {
        try {
            reader.follow(start, context.awsPace(), this::print);
            throw new IllegalStateException("following ended by itself");
        } catch (InterruptedException _) {
            return ExitCode.INTERRUPTED;
        } catch (OpsException e) {
            if (context.terminal().isAbandoned()) {
                return ExitCode.ABANDONED;
            }
            if (e.kind() == Kind.INTERRUPTED) {
                return ExitCode.INTERRUPTED;
            }
            throw e;
        }
    }

    private void print(RdsEvent event) {
        if (context.output().isForPeople()) {
            context.output().write(line(event));
        } else {
            context.output().print(event, "");
        }
    }

    private static String line(RdsEvent event) {
        var categories = event.categories().isEmpty() ? "-" : String.join(", ", event.categories());
        var message = event.message().replaceAll("\\s*[\\r\\n]+\\s*", " ");
        return "%s  %s  %s  %s\n".formatted(event.time(), event.source(), categories, message);
    }
}
