package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.model.DbLogFileNotFoundException;

/**
 * Follows the log while PostgreSQL writes it. PostgreSQL on RDS begins a new file each hour or day; the old file is
 * read to its end first.
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

    /** Never returns: it ends with an exception, at the latest when the thread is interrupted. */
    void follow(int lines) throws InterruptedException {
        var file = logs.latest();
        var reader = logs.tailReader(file, lines);
        var polling = new Polling(FOR_EVER, pace);
        while (true) {
            var any = readOn(reader);
            var next = logs.after(file);
            if (!next.isEmpty()) {
                // the lines written between the last read and the start of the next file
                readOn(reader);
                file = next.getFirst();
                reader = logs.reader(file);
            } else {
                // after something was written, more is likely
                polling = any ? new Polling(FOR_EVER, pace) : polling;
                polling.again();
            }
        }
    }

    /** RDS compresses and deletes old files: there is nothing more in a file that has gone. */
    private boolean readOn(LogReader reader) {
        try {
            return reader.readOn(sink);
        } catch (OpsException e) {
            if (e.getCause() instanceof DbLogFileNotFoundException) {
                return false;
            }
            throw e;
        }
    }
}
