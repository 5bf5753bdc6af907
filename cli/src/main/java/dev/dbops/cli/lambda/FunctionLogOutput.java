package dev.dbops.cli.lambda;

import dev.dbops.aws.lambda.LogEntry;
import dev.dbops.aws.lambda.LogGroup;
import dev.dbops.cli.aws.LogOptions;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.output.TextFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes the lines of a function's log. */
final class FunctionLogOutput {
    private final Context context;
    private final LogGroup log;
    private final boolean isReadable;

    /** @param raw whether lines are written as they are, on a terminal too */
    FunctionLogOutput(Context context, LogGroup log, boolean raw) {
        this.context = context;
        this.log = log;
        this.isReadable =
                !raw && context.output().isForPeople() && context.terminal().isScreen();
    }

    /**
     * The downloaded log.
     *
     * @param function the function's name
     * @param file the local file
     * @param bytes the size of the local file
     */
    private record Result(String function, Path file, long bytes) {}

    /**
     * Writes the lines since a time.
     *
     * @param lines how many of the last lines; all if it is empty
     * @param file the file to write; standard output if it is empty
     */
    void write(Instant since, Optional<Integer> lines, Optional<Path> file, String function) {
        if (file.isEmpty()) {
            read(since, lines, this::print);
            return;
        }
        var bytes = new TextFile(context.file(file.get()))
                .write(sink -> read(since, lines, line -> sink.accept(line.text() + "\n")));
        context.output()
                .print(
                        new Result(function, file.get(), bytes),
                        "downloaded the log of %s to %s (%d bytes)".formatted(function, file.get(), bytes));
    }

    private void read(Instant since, Optional<Integer> lines, Consumer<LogEntry> sink) {
        if (lines.isPresent()) {
            log.tail(since, lines.get(), sink);
        } else {
            log.read(since, sink);
        }
    }

    /** Prints new lines until Ctrl-C, and returns the exit code that reports it. */
    int follow(Instant since, int lines) {
        return LogOptions.follow(() -> log.follow(since, lines, context.awsPace(), this::print));
    }

    private void print(LogEntry line) {
        context.output().write((isReadable ? JsonLogLine.readable(line.text()) : line.text()) + "\n");
    }
}
