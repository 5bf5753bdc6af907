package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A script's steps, some of which are read while the server is at work: as many as make the next message.
 *
 * <p>Reader and scanner belong to one thread at a time: to the helper between {@link #readAhead()} and the next call of
 * any other method here, which waits for it, and to the caller otherwise. A failure to read comes when its step is due,
 * behind the steps before it, as it would without reading ahead.
 */
final class ReadAhead implements AutoCloseable {
    private final ScriptReader reader;
    private final int most;
    private final Deque<ScriptStep> steps = new ArrayDeque<>();
    /** The length of the text of {@link #steps}. */
    private int length;
    /** Made for the first long script only: most scripts are one message. */
    private ExecutorService helper;
    /** What the helper is doing; null when it does nothing. */
    private Future<?> reading;
    /** Why there is no step behind {@link #steps}; null when nothing is known to be wrong. */
    private RuntimeException failure;

    /**
     * @param reader is closed with this
     * @param most the length of text in UTF-16 units after which no further step is read ahead
     */
    ReadAhead(ScriptReader reader, int most) {
        this.reader = reader;
        this.most = most;
    }

    /** Begins to read what follows, which must not depend on the step that {@link #next()} has handed out last. */
    void readAhead() {
        if (failure != null || !steps.isEmpty() && !isPlain(steps.getLast())) {
            return;
        }
        if (helper == null) {
            helper = Executors.newSingleThreadExecutor(ReadAhead::thread);
        }
        reading = helper.submit(this::read);
    }

    /** The JVM must not wait for it. Not by Thread.ofPlatform(), which takes classes that nothing else needs. */
    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "read-ahead");
        thread.setDaemon(true);
        return thread;
    }

    /** On the helper's thread. */
    private void read() {
        try {
            while (length < most) {
                var next = reader.next();
                if (next.isEmpty()) {
                    return;
                }
                var step = next.get();
                steps.add(step);
                length += length(step);
                if (!isPlain(step)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private static int length(ScriptStep step) {
        return step instanceof ScriptStep.Run run ? run.statement().text().length() : 0;
    }

    /** Whether what follows can be read before this is done: no data follows it, and strings stay as they are. */
    private static boolean isPlain(ScriptStep step) {
        return step instanceof ScriptStep.Run run
                && run.statement().ending() != Statement.Ending.EXECUTE_RESULT
                && !run.statement().isCopyFromStdin()
                && !StringSyntax.mayChange(run.statement());
    }

    /** The next thing to do; empty at the end. */
    Optional<ScriptStep> next() {
        await();
        if (!steps.isEmpty()) {
            var step = steps.remove();
            length -= length(step);
            return Optional.of(step);
        }
        if (failure != null) {
            throw failure;
        }
        return reader.next();
    }

    /** How many bytes of the script itself have been read. */
    long offset() {
        await();
        return reader.offset();
    }

    /** See {@link ScriptReader#lineInScript}; for the step that was handed out last, when none is read ahead. */
    int lineInScript(Statement statement) {
        await();
        return reader.lineInScript(statement);
    }

    private void await() {
        if (reading == null) {
            return;
        }
        try {
            reading.get();
            reading = null;
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted", null, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading ahead ended with an error of the JVM", e.getCause());
        }
    }

    /** Waits for the helper, which may be at work when a message has failed. */
    @Override
    public void close() {
        if (helper != null) {
            helper.close();
        }
        reader.close();
    }
}
