package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.Polling.Pace;
import dev.dbops.cli.process.Invocation;
import dev.dbops.cli.process.Invocation.TerminalStreams;
import dev.dbops.table.Screen;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Runs command lines as {@code main} does, in a directory and an environment of the test's own. */
public final class Cli {
    /** The part that every IAM token has. */
    private static final String TOKEN = "X-Amz-Signature";
    /** The emulator of AWS does not mind being asked often. */
    private static final Pace FAST = new Pace(Duration.ofMillis(1), Duration.ofMillis(20));

    private final Path directory;
    private Path home = Path.of("../local/target");
    private final Map<String, String> variables = new HashMap<>();
    private Supplier<InputStream> input = InputStream::nullInputStream;
    private TerminalStreams terminal = TerminalStreams.NONE;
    private Screen screen = Screen.ENDLESS;

    public Cli(Path directory) {
        this.directory = directory;
        variables.put("HOME", directory.toString());
    }

    /** Runs as the distribution in this directory. */
    public Cli installedIn(Path distribution) {
        home = distribution;
        return this;
    }

    /** Reads results on a terminal of this size. */
    public Cli on(Screen size) {
        screen = size;
        terminal = new TerminalStreams(terminal.in(), true, true);
        return this;
    }

    /** Sets an environment variable. */
    public Cli with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Sets environment variables. */
    public Cli with(Map<String, String> further) {
        variables.putAll(further);
        return this;
    }

    /** Points CONNECTION_URL at the database. */
    public Cli with(ConnectionTarget target) {
        return with("CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
    }

    /** Types this at a terminal. */
    public Cli typing(String text) {
        return typingFrom(() -> bytes(text));
    }

    /** Types what comes, at a terminal. */
    public Cli typing(InputStream typed) {
        return typingFrom(() -> typed);
    }

    private Cli typingFrom(Supplier<InputStream> typed) {
        input = typed;
        terminal = new TerminalStreams(true, true, true);
        return this;
    }

    /** Feeds these bytes to standard input, which is not a terminal. */
    public Cli piping(byte[] bytes) {
        input = () -> new ByteArrayInputStream(bytes);
        return this;
    }

    /** Feeds this to standard input, which is not a terminal. */
    public Cli piping(String text) {
        input = () -> bytes(text);
        return this;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Runs one command line; whatever it says, it does not say the password, nor a token. */
    public Transcript run(String... args) {
        var transcript = runAndTell(args);
        assertThat(transcript.out() + transcript.err()).doesNotContain(TestServer.PASSWORD, TOKEN);
        return transcript;
    }

    /** Runs a command line that was asked to show the password. */
    public Transcript runAndTell(String... args) {
        return new Streams().run(args);
    }

    /** Starts a command line that runs until it is interrupted. */
    public Running start(String... args) {
        return new Running(args);
    }

    /** The streams of one run. */
    private final class Streams {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();

        private Transcript run(String... args) {
            var invocation = new Invocation(
                    input.get(),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Map.copyOf(variables),
                    directory,
                    home,
                    terminal,
                    screen,
                    FAST);
            return transcript(DbOps.run(invocation, args));
        }

        private Transcript transcript(int exitCode) {
            return new Transcript(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    /** A command line that runs in a thread of its own. */
    public final class Running implements AutoCloseable {
        private static final int PATIENCE_SECONDS = 30;

        private final Streams streams = new Streams();
        private final CompletableFuture<Transcript> end = new CompletableFuture<>();
        private final Thread thread;

        private Running(String... args) {
            thread = new Thread(() -> end.complete(streams.run(args)));
            thread.start();
        }

        /** Waits until the output meets the condition, and returns it. */
        public Transcript await(Predicate<Transcript> condition) {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            var transcript = streams.transcript(-1);
            while (!condition.test(transcript)) {
                assertThat(System.nanoTime()).as(transcript.toString()).isLessThan(deadline);
                assertThat(end).as(transcript.toString()).isNotDone();
                Thread.onSpinWait();
                transcript = streams.transcript(-1);
            }
            return transcript;
        }

        /** Returns whether it ends by itself in this time. */
        public boolean endsWithin(Duration time) {
            try {
                end.get(time.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException _) {
                return false;
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(streams.transcript(-1).toString(), e);
            }
        }

        /** Ends it as Ctrl-C does. */
        public Transcript interrupt() {
            thread.interrupt();
            return end();
        }

        /** Its end, which comes by itself. */
        public Transcript end() {
            try {
                return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError(streams.transcript(-1).toString(), e);
            }
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    /**
     * The result of a command.
     *
     * @param exitCode its exit code
     * @param out what it wrote to standard output
     * @param err what it wrote to standard error
     */
    public record Transcript(int exitCode, String out, String err) {
        /** Asserts success and hands on the transcript. */
        public Transcript succeeded() {
            return failed(0);
        }

        /** Asserts this exit code and hands on the transcript. */
        public Transcript failed(int expected) {
            assertThat(exitCode).as(toString()).isEqualTo(expected);
            return this;
        }

        @Override
        public String toString() {
            return "exit " + exitCode + "\n--- out\n" + out + "--- err\n" + err;
        }
    }
}
