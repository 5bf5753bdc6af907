package dev.dbops.lambda.runtime;

import dev.dbops.target.Password;
import dev.dbops.text.Redactor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The log of a function: JSON lines on standard output, which Lambda sends to CloudWatch. Several threads may use it. */
public final class FunctionLog {
    private final OutputStream out;
    private final LogLevel least;
    private final Redactor redactor;
    private final Clock clock;
    private final String requestId;

    private FunctionLog(OutputStream out, LogLevel least, Redactor redactor, Clock clock, String requestId) {
        this.out = out;
        this.least = least;
        this.redactor = redactor;
        this.clock = clock;
        this.requestId = requestId;
    }

    /**
     * The log outside an invocation.
     *
     * @param out gets each line in one piece
     * @param variables the level, and secrets that are hidden wherever they are written
     * @throws dev.dbops.OpsException of kind USAGE when the level is none
     */
    public static FunctionLog of(OutputStream out, FunctionVariables variables, Clock clock) {
        return new FunctionLog(out, LogLevel.of(variables), Redactor.of(List.of(), variables.all()), clock, "");
    }

    /** A log that reports a wrong level. */
    static FunctionLog withDefaults(OutputStream out, FunctionVariables variables, Clock clock) {
        return new FunctionLog(out, LogLevel.INFO, Redactor.of(List.of(), variables.all()), clock, "");
    }

    /** The same log for one invocation. */
    FunctionLog ofRequest(String id) {
        return new FunctionLog(out, least, redactor, clock, id);
    }

    /** Begins a line; {@link LogLine#write} ends it. */
    public LogLine line(LogLevel level, String message) {
        var time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        return new LogLine(this, level, time, message).with("AWSRequestId", requestId);
    }

    /** Hides a password that was obtained later. */
    public void hide(Password password, String beside) {
        redactor.hide(password.value(), beside);
    }

    /** The text without secrets. */
    String redact(String text) {
        return redactor.redact(text);
    }

    boolean writes(LogLevel level) {
        return level.compareTo(least) >= 0;
    }

    /** The time, in milliseconds since 1970. */
    long millis() {
        return clock.millis();
    }

    String requestId() {
        return requestId;
    }

    /** Writes one line in one piece. */
    void write(byte[] line) {
        synchronized (out) {
            try {
                out.write(line);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
