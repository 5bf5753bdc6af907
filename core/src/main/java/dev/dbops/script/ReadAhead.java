package dev.dbops.script;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.encoding.SettingChange;
import dev.dbops.script.lexer.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A script's steps, some of which are read while the server is busy: enough for the next message.
 *
 * <p>Reader and scanner belong to one thread at a time: to the helper between {@link #readAhead()} and the next call of
 * any other method here, which waits for it, and to the caller otherwise. A read error is thrown when its step is due,
 * after the steps before it, as without reading ahead.
 */
final class ReadAhead implements AutoCloseable {
    private final ScriptReader reader;
    private final int most;
    private final Deque<ScriptStep> steps = new ArrayDeque<>();
    /** The length of the text of {@link #steps}. */
    private int length;
    /** Created only for the first long script: most scripts are one message. */
    private ExecutorService helper;
    /** The helper's current task; null if it is idle. */
    private Future<?> reading;
    /** The reason why no step follows {@link #steps}; null if no error is known. */
    private RuntimeException failure;

    /**
     * @param reader is closed with this
     * @param most the length of text in UTF-16 units after which no further step is read ahead
     */
    ReadAhead(ScriptReader reader, int most) {
        this.reader = reader;
        this.most = most;
    }

    /** Begins to read the following steps, which must not depend on the last step from {@link #next()}. */
    void readAhead() {
        if (failure != null || !steps.isEmpty() && !isPlain(steps.getLast())) {
            return;
        }
        if (helper == null) {
            helper = Executors.newSingleThreadExecutor(ReadAhead::thread);
        }
        reading = helper.submit(this::read);
    }

    /** A daemon thread. Not Thread.ofPlatform(), which loads classes that nothing else needs. */
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

    /**
     * Returns whether the next steps can be read before this is done: no data follows it, and strings do not change.
     */
    private static boolean isPlain(ScriptStep step) {
        return step instanceof ScriptStep.Run run
                && run.statement().ending() != Statement.Ending.EXECUTE_RESULT
                && !run.statement().isCopyFromStdin()
                && !SettingChange.possibleBy(run.statement());
    }

    /** The next step; empty at the end. */
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

    /** The number of bytes read from the script itself. */
    long offset() {
        await();
        return reader.offset();
    }

    /** See {@link ScriptReader#lineInScript}; for the last returned step, if none is read ahead. */
    int lineInScript(Statement statement) {
        await();
        return reader.lineInScript(statement);
    }

    private void await() {
        if (reading == null) {
            return;
        }
        try {
            BackgroundTask.result(reading);
            reading = null;
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted", null, e);
        }
    }

    /** Waits for the helper, which may be active when a message has failed. */
    @Override
    public void close() {
        if (helper != null) {
            helper.close();
        }
        reader.close();
    }
}
