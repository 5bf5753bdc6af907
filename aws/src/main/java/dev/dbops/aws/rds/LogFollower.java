package dev.dbops.aws.rds;

import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reads what PostgreSQL writes to its log while it is written. PostgreSQL on RDS begins a new file each hour or day; the
 * old one is read to its end before.
 */
final class LogFollower {
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private final LogFiles logs;
    private final Pace pace;
    private final Consumer<String> sink;

    LogFollower(LogFiles logs, Pace pace, Consumer<String> sink) {
        this.logs = logs;
        this.pace = pace;
        this.sink = sink;
    }

    /** Returns never: it ends by an exception, at the latest when the thread is interrupted. */
    void follow(int lines) throws InterruptedException {
        var file = logs.latest();
        var reader = logs.tailReader(file, lines);
        var polling = new Polling(FOR_EVER, pace);
        while (true) {
            var any = reader.readOn(sink);
            var next = logs.after(file);
            if (!next.isEmpty()) {
                // what was written between the last look and the beginning of the next file
                reader.readOn(sink);
                file = next.getFirst();
                reader = logs.reader(file);
            } else {
                // after something was written, more is likely
                polling = any ? new Polling(FOR_EVER, pace) : polling;
                polling.again();
            }
        }
    }
}
