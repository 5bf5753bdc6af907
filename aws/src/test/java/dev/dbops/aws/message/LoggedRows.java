package dev.dbops.aws.message;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.envelope.EventFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** Events of rows for the tests of sinks, and what receivers have got of them. */
public final class LoggedRows {
    public static final String LOG = "5f0c7ad8-0f5c-4c0a-9d3c-000000000000";
    public static final EventFormat FORMAT = new Envelope(LOG, "shop");

    private static final Position WINDOW = new Position(LOG, "10:10:", "20:20:", 0);
    private static final Position END = Position.after(LOG, "20:20:");
    private static final Pattern ID = Pattern.compile("\"id\": \"" + LOG + ":(\\d+)\"");
    private static final Pattern ROW = Pattern.compile("\"key\": (\\{[^}]*\\})");

    private LoggedRows() {}

    /** Returns an update of a row of public.orders. */
    public static Event update(long seq, long row, int length) {
        var key = "{\"id\": %d}".formatted(row);
        var after = "{\"id\": %d, \"text\": \"%s\"}".formatted(row, "x".repeat(length));
        return new Event(seq, "12", 1_000_000, "public", "orders", Operation.UPDATE, key, "", after, "");
    }

    /** Returns updates of random rows. */
    public static Batch updates(int events, int rows, long seed) {
        var random = new Random(seed);
        var list = new ArrayList<Event>();
        for (var i = 1; i <= events; i++) {
            list.add(update(i, random.nextInt(rows), 10));
        }
        return batch(list);
    }

    public static Batch batch(Event... events) {
        return batch(List.of(events));
    }

    public static Batch batch(List<Event> events) {
        return new Batch(events, WINDOW, END);
    }

    /** Returns the number of the event in a message. */
    public static long seq(String text) {
        var id = ID.matcher(text);
        if (!id.find()) {
            throw new AssertionError("no ID in " + text);
        }
        return Long.parseLong(id.group(1));
    }

    /** Returns the numbers of the events of each row, in the order of the messages. */
    public static Map<String, List<Long>> byRow(List<String> texts) {
        var rows = new HashMap<String, List<Long>>();
        for (var text : texts) {
            var row = ROW.matcher(text);
            rows.computeIfAbsent(row.find() ? row.group(1) : "", _ -> new ArrayList<>())
                    .add(seq(text));
        }
        return rows;
    }

    /** Returns the numbers of the events of each row in their own order. */
    public static Map<String, List<Long>> byRow(Batch batch) {
        var rows = new HashMap<String, List<Long>>();
        batch.events()
                .forEach(event -> rows.computeIfAbsent(event.key(), _ -> new ArrayList<>())
                        .add(event.seq()));
        return rows;
    }
}
