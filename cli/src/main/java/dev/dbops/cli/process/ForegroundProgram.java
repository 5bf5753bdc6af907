package dev.dbops.cli.process;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that runs in db-ops' place: with its streams, its terminal and its working directory.
 *
 * @param words the program and its arguments
 * @param directory the working directory
 * @param variables its environment
 */
public record ForegroundProgram(List<String> words, Path directory, Map<String, String> variables) {
    /** The exit code of shells if the program does not exist. */
    public static final int NOT_FOUND = 127;

    /** The exit code of shells if the program cannot be executed. */
    public static final int NOT_EXECUTABLE = 126;

    /** Returns whether it can be run. */
    public enum Presence {
        RUNNABLE,
        NOT_EXECUTABLE,
        NOT_FOUND
    }

    /** Looks for the program as a shell would: in these directories, unless its name has a slash. */
    public Presence presence(String path) {
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

    /** The file of a program that can be run, in the first of these directories that has it. */
    public static Optional<Path> find(String program, String path, Path directory) {
        for (var place : path.split(":")) {
            var file = directory.resolve(place).resolve(program);
            if (presence(file) == Presence.RUNNABLE) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static Presence presence(Path file) {
        if (!Files.exists(file)) {
            return Presence.NOT_FOUND;
        }
        return Files.isRegularFile(file) && Files.isExecutable(file) ? Presence.RUNNABLE : Presence.NOT_EXECUTABLE;
    }

    /**
     * Runs the program until it ends. Signals do not end the wait.
     *
     * @return its exit code; 128 and the signal's number when a signal has ended it
     * @throws OpsException of kind FAILED when it cannot be started
     */
    public int run(Signals signals) {
        Process process;
        try {
            var builder = new ProcessBuilder(words)
                    .directory(directory.toAbsolutePath().toFile())
                    .inheritIO();
            builder.environment().clear();
            builder.environment().putAll(variables);
            process = builder.start();
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
