package dev.dbops.cli.rds;

import dev.dbops.aws.rds.LogFile;
import dev.dbops.aws.rds.LogFiles;
import dev.dbops.cli.aws.LogOptions;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.output.TextFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes lines of RDS's log files. */
final class LogOutput {
    private static final int LINES_BEFORE_FOLLOWING = 10;

    private final Context context;
    private final LogFiles logs;
    private final Optional<Path> file;
    private final Optional<Integer> lines;

    /**
     * Creates the output.
     *
     * @param file the file to write; standard output if it is empty
     * @param lines how many of the last lines to write; all if it is empty
     */
    LogOutput(Context context, LogFiles logs, Optional<Path> file, Optional<Integer> lines) {
        this.context = context;
        this.logs = logs;
        this.file = file;
        this.lines = lines;
    }

    /**
     * The downloaded log.
     *
     * @param log the log file's name
     * @param file the local file
     * @param bytes the size of the local file
     */
    private record Result(String log, Path file, long bytes) {}

    /** Writes a log file to the chosen file, or to standard output. */
    void write(LogFile chosen) {
        if (file.isEmpty()) {
            read(chosen, context.output()::write);
            return;
        }
        var target = context.file(file.get());
        var bytes = new TextFile(target).write(sink -> read(chosen, sink));
        context.output()
                .print(
                        new Result(chosen.name(), file.get(), bytes),
                        "downloaded %s to %s (%d bytes)".formatted(chosen.name(), file.get(), bytes));
    }

    private void read(LogFile chosen, Consumer<String> sink) {
        if (lines.isPresent()) {
            logs.tail(chosen, lines.get(), sink);
        } else {
            logs.download(chosen, sink);
        }
    }

    /** Prints new lines until Ctrl-C, and returns the exit code that reports it. */
    int follow() {
        return LogOptions.follow(
                () -> logs.follow(lines.orElse(LINES_BEFORE_FOLLOWING), context.awsPace(), context.output()::write));
    }
}
