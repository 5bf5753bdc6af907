package dev.dbops.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Distinguishes the server's main process from another process with the same number. */
final class ServerProcess {
    private static final boolean PROC = Files.exists(Path.of("/proc/self/cmdline"));

    private ServerProcess() {}

    /**
     * Returns whether a process is alive and is a PostgreSQL server that works in the data directory. A process that
     * has ended and only waits to be reaped does not count as living.
     */
    static boolean serves(long pid, Path data) {
        var words = commandLine(pid);
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
        return PROC && same(Path.of("/proc", Long.toString(pid), "cwd"), data);
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // one of them does not exist, or may not be looked at
        }
    }

    /**
     * Linux reports this in a file, at a fraction of the cost of {@link ProcessHandle}, and also for other users'
     * processes.
     */
    private static List<String> commandLine(long pid) {
        if (!PROC) {
            return fromHandle(pid);
        }
        String text;
        try {
            text = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
        } catch (IOException e) {
            return List.of(); // no such process
        }
        var words = new ArrayList<String>();
        var start = 0;
        for (var end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', start)) {
            words.add(text.substring(start, end));
            start = end + 1;
        }
        return words;
    }

    private static List<String> fromHandle(long pid) {
        var handle = ProcessHandle.of(pid);
        if (handle.isEmpty()) {
            return List.of();
        }
        var info = handle.get().info();
        var words = new ArrayList<String>();
        info.command().ifPresent(words::add);
        info.arguments().ifPresent(arguments -> words.addAll(List.of(arguments)));
        return words;
    }
}
