package dev.dbops.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Distinguishes the server's main process from another process with the same number. */
final class ServerProcess {
    private ServerProcess() {}

    /**
     * Returns whether a process is alive and is a PostgreSQL server that works in the data directory. A process that
     * has ended and only waits to be reaped does not count as living.
     */
    static boolean serves(long pid, Path data) {
        var words = CommandLine.of(pid);
        if (words.isEmpty() || !words.getFirst().endsWith("/postgres")) {
            return false;
        }
        var option = words.indexOf("-D");
        if (option > 0 && option + 1 < words.size()) {
            var named = words.get(option + 1);
            if (named.equals(data.toString()) || same(Path.of(named), data)) {
                return true;
            }
        }
        // the directory may have been renamed since; PostgreSQL changes into it
        return CommandLine.PROC && same(Path.of("/proc", Long.toString(pid), "cwd"), data);
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // one of them does not exist, or may not be looked at
        }
    }
}
