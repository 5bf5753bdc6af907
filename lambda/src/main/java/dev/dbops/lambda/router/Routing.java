package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.LogLevel;
import dev.dbops.lambda.runtime.Metric;
import dev.dbops.lambda.source.SourceEvent;
import dev.dbops.lambda.source.SourceItem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The outcome of an invocation: which messages must come again. Each failure is one line of the log. */
final class Routing {
    private final FunctionCall call;
    private final Optional<DeadLetterStore> deadLetters;
    private final Set<SourceItem> failed = Collections.newSetFromMap(new IdentityHashMap<>());

    Routing(FunctionCall call, Optional<DeadLetterStore> deadLetters) {
        this.call = call;
        this.deadLetters = deadLetters;
    }

    /** The messages that must come again. */
    Set<SourceItem> failed() {
        return failed;
    }

    /** Reports an event that is refused whenever it comes: it is put aside if there is a place for that. */
    void refused(SourceItem item, SourceEvent event, OpsException reason) {
        if (deadLetters.isEmpty()) {
            failed(item, event, reason);
            return;
        }
        try {
            deadLetters.get().add(item, event, reason);
            call.metrics().add(Metric.DEAD_LETTERS);
            write(LogLevel.WARN, "an event was put aside", item, event, reason);
        } catch (OpsException e) {
            failed(item, event, reason);
            call.log()
                    .line(LogLevel.ERROR, "the event could not be put aside: " + FailureText.of(e))
                    .with(e)
                    .with("event_id", event.id())
                    .write();
        }
    }

    /** Reports an event whose message must come again. */
    void failed(SourceItem item, SourceEvent event, OpsException reason) {
        failed.add(item);
        call.metrics().add(Metric.EVENTS_FAILED);
        write(LogLevel.ERROR, "an event was not handled", item, event, reason);
    }

    /** Reports that nothing of these events could be delivered, for a reason that is not theirs. */
    void failed(List<RoutedEvent> events, String destination, OpsException reason) {
        events.forEach(event -> failed.add(event.item()));
        call.metrics().add(Metric.EVENTS_FAILED, events.size());
        call.log()
                .line(LogLevel.ERROR, FailureText.of(reason))
                .with(reason)
                .with("destination", destination)
                .with("events", events.size())
                .with("event_id", events.getFirst().event().id())
                .write();
    }

    private void write(LogLevel level, String message, SourceItem item, SourceEvent event, OpsException reason) {
        var line = call.log()
                .line(level, message + ": " + FailureText.of(reason))
                .with(reason)
                .with("event_id", event.id())
                .with("item", item.name());
        event.event()
                .map(received -> received.event())
                .ifPresent(known -> line.with("table", known.tableName().toString())
                        .with("operation", known.operation().word()));
        line.write();
    }
}
