package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a program to its end and keeps its output. */
final class Programs {
    private static final int NOT_STARTED = 127;

    private Programs() {}

    /**
     * The result of a program.
     *
     * @param exitCode as a shell gives it: 127 when the program could not be started
     * @param output its standard output and standard error together
     */
    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }

        String lastLines(int count) {
            return LocalFailures.lastLines(output, count);
        }
    }

    /**
     * Runs a program with an empty standard input and hardly any environment: the processes that it starts outlive this
     * one, and must keep neither its secrets nor PostgreSQL's own variables (PGDATA, PGOPTIONS ...), and the same
     * language and time zone everywhere.
     */
    static Result run(Path directory, List<String> command) {
        var variables = new HashMap<>(Map.of("LC_ALL", "C", "TZ", "UTC"));
        Optional.ofNullable(System.getenv("PATH")).ifPresent(path -> variables.put("PATH", path));
        return run(directory, command, variables);
    }

    /** Runs a program with an empty standard input and this environment. */
    static Result run(Path directory, List<String> command, Map<String, String> variables) {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(variables);
        try {
            var process = builder.start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return new Result(NOT_STARTED, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while waiting for " + command.getFirst());
        }
    }
}
