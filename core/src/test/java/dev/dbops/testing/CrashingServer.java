package dev.dbops.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server of one test, which can crash: all its processes are killed at once, and their memory is lost.
 *
 * <p>It writes to its disk as a production server does; the servers of the other tests do not. The operating system's file
 * cache survives, as it does when processes are killed, unlike in a power failure.
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
     * @param directory the directory of its files; the user that starts the server must have access to it
     * @param settings settings of the server, besides those that all of these servers have
     */
    public CrashingServer(int major, Path directory, Map<String, String> settings) {
        this.major = major;
        this.data = directory.resolve("data");
        this.settings.putAll(settings);
        this.server = new TestServer(FreePort.choose());
        start();
        server.setPassword();
    }

    /** The actions on a running server. */
    public TestServer server() {
        return server;
    }

    /** Starts it again with the same files on the same port; recovery has ended when this returns. */
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
        // a stopped postmaster starts no processes, and does not report its end to the others
        signal("STOP", List.of(postmaster()));
        var processes = new ArrayList<>(postmaster().descendants().toList());
        processes.add(postmaster());
        signal("KILL", processes);
        processes.forEach(process -> process.onExit().join());
        release();
    }

    /** Suspends one of its processes; the others do not notice. */
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

    /** The library releases the directory; it has no process to end. */
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
}
