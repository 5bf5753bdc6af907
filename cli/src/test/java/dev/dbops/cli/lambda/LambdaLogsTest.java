package dev.dbops.cli.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.aws.EmulatedFunctionLog;
import dev.dbops.cli.Cli;
import dev.dbops.table.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LambdaLogsTest {
    private static final String GROUP = "/aws/lambda/orders";

    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedFunctionLog log;
    private Cli cli;
    private final Instant now = Instant.now();

    @BeforeEach
    void aFunctionThatHasRun() {
        aws = AwsEmulator.reset();
        new EmulatedFunction(aws, "orders");
        log = new EmulatedFunctionLog(aws, GROUP)
                .write(ago(3600), "an hour ago\n")
                .write(ago(60), "START RequestId: 1\n")
                .write(ago(59), "took 1 event\nof orders\n")
                .write(ago(58), "END RequestId: 1\n");
        cli = new Cli(directory).with(aws.variables());
    }

    private Instant ago(int seconds) {
        return now.minusSeconds(seconds);
    }

    @Test
    void theLinesOfTheLastTenMinutesArePrinted() {
        assertThat(cli.run("lambda-logs", "orders").succeeded().out())
                .isEqualTo("START RequestId: 1\ntook 1 event\nof orders\nEND RequestId: 1\n");
        assertThat(cli.run("lambda-logs", "orders", "--since", "2h").succeeded().out())
                .startsWith("an hour ago\n");
        assertThat(cli.run("lambda-logs", "orders", "--lines", "1").succeeded().out())
                .isEqualTo("END RequestId: 1\n");
        assertThat(cli.run("lambda-logs", "orders", "--filter", "START")
                        .succeeded()
                        .out())
                .isEqualTo("START RequestId: 1\n");
    }

    @Test
    void everyPageIsReadEmptyOnesToo() {
        IntStream.range(0, 25).forEach(number -> log.write(ago(30), "line " + number));
        log.pagesOf(7);

        assertThat(cli.run("lambda-logs", "orders").succeeded().out())
                .hasLineCount(29)
                .endsWith("line 24\n");
    }

    @Test
    void theLogGroupOfTheConfigurationIsRead() {
        new EmulatedFunction(aws, "orders").logging("null", "", "team/orders");
        new EmulatedFunctionLog(aws, "team/orders").write(ago(5), "in its own group");

        assertThat(cli.run("lambda-logs", "orders").succeeded().out()).isEqualTo("in its own group\n");
    }

    @Test
    void aFileIsWrittenWhole() throws IOException {
        var run = cli.run("lambda-logs", "orders", "-f", "orders.log").succeeded();

        assertThat(run.out()).isEqualTo("downloaded the log of orders to orders.log (59 bytes)\n");
        assertThat(Files.readString(directory.resolve("orders.log")))
                .isEqualTo("START RequestId: 1\ntook 1 event\nof orders\nEND RequestId: 1\n");
    }

    @Test
    void linesOfJsonAreReadableOnATerminalAndRawElsewhere() {
        var json = "{\"timestamp\":\"2026-11-20T10:15:30.123Z\",\"level\":\"WARN\",\"message\":\"late \\u001b[31m\","
                + "\"requestId\":\"r-1\",\"table\":\"user rows\",\"took\":{\"ms\":[1, 2]}}";
        log.write(ago(10), json + "\n").write(ago(9), "{broken").write(ago(8), "\u001b[31mplain");
        var since = new String[] {"lambda-logs", "orders", "--since", "15s"};

        assertThat(cli.run(since).succeeded().out()).isEqualTo(json + "\n{broken\n\u001b[31mplain\n");
        cli.on(Screen.ENDLESS).with("NO_COLOR", "1");
        assertThat(cli.run(since).succeeded().out()).isEqualTo("""
            2026-11-20T10:15:30.123Z WARN late \\x1B[31m requestId=r-1 table="user rows" took={"ms":[1,2]}
            {broken
            \\x1B[31mplain
            """);
        assertThat(cli.run("lambda-logs", "orders", "--since", "15s", "--raw")
                        .succeeded()
                        .out())
                .isEqualTo(json + "\n{broken\n\\x1B[31mplain\n");
    }

    @Test
    void followingPrintsEachLineOnceLateOnesToo() {
        log.pagesOf(2);
        try (var running = cli.start("lambda-logs", "orders", "--follow", "--lines", "1")) {
            running.await(shown -> shown.out().equals("END RequestId: 1\n"));
            log.write(ago(20), "new 1").late(3, ago(40), "late 1").write(ago(20), "new 2");
            running.await(shown -> shown.out().contains("late 1"));
            log.write(Instant.now(), "new 3").late(2, Instant.now(), "late 2");
            running.await(shown -> shown.out().contains("late 2"));
            var end = running.interrupt();

            assertThat(end.exitCode()).isEqualTo(130);
            assertThat(end.out().lines())
                    .containsExactlyInAnyOrder("END RequestId: 1", "new 1", "new 2", "late 1", "new 3", "late 2");
        }
    }

    @Test
    void followingWaitsForTheFirstRun() {
        new EmulatedFunction(aws, "fresh");
        try (var running = cli.start("lambda-logs", "fresh", "--follow")) {
            var asked = aws.calls().size();
            running.await(_ -> aws.calls().size() > asked + 3);
            new EmulatedFunctionLog(aws, "/aws/lambda/fresh").write(Instant.now(), "first");
            running.await(shown -> shown.out().equals("first\n"));
        }
    }

    @Test
    void aFunctionWithoutALogIsAFailure() {
        new EmulatedFunction(aws, "fresh");

        assertThat(cli.run("lambda-logs", "fresh").failed(1).err()).isEqualTo("""
            error: function "fresh" has no log: there is no log group "/aws/lambda/fresh" in eu-central-1
            hint: its first run creates the log, if its role allows logs:CreateLogGroup; db-ops lambda-invoke fresh runs it
            """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        lambda-logs                            | no function is named
        lambda-logs nobody                     | there is no function "nobody" in eu-central-1
        lambda-logs orders --filter {          | CloudWatch Logs refuses the filter "{" (from --filter): Invalid filter pattern
        lambda-logs orders --since nonsense    | "nonsense" is not a valid time
        lambda-logs orders --lines 0           | --lines is 0, and can be 1 to 10000
        lambda-logs orders --follow -f x       | --follow prints new lines, and cannot be combined with --file
        """)
    void wrongUsageIsASentence(String command, String message) {
        assertThat(cli.run(command.split(" ")).failed(2).err()).startsWith("error: " + message + "\nhint: ");
    }

    @Test
    void aFilterThatIsTooLongIsRefusedBeforeItIsSent() {
        assertThat(cli.run("lambda-logs", "orders", "--filter", "x".repeat(1025))
                        .failed(2)
                        .err())
                .startsWith("error: the filter has 1025 characters, and CloudWatch Logs allows 1024");
        assertThat(aws.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"lambda:GetFunctionConfiguration", "logs:FilterLogEvents"})
    void aDeniedActionIsNamed(String action) {
        aws.fail(action, "AccessDeniedException", 403, 1);

        assertThat(cli.run("lambda-logs", "orders").failed(4).err())
                .contains("hint: let an administrator allow the IAM action " + action);
    }
}
