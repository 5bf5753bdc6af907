package dev.dbops.cli.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that runs in db-ops' place: with its streams, its terminal and its working directory.
 *
 * @param words the program and its arguments
 * @param directory the working directory
 */
record ForegroundProgram(List<String> words, Path directory) {
    /** What shells answer with when there is no such program. */
    static final int NOT_FOUND = 127;

    /** What shells answer with when there is one that cannot be run. */
    static final int NOT_EXECUTABLE = 126;

    /** Whether it can be run. */
    enum Presence {
        RUNNABLE,
        NOT_EXECUTABLE,
        NOT_FOUND
    }

    /** Looks for the program as a shell would: in these directories, unless its name has a slash. */
    Presence presence(String path) {
        var program = words.getFirst();
        if (program.contains("/")) {
            return presence(directory.resolve(program));
        }
        var best = Presence.NOT_FOUND;
        for (var place : path.split(":")) {
            var found = presence(directory.resolve(place).resolve(program));
            if (found.compareTo(best) < 0) {
                best = found;
            }
        }
        return program.isEmpty() ? Presence.NOT_FOUND : best;
    }

    private static Presence presence(Path file) {
        if (!Files.exists(file)) {
            return Presence.NOT_FOUND;
        }
        return Files.isRegularFile(file) && Files.isExecutable(file) ? Presence.RUNNABLE : Presence.NOT_EXECUTABLE;
    }

    /**
     * Runs it to its end, however long that takes and whatever signals come.
     *
     * @return its exit code; 128 and the signal's number when a signal has ended it
     * @throws OpsException of kind FAILED when it cannot be started
     */
    int run(Signals signals) {
        Process process;
        try {
            process = new ProcessBuilder(words)
                    .directory(directory.toAbsolutePath().toFile())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            throw new OpsException(
                    Kind.FAILED, "cannot run %s: %s".formatted(words.getFirst(), e.getMessage()), null, e);
        }
        signals.forwardTo(process);
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException _) {
                // the program decides when it ends: a signal has reached it as well
            }
        }
    }
}
