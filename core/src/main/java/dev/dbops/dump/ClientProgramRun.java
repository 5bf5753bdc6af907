package dev.dbops.dump;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of pg_dump or pg_restore.
 *
 * @param program the program
 * @param arguments its arguments
 * @param variables its environment
 */
record ClientProgramRun(ClientProgram program, List<String> arguments, Map<String, String> variables) {
    ClientProgramRun {
        arguments = List.copyOf(arguments);
        variables = Map.copyOf(variables);
    }

    /** Writes the program's standard input; it is closed afterwards. */
    @FunctionalInterface
    interface Input {
        Input NONE = _ -> {};

        void writeTo(OutputStream in) throws IOException;
    }

    /** Reads the program's standard output to its end. */
    @FunctionalInterface
    interface Output<T> {
        T read(InputStream out) throws IOException;
    }

    /**
     * The output of a program.
     *
     * @param value what the reader made of its standard output
     * @param warnings the lines of its standard error
     */
    record Result<T>(T value, List<String> warnings) {
        Result {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Runs the program to its end.
     *
     * @throws OpsException when it fails, with its own message; when it cannot be run; of kind INTERRUPTED after an
     *     interrupt, which ends the program
     * @throws UncheckedIOException when the reader fails, for example because its disk is full
     */
    <T> Result<T> run(Input input, Output<T> output) {
        var words = new ArrayList<>(List.of(program.file().toString()));
        words.addAll(arguments);
        var builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.environment().put("LC_ALL", "C");
        try {
            var process = builder.start();
            try {
                var in = beside(process, () -> write(input, process.getOutputStream()));
                var out = beside(process, () -> output.read(process.getInputStream()));
                var err = beside(process, () -> text(process.getErrorStream()));
                var exit = process.waitFor();
                var value = out.get();
                in.get();
                if (exit != 0) {
                    throw ClientProgramFailure.of(program, exit, err.get());
                }
                return new Result<>(
                        value, err.get().lines().filter(line -> !line.isBlank()).toList());
            } finally {
                process.destroy(); // after an interrupt; the program then cancels its statement
            }
        } catch (IOException e) {
            throw new OpsException(Kind.FAILED, "cannot run %s: %s".formatted(program.file(), e.getMessage()), null, e);
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted; nothing was written", null, e);
        }
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A program that ends early does not read the rest; its own message says why. */
    private static Void write(Input input, OutputStream in) throws IOException {
        try (in) {
            input.writeTo(in);
        } catch (IOException e) {
            if (!"Broken pipe".equals(e.getMessage()) && !"Stream closed".equals(e.getMessage())) {
                throw e;
            }
        }
        return null;
    }

    /** Work that is done while the program runs. */
    private interface Work<T> {
        T result() throws IOException;
    }

    /**
     * Works in a separate thread: reading cannot be interrupted, and a program whose output is not read stops at a full
     * pipe. A failure ends the program.
     */
    private static <T> BackgroundTask<T> beside(Process process, Work<T> work) {
        return BackgroundTask.start("streams of a client program", () -> {
            try {
                return work.result();
            } catch (IOException e) {
                process.destroy();
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                process.destroy();
                throw e;
            }
        });
    }
}
