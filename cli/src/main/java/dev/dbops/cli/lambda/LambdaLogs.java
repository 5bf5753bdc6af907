package dev.dbops.cli.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.lambda.LogGroup;
import dev.dbops.cli.aws.LogOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.events.PointInTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Prints or follows the log of a Lambda function. */
public final class LambdaLogs implements Command, Callable<Integer> {
    private static final int MOST_FILTER = 1024;
    private static final int LINES_BEFORE_FOLLOWING = 10;

    private String since = "10m";
    private Optional<String> filter = Optional.empty();
    private boolean follow;
    private boolean raw;

    private final LogOptions logOptions = new LogOptions();
    private final Context context;
    private final FunctionOptions options;

    public LambdaLogs(Context context) {
        this.context = context;
        this.options = new FunctionOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Print or follow the log of a Lambda function.");
        options.describe(model);
        model.option(
                "--since",
                "TIME",
                "Only lines since this time (2026-11-20T10:00), or how long ago (10m, 2h, 14d). Default: 10m.",
                value -> since = value);
        logOptions.describe(model);
        model.option(
                        "--filter",
                        "PATTERN",
                        "Only lines that match this filter pattern of CloudWatch Logs, such as ERROR.",
                        value -> filter = Optional.of(value))
                .flag("--follow", "Print new lines until Ctrl-C.", value -> follow = value)
                .flag("--raw", "Print lines as they are logged, on a terminal too.", value -> raw = value)
                .footer(
                        "On a terminal, lines of JSON are shown as time, level, message and other fields.",
                        "",
                        "Example: db-ops lambda-logs orders --follow");
    }

    @Override
    public Integer call() {
        refuseContradictions();
        var start = PointInTime.parse(since, Instant.now(), ZoneId.systemDefault());
        var function = options.function();
        try (var clients = options.clients(function)) {
            var output = new FunctionLogOutput(context, new LogGroup(clients, function, filter), raw);
            if (follow) {
                return output.follow(start, logOptions.lines().orElse(LINES_BEFORE_FOLLOWING));
            }
            output.write(start, logOptions.lines(), logOptions.file(), function.name());
            return ExitCode.OK;
        }
    }

    private void refuseContradictions() {
        if (follow && logOptions.file().isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--follow prints new lines, and cannot be combined with --file",
                    "omit it; to store the lines: db-ops lambda-logs NAME --follow | tee FILE");
        }
        if (filter.isPresent() && filter.get().length() > MOST_FILTER) {
            throw new OpsException(
                    Kind.USAGE,
                    "the filter has %d characters, and CloudWatch Logs allows %d (from --filter)"
                            .formatted(filter.get().length(), MOST_FILTER),
                    "shorten it");
        }
    }
}
