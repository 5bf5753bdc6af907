package dev.dbops.redshift.inbox;

import dev.dbops.OpsException;
import dev.dbops.events.received.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;

/** The outcome of events for a warehouse. An event of which it knows nothing has to come again. */
public final class WarehouseResult {
    private final List<ReceivedEvent> received = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    /**
     * An event that the warehouse refused.
     *
     * @param event the event
     * @param reason the reason
     */
    public record Refusal(ReceivedEvent event, OpsException reason) {}

    void addReceived(ReceivedEvent event) {
        received.add(event);
    }

    void addRefusal(ReceivedEvent event, OpsException reason) {
        refusals.add(new Refusal(event, reason));
    }

    /** The events that are safe: applied, or superseded by others. */
    public List<ReceivedEvent> received() {
        return List.copyOf(received);
    }

    /** The events that are not. */
    public List<Refusal> refusals() {
        return List.copyOf(refusals);
    }
}
