package dev.dbops.tunnel.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs as long as db-ops needs it, and never longer.
 *
 * <p>It is started by a small shell script, which gets the program as arguments and becomes that program. A second
 * process of the script reads a pipe from db-ops. The pipe is closed when db-ops ends, also when it is killed, and then
 * that process ends the program.
 */
final class TunnelProcess {
    private static final int MOST_LINES = 200;
    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    private final Process process;
    private final Thread reader;
    private final Deque<String> lines = new ArrayDeque<>();
    private long read;

    private TunnelProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "db-ops-tunnel");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a program.
     *
     * @param script the shell script that becomes the program
     * @param words the program and its arguments
     * @param variables its environment
     */
    static TunnelProcess start(String script, List<String> words, Map<String, String> variables) throws IOException {
        var command = new ArrayList<>(List.of("/bin/sh", "-c", script, "db-ops-tunnel"));
        command.addAll(words);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(variables);
        // the failures are recognized by their wording
        builder.environment().put("LC_ALL", "C");
        return new TunnelProcess(builder.start());
    }

    private void read() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                add(line.strip());
            }
        } catch (IOException _) {
            // the program has ended
        }
    }

    private synchronized void add(String line) {
        if (line.isEmpty()) {
            return;
        }
        read++;
        lines.addLast(line);
        if (lines.size() > MOST_LINES) {
            lines.removeFirst();
        }
    }

    /** The number of lines that the program has written so far. */
    synchronized long lineCount() {
        return read;
    }

    /** The lines that the program has written after the first ones, on standard output and standard error. */
    synchronized List<String> linesAfter(long first) {
        var all = List.copyOf(lines);
        return all.subList(Math.clamp(first - (read - all.size()), 0, all.size()), all.size());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the program ends, but not longer than this; returns whether it has ended. */
    boolean ends(Duration within) throws InterruptedException {
        return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The last lines of a program that has ended. */
    List<String> lastLines() throws InterruptedException {
        reader.join(LAST_LINES.toMillis());
        return linesAfter(0);
    }

    /**
     * Ends the program.
     *
     * @param patience how long to wait for its end; a program that has not ended then ends without being waited for
     */
    void end(Duration patience) {
        var interrupted = Thread.interrupted();
        try {
            release();
            ends(patience);
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the pipe. A word before the end says that the program has ended by itself, and nothing is left to end. */
    private void release() {
        try (var pipe = process.getOutputStream()) {
            if (!process.isAlive()) {
                pipe.write('\n');
            }
        } catch (IOException _) {
            // the script has ended as well
        }
    }
}
