package dev.dbops.cli.events.letters;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.DeadLetter;
import dev.dbops.events.replay.DeadLetters;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Lists the events that a sink refused, applies them again, or discards them. */
public final class EventsDeadLetters implements Command, Callable<Integer> {
    private final Context context;
    private final DeadLetterOptions options = new DeadLetterOptions();

    public EventsDeadLetters(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List the events that events-replay put aside, retry or discard them.");
        options.describe(model);
        model.takesEnvironment()
                .footer(
                        "A retry does not apply an event if the log has a later change of the row.",
                        "",
                        "Example: db-ops events-dead-letters --retry-all --to env:reporting");
    }

    /**
     * The result of discarding, or the plan of a dry run.
     *
     * @param discarded the number of discarded dead letters
     * @param deadLetters the dead letters
     */
    private record Discarded(long discarded, List<DeadLetterRow> deadLetters) {}

    @Override
    public Integer call() {
        options.check();
        var retrial = options.retries()
                ? Optional.of(new DeadLetterRetrial(context, options))
                : Optional.<DeadLetterRetrial>empty();
        var source = context.targets().target();
        if (retrial.isPresent() || options.discards()) {
            context.announce(source);
        }
        try (var database = context.connect(source)) {
            var log = EventLog.open(database);
            var letters = new DeadLetters(log);
            var found = DeadLetterSelection.find(letters, options);
            if (retrial.isPresent()) {
                return retrial.get().run(log, found);
            }
            if (options.discards()) {
                discard(letters, found, source);
            } else if (options.shows()) {
                DeadLetterText.show(whole(letters, found.getFirst()), source.database(), context.output());
            } else {
                context.output().print(DeadLetterRow.of(found, context.output()), "no dead letters");
            }
            return ExitCode.OK;
        }
    }

    private static DeadLetter whole(DeadLetters letters, DeadLetter listed) {
        return letters.find(listed.consumer(), listed.seq())
                .orElseThrow(() -> new OpsException(
                        Kind.FAILED, "another session has removed dead letter %d".formatted(listed.seq())));
    }

    private void discard(DeadLetters letters, List<DeadLetter> found, ConnectionTarget source) {
        if (found.isEmpty()) {
            context.output().print(new Discarded(0, List.of()), "no dead letters");
            return;
        }
        if (context.dryRun()) {
            print(found.size(), found, "would discard");
            return;
        }
        context.confirmation()
                .require(
                        "discard %d dead letter(s) of the event log of database \"%s\""
                                .formatted(found.size(), source.database()),
                        source,
                        ProtectionMark.of(source));
        print(letters.remove(found), found, "discarded");
    }

    private void print(long discarded, List<DeadLetter> found, String deed) {
        context.output()
                .print(
                        new Discarded(discarded, DeadLetterRow.of(found, context.output())),
                        "%s %d dead letter(s)".formatted(deed, discarded));
    }
}
