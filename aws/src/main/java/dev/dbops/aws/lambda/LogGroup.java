package dev.dbops.aws.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;

/** The log of a function in CloudWatch Logs. */
public final class LogGroup {
    private static final String FILTER = "logs:FilterLogEvents";
    private static final String DEFAULT_GROUP = "/aws/lambda/";
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private final AwsClients clients;
    private final LambdaFunction function;
    private final Optional<String> pattern;
    private final String group;

    /**
     * Finds the log group of a function.
     *
     * @param clients of the function's region
     * @param pattern the filter pattern of CloudWatch Logs that lines have to match; empty for all lines
     * @throws OpsException of kind USAGE when there is no such function
     */
    public LogGroup(AwsClients clients, LambdaFunction function, Optional<String> pattern) {
        this.clients = clients;
        this.function = function;
        this.pattern = pattern;
        this.group = group();
    }

    private String group() {
        var configuration = AwsCall.of("lambda:GetFunctionConfiguration", () -> {
            try {
                return clients.lambda().getFunctionConfiguration(request -> request.functionName(function.id()));
            } catch (software.amazon.awssdk.services.lambda.model.ResourceNotFoundException e) {
                throw new LambdaFailures(function, clients.region()).translate(e);
            }
        });
        return Optional.ofNullable(configuration.loggingConfig())
                .map(LoggingConfig::logGroup)
                .orElse(DEFAULT_GROUP + function.name());
    }

    /**
     * Passes on the lines since a time, oldest first.
     *
     * @throws OpsException of kind FAILED when the function has no log yet, USAGE when the filter is refused
     */
    public void read(Instant since, Consumer<LogEntry> sink) {
        if (!readOn(since, sink)) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s has no log: there is no log group \"%s\" in %s"
                            .formatted(function.description(), group, clients.region()),
                    "its first run creates the log, if its role allows logs:CreateLogGroup; db-ops lambda-invoke %s runs it"
                            .formatted(function.name()));
        }
    }

    /**
     * Passes on the last of the lines since a time, oldest first.
     *
     * @param lines the maximum number of lines, from 1
     */
    public void tail(Instant since, int lines, Consumer<LogEntry> sink) {
        var last = new ArrayDeque<LogEntry>();
        read(since, line -> keep(last, line, lines));
        last.forEach(sink);
    }

    private static void keep(ArrayDeque<LogEntry> last, LogEntry line, int most) {
        if (last.size() == most) {
            last.removeFirst();
        }
        last.addLast(line);
    }

    /**
     * Passes on the last of the lines since a time, and then new lines, each once, until the thread is interrupted.
     * Waits for the log of a function that has not run yet.
     */
    public void follow(Instant since, int lines, Pace pace, Consumer<LogEntry> sink) throws InterruptedException {
        var seen = new SeenLines(since);
        var last = new ArrayDeque<LogEntry>();
        readOn(since, line -> {
            if (seen.isNew(line)) {
                keep(last, line, lines);
            }
        });
        last.forEach(sink);
        var polling = new Polling(FOR_EVER, pace);
        while (true) {
            polling.again();
            var fresh = new ArrayList<LogEntry>();
            readOn(seen.from(), line -> {
                if (seen.isNew(line)) {
                    fresh.add(line);
                }
            });
            fresh.forEach(sink);
            seen.forget();
            // after something was written, more is likely
            polling = fresh.isEmpty() ? polling : new Polling(FOR_EVER, pace);
        }
    }

    /** Returns false when there is no log group. */
    private boolean readOn(Instant since, Consumer<LogEntry> sink) {
        var request = FilterLogEventsRequest.builder()
                .logGroupName(group)
                .startTime(Math.max(0, since.toEpochMilli()))
                .filterPattern(pattern.orElse(null))
                .build();
        return AwsCall.of(FILTER, () -> {
            try {
                // a page may be empty and still not the last
                clients.logs()
                        .filterLogEventsPaginator(request)
                        .events()
                        .forEach(event -> sink.accept(LogEntry.of(event)));
                return true;
            } catch (ResourceNotFoundException _) {
                return false;
            } catch (InvalidParameterException e) {
                throw pattern.isEmpty() ? e : refused(e);
            }
        });
    }

    private OpsException refused(InvalidParameterException failure) {
        return new OpsException(
                Kind.USAGE,
                "CloudWatch Logs refuses the filter \"%s\" (from --filter): %s"
                        .formatted(pattern.orElse(""), AwsFailure.message(failure)),
                "a word matches lines that contain it; quote other characters: --filter '\"/users\"'",
                failure);
    }
}
