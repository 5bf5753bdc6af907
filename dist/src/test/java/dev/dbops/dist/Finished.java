package dev.dbops.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that ran to its end, and what it left: the tests of the distribution look at it from outside. */
public record Finished(int exit, String out, String err) {
    private static final int LIMIT_SECONDS = 180;

    static Finished run(List<String> command) throws IOException, InterruptedException {
        return run(Path.of("").toAbsolutePath(), Map.of(), command);
    }

    /**
     * Runs a program with nothing on its standard input.
     *
     * @param variables environment variables to set; those that an empty value is given are removed
     */
    public static Finished run(Path directory, Map<String, String> variables, List<String> command)
            throws IOException, InterruptedException {
        var out = Files.createTempFile("db-ops-test", ".out");
        var err = Files.createTempFile("db-ops-test", ".err");
        try {
            return await(start(directory, variables, command, out, err), out, err);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    public static Process start(Path directory, Map<String, String> variables, List<String> command, Path out, Path err)
            throws IOException {
        var builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        variables.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder.start();
    }

    static Finished await(Process process, Path out, Path err) throws IOException, InterruptedException {
        var ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        var finished = new Finished(
                ended ? process.exitValue() : -1,
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
        if (!ended) {
            throw new AssertionError("still running after " + LIMIT_SECONDS + " s: " + finished);
        }
        return finished;
    }
}
