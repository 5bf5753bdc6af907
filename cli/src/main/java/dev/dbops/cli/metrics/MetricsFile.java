package dev.dbops.cli.metrics;

import dev.dbops.FileFailure;
import dev.dbops.FileReplacement;
import dev.dbops.OpsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A file with metrics, replaced as a whole every few seconds, also while the follower waits for a server. */
final class MetricsFile implements AutoCloseable {
    /** Prometheus usually reads every 15 seconds. */
    private static final int SECONDS = 5;

    private final Path file;
    private final Supplier<String> metrics;
    private final Consumer<String> warnings;
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean isWarned;

    private MetricsFile(Path file, Supplier<String> metrics, Consumer<String> warnings) {
        this.file = file;
        this.metrics = metrics;
        this.warnings = warnings;
    }

    /**
     * Writes the file for the first time, and continues until it is closed.
     *
     * @param warnings takes a sentence when the file cannot be written any more
     * @throws OpsException of kind FAILED when it cannot be written now
     */
    static MetricsFile start(Path file, Supplier<String> metrics, Consumer<String> warnings) {
        var written = new MetricsFile(file, metrics, warnings);
        written.write();
        var thread = new Thread(written::repeat, "metrics file");
        thread.setDaemon(true);
        thread.start();
        return written;
    }

    private void repeat() {
        try {
            while (!end.await(SECONDS, TimeUnit.SECONDS)) {
                tryToWrite();
            }
        } catch (InterruptedException _) {
            // nobody interrupts this thread; it ends with the process
        }
    }

    /** The delivery of events is more important. */
    private synchronized void tryToWrite() {
        try {
            write();
            isWarned = false;
        } catch (OpsException e) {
            if (!isWarned) {
                warnings.accept(e.getMessage() + "; trying again");
                isWarned = true;
            }
        }
    }

    private void write() {
        var bytes = metrics.get().getBytes(StandardCharsets.UTF_8);
        try {
            FileReplacement.write(file, out -> out.write(bytes));
        } catch (IOException e) {
            throw FileFailure.writing(file.toString(), e);
        }
    }

    /** Writes the last state. */
    @Override
    public void close() {
        end.countDown();
        tryToWrite();
    }
}
