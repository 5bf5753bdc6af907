package dev.dbops.lambda;

import dev.dbops.lambda.runtime.FunctionEnvironment;
import dev.dbops.lambda.runtime.FunctionRunner;
import dev.dbops.lambda.runtime.FunctionVariables;
import dev.dbops.lambda.runtime.FunctionWork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A function in this process, driven as Lambda drives it, whose log is kept. */
public final class FunctionHarness {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final FunctionRunner runner;

    /**
     * Starts the function.
     *
     * @throws dev.dbops.lambda.runtime.FunctionFailure when its configuration is wrong
     */
    public FunctionHarness(Map<String, String> variables, Function<FunctionEnvironment, FunctionWork> configure) {
        runner = FunctionRunner.start(new FunctionVariables(variables), log, Clock.systemUTC(), configure);
    }

    /** Starts a function that cannot start, and returns its log. */
    public static List<String> failedStart(
            Map<String, String> variables, Function<FunctionEnvironment, FunctionWork> configure) {
        var log = new ByteArrayOutputStream();
        try {
            FunctionRunner.start(new FunctionVariables(variables), log, Clock.systemUTC(), configure);
        } catch (RuntimeException e) {
            var lines = log.toString(StandardCharsets.UTF_8).lines().toList();
            if (!lines.getLast().contains(e.getMessage().replace("\"", "\\\""))) {
                throw new AssertionError("the log lacks the failure: " + lines, e);
            }
            return lines;
        }
        throw new AssertionError("the function started");
    }

    /** Invokes the function, and returns its answer. */
    public String invoke(String event) {
        var answer = new ByteArrayOutputStream();
        try {
            runner.run(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                    answer,
                    new TestContext("request-1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** The lines of the log since the last call. */
    public List<String> log() {
        synchronized (log) {
            var lines = log.toString(StandardCharsets.UTF_8).lines().toList();
            log.reset();
            return lines;
        }
    }
}
