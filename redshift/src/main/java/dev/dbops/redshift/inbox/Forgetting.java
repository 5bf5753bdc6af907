package dev.dbops.redshift.inbox;

import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.write.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Forgets deletions that are so old that no earlier event of their rows comes any more. */
final class Forgetting {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    /** How long the last mark is trusted to be that of the warehouse; deletions stay longer after their mark. */
    private static final Duration KNOWN = Duration.ofMinutes(1);

    private static final Duration BETWEEN_MARK_AND_REMOVAL = Duration.ofMinutes(30);
    private static final Duration BETWEEN_TURNS = Duration.ofHours(12);

    private final WarehouseWriter warehouse;
    private final Duration memory;
    private final Map<List<Object>, Mark> marks = new HashMap<>();
    private final Map<List<Object>, Instant> turns = new HashMap<>();

    private record Mark(long seq, Instant readAt) {}

    /**
     * @param memory how long deletions are remembered
     */
    Forgetting(WarehouseWriter warehouse, Duration memory) {
        this.warehouse = warehouse;
        this.memory = memory;
    }

    /** Returns the number up to which deletions of the log are forgotten; 0 for none. */
    long upTo(ReceivedTable received, String log) {
        var name = List.<Object>of(received.table().quoted(), log);
        var mark = marks.get(name);
        if (mark == null || mark.readAt().plus(KNOWN).isBefore(Instant.now())) {
            var rows = warehouse.query(received.forgotten(), List.of(log));
            mark = new Mark(Long.parseLong(rows.getFirst().getFirst()), Instant.now());
            marks.put(name, mark);
        }
        return mark.seq();
    }

    /** Forgets what may be forgotten, if the last turn is some time ago. */
    void run(ReceivedTable received, String log, Duration limit) throws InterruptedException {
        var name = List.<Object>of(received.table().quoted(), log);
        var now = Instant.now();
        var last = turns.putIfAbsent(name, now);
        if (last == null || last.plus(BETWEEN_TURNS).isAfter(now)) {
            return;
        }
        turns.put(name, now);
        warehouse.run(
                received.forget(log, TIME.format(now.minus(memory)), TIME.format(now.minus(BETWEEN_MARK_AND_REMOVAL))),
                "db-ops-forget-" + Digest.of(name + now.toString()),
                limit);
    }
}
