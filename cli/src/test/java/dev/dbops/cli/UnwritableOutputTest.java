package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.process.Invocation;
import dev.dbops.cli.process.Invocation.TerminalStreams;
import dev.dbops.cli.process.StandardOutput;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Standard output that cannot be written to: every command says the same, with the same exit code. */
class UnwritableOutputTest {
    /** Each command's help, which is its own output, and commands with results of each kind. */
    static Stream<List<String>> commandLines() {
        var lines = new ArrayList<List<String>>();
        for (var name : CommandModels.all().subcommands().keySet()) {
            lines.add(List.of(name, "--help"));
            lines.add(List.of("help", name));
        }
        lines.add(List.of("--version"));
        lines.add(List.of("--help"));
        lines.add(List.of("help", "42P01"));
        lines.add(List.of("url"));
        lines.add(List.of("url", "-o", "json"));
        lines.add(List.of("wait"));
        lines.add(List.of("sessions"));
        lines.add(List.of("query", "SELECT 1"));
        lines.add(List.of("query", "SELECT 1", "-o", "json"));
        lines.add(List.of("query", "SELECT 1", "-o", "csv"));
        lines.add(List.of("query", "SELECT 1", "--value"));
        lines.add(List.of("query", "SELECT 1", "--explain"));
        lines.add(List.of("completion", "bash"));
        lines.add(List.of("local-status"));
        return lines.stream();
    }

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("commandLines")
    void aFullDiskAndAClosedStreamAreFailures(List<String> words) {
        for (var reason : List.of("No space left on device", "Bad file descriptor")) {
            var err = new ByteArrayOutputStream();

            var exitCode = run(reason, err, words);

            assertThat(exitCode).as("%s: %s", words, err).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("cannot write to standard output");
        }
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void aReaderThatStopsEarlyIsNotAFailure(List<String> words) {
        var err = new ByteArrayOutputStream();

        var exitCode = run("Broken pipe", err, words);

        assertThat(exitCode).as("%s: %s", words, err).isEqualTo(ExitCode.ABANDONED);
        assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("error");
    }

    private int run(String reason, OutputStream err, List<String> words) {
        var out = new StandardOutput(new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException(reason);
            }
        });
        var target = TestServer.carried().target("postgres");
        return DbOps.run(
                new Invocation(
                        InputStream.nullInputStream(),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of(
                                "CONNECTION_URL",
                                ConnectionUrl.formatWithPassword(target),
                                "HOME",
                                directory.toString(),
                                "PATH",
                                System.getenv("PATH")),
                        directory,
                        directory,
                        TerminalStreams.NONE),
                words.toArray(String[]::new));
    }
}
