package dev.dbops.dist.campaign;

import dev.dbops.testing.CrashingServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The servers of all rounds: two for each version, one with the sources and one with the targets. */
final class Servers implements AutoCloseable {
    private static final Map<String, String> SETTINGS = Map.of(
            "max_prepared_transactions", "20",
            "max_connections", "60",
            "deadlock_timeout", "50ms",
            "max_wal_size", "256MB",
            "wal_level", "logical");

    private final Map<String, CrashingServer> running = new HashMap<>();
    private final Path directory;

    Servers(Path directory) {
        this.directory = directory;
    }

    CrashingServer source(int major) {
        return of("source", major);
    }

    CrashingServer target(int major) {
        return of("target", major);
    }

    private CrashingServer of(String side, int major) {
        return running.computeIfAbsent(
                side + major, name -> new CrashingServer(major, directory.resolve(name), SETTINGS));
    }

    @Override
    public void close() {
        running.values().forEach(CrashingServer::close);
    }
}
