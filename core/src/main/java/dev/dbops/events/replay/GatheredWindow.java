package dev.dbops.events.replay;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the batches of a window, as far as they fit into memory. */
final class GatheredWindow {
    /** A window of more events, in multiples of the size of a batch, is divided. */
    private static final int MOST_BATCHES = 4;

    /** The number of characters in the rows of a window above which it is divided. */
    private static final int MOST_CHARACTERS = 16 << 20;

    private final int mostEvents;
    private final List<Event> events = new ArrayList<>();
    private Position start;
    private long characters;

    /**
     * @param batch the maximum number of events in a batch
     */
    GatheredWindow(int batch) {
        this.mostEvents = Math.multiplyExact(MOST_BATCHES, batch);
    }

    /** Adds the next batch. Returns all collected events when the window ends or the memory is used; otherwise nothing. */
    Optional<Batch> add(Batch batch) {
        if (events.isEmpty()) {
            start = batch.window();
        }
        events.addAll(batch.events());
        for (var event : batch.events()) {
            characters += event.before().length() + event.after().length();
        }
        if (!batch.endsWindow() && events.size() < mostEvents && characters < MOST_CHARACTERS) {
            return Optional.empty();
        }
        var gathered = new Batch(events, start, batch.end());
        events.clear();
        characters = 0;
        return Optional.of(gathered);
    }
}
