package dev.dbops.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server of a test's own that crashes: all of its processes are killed at once, and what they had in memory is gone.
 *
 * <p>It writes to its disk as real ones do; those of the other tests do not. What the operating system holds of its files
 * survives, as it does when processes are killed, and does not when power fails.
 */
public final class CrashingServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Map<String, String> DURABLE = Map.of("fsync", "on", "synchronous_commit", "on");

    private final int major;
    private final Path data;
    private final Map<String, String> settings = new HashMap<>(DURABLE);
    private final TestServer server;
    private EmbeddedPostgres running;

    /**
     * Starts it.
     *
     * @param major its version
     * @param directory where it keeps its files; those who start it must be able to reach it
     * @param settings of the server, besides those of its kind
     */
    public CrashingServer(int major, Path directory, Map<String, String> settings) {
        this.major = major;
        this.data = directory.resolve("data");
        this.settings.putAll(settings);
        this.server = new TestServer(freePort());
        start();
        server.setPassword();
    }

    /** What can be done with it, while it runs. */
    public TestServer server() {
        return server;
    }

    /** Starts it again with the same files on the same port; it has recovered when this returns. */
    public void start() {
        var builder = TestServer.builder(major)
                .setPort(server.port())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(START);
        settings.forEach(builder::setServerConfig);
        try {
            running = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills all of its processes; returns when they are gone. */
    public void crash() {
        // stopped, it starts no more processes, and does not tell the others that it is gone
        signal("STOP", List.of(postmaster()));
        var processes = new ArrayList<>(postmaster().descendants().toList());
        processes.add(postmaster());
        signal("KILL", processes);
        processes.forEach(process -> process.onExit().join());
        release();
    }

    /** Stops one of its processes; it does nothing more, and the others know nothing of that. */
    public void suspend(String backendType) {
        var pid = server.rows(
                        "postgres", "SELECT pid FROM pg_stat_activity WHERE backend_type = '%s'".formatted(backendType))
                .getFirst();
        signal("STOP", List.of(ProcessHandle.of(Long.parseLong(pid)).orElseThrow()));
    }

    /** Ends it. */
    @Override
    public void close() {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            crash();
        }
    }

    private ProcessHandle postmaster() {
        try (var lines = Files.lines(data.resolve("postmaster.pid"))) {
            return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The library lets go of the directory; it has no process to end. */
    private void release() {
        try {
            Files.delete(data.resolve("postmaster.pid"));
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) {
        var command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
