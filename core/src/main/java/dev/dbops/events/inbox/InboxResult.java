package dev.dbops.events.inbox;

import dev.dbops.OpsException;
import dev.dbops.events.received.ReceivedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The outcome of the events that were given to an inbox. */
public final class InboxResult {
    private final List<ReceivedEvent> applied = new ArrayList<>();
    private final List<ReceivedEvent> stale = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    /**
     * An event that was not applied. Nothing of it is in the database.
     *
     * @param event the event
     * @param reason the reason, with a hint
     * @param mayPass whether an event that is still missing may be the cause, such as the row that a foreign key refers
     *     to: the same event may be applied later
     */
    public record Refusal(ReceivedEvent event, OpsException reason, boolean mayPass) {}

    /** The events that changed the database. */
    public List<ReceivedEvent> applied() {
        return Collections.unmodifiableList(applied);
    }

    /** The events that a later change of the same row has overtaken, or that had been applied before. */
    public List<ReceivedEvent> stale() {
        return Collections.unmodifiableList(stale);
    }

    /** The events that were not applied. */
    public List<Refusal> refusals() {
        return Collections.unmodifiableList(refusals);
    }

    void addApplied(ReceivedEvent event) {
        applied.add(event);
    }

    void addStale(ReceivedEvent event) {
        stale.add(event);
    }

    void addRefusal(ReceivedEvent event, OpsException reason, boolean mayPass) {
        refusals.add(new Refusal(event, reason, mayPass));
    }
}
