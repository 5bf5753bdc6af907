package dev.dbops.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import dev.dbops.OpsException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Runs the work of a handler: reads the event, writes the answer, and makes one log line of a failure. */
public final class FunctionRunner {
    private final FunctionEnvironment environment;
    private final FunctionWork work;
    private final AtomicBoolean isCold = new AtomicBoolean(true);

    private FunctionRunner(FunctionEnvironment environment, FunctionWork work) {
        this.environment = environment;
        this.work = work;
    }

    /**
     * Starts a function in the environment that Lambda has made.
     *
     * @param configure reads the variables, and makes what handles the events
     * @throws FunctionFailure when the configuration is wrong, after a line in the log
     */
    public static FunctionRunner start(Function<FunctionEnvironment, FunctionWork> configure) {
        return start(
                new FunctionVariables(System.getenv()),
                new FileOutputStream(FileDescriptor.out),
                Clock.systemUTC(),
                configure);
    }

    /** Like {@link #start(Function)}, with other variables, another log and another clock. */
    public static FunctionRunner start(
            FunctionVariables variables,
            OutputStream out,
            Clock clock,
            Function<FunctionEnvironment, FunctionWork> configure) {
        try {
            var environment = new FunctionEnvironment(variables, FunctionLog.of(out, variables, clock));
            return new FunctionRunner(environment, configure.apply(environment));
        } catch (OpsException e) {
            var log = FunctionLog.withDefaults(out, variables, clock);
            log.line(LogLevel.ERROR, e.getMessage()).with(e).write();
            throw new FunctionFailure(log.redact(e.getMessage()));
        }
    }

    /**
     * Handles one event.
     *
     * @throws FunctionFailure when the work has failed
     * @throws IOException when Lambda cannot be read from or written to
     */
    public void run(InputStream event, OutputStream answer, Context context) throws IOException {
        var bytes = event.readAllBytes();
        var end = System.nanoTime()
                + Duration.ofMillis(context.getRemainingTimeInMillis()).toNanos();
        var log = environment.log().ofRequest(context.getAwsRequestId());
        var call = new FunctionCall(log, new MetricCounts(), end);
        if (isCold.getAndSet(false)) {
            call.metrics().add(Metric.COLD_STARTS);
        }
        try {
            answer.write(work.answer(bytes, call));
        } catch (OpsException e) {
            log.line(LogLevel.ERROR, e.getMessage()).with(e).write();
            throw failure(call, e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            var message = "a fault of db-ops: " + e.getClass().getName();
            log.line(LogLevel.ERROR, message).with("stack", stack(e)).write();
            throw failure(call, message);
        } finally {
            call.metrics().write(log, environment.functionName());
        }
    }

    private static FunctionFailure failure(FunctionCall call, String message) {
        call.metrics().add(Metric.EVENTS_FAILED);
        return new FunctionFailure(call.log().redact(message));
    }

    private static String stack(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
