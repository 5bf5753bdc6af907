package dev.dbops.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The words that a process was started with. */
final class CommandLine {
    /** True where the system reports processes in files. */
    static final boolean PROC = Files.exists(Path.of("/proc/self/cmdline"));

    private CommandLine() {}

    /**
     * Returns the program and its arguments; nothing for a process that does not exist, or has ended and only waits to
     * be reaped.
     *
     * <p>Linux reports them in a file, at a fraction of the cost of {@link ProcessHandle}, and also for other users'
     * processes.
     */
    static List<String> of(long pid) {
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
