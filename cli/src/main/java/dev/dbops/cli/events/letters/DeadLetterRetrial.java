package dev.dbops.cli.events.letters;

import dev.dbops.OpsException;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.events.DatabaseDestination;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.DeadLetter;
import dev.dbops.events.replay.retry.DeadLetterRetry;
import java.util.ArrayList;
import java.util.List;

/** Applies dead letters to their target again, and reports what became of each. */
final class DeadLetterRetrial {
    private final Context context;
    private final DeadLetterOptions options;
    private final DatabaseDestination destination;
    private final List<DeadLetterReport.Row> rows = new ArrayList<>();

    /** @throws OpsException of kind USAGE when the target is not a database */
    DeadLetterRetrial(Context context, DeadLetterOptions options) {
        this.context = context;
        this.options = options;
        this.destination = DatabaseDestination.required(context, options.to());
    }

    /**
     * Retries them.
     *
     * @param letters the dead letters of one consumer
     * @return the exit code
     */
    int run(EventLog log, List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return print(options.consumer());
        }
        var consumer = letters.getFirst().consumer();
        if (!context.dryRun()) {
            destination.confirm();
        }
        try (var target = destination.openForRetry(log)) {
            target.requireConsumer(consumer);
            var retry = new DeadLetterRetry(log, target, options.names(), consumer);
            if (context.dryRun()) {
                retry.preview(letters, outcome -> rows.add(DeadLetterReport.Row.of(outcome, context.output())));
                return print(consumer);
            }
            return retry(retry, letters);
        }
    }

    private int retry(DeadLetterRetry retry, List<DeadLetter> letters) {
        context.needTimeToEnd();
        var consumer = letters.getFirst().consumer();
        try {
            retry.run(letters, outcome -> rows.add(DeadLetterReport.Row.of(outcome, context.output())));
            return print(consumer);
        } catch (InterruptedException _) {
            print(consumer);
            context.notes().note("stopped; %d dead letter(s) were not tried".formatted(letters.size() - rows.size()));
            return ExitCode.INTERRUPTED;
        } catch (OpsException e) {
            throw rows.isEmpty()
                    ? e
                    : e.withMessage("%s; before that, %s"
                            .formatted(e.getMessage(), report(consumer).sentence(false)));
        }
    }

    private int print(String consumer) {
        var report = report(consumer);
        context.output().print(report, report.sentence(context.dryRun()));
        return report.isComplete() ? ExitCode.OK : ExitCode.FAILED;
    }

    private DeadLetterReport report(String consumer) {
        return DeadLetterReport.of(consumer, destination.description(), rows);
    }
}
