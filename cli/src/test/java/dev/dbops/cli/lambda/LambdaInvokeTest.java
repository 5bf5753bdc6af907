package dev.dbops.cli.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaInvokeTest {
    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedFunction orders;
    private Cli cli;

    @BeforeEach
    void aFunction() {
        aws = AwsEmulator.reset();
        orders = new EmulatedFunction(aws, "orders");
        cli = new Cli(directory).with(aws.variables());
    }

    @Test
    void theAnswerIsPrintedAsItIsAndTheLogAside() {
        orders.logging("{\"taken\": 1}", "START RequestId: 1\nhello \u001b[31mred\nEND RequestId: 1\n", "/x");

        var run = cli.run("lambda-invoke", "orders", "--sample", "direct").succeeded();

        assertThat(run.out()).isEqualTo("{\"taken\": 1}\n");
        assertThat(run.err()).isEqualTo("START RequestId: 1\nhello \\x1B[31mred\nEND RequestId: 1\n");
        assertThat(orders.received()).containsExactly(List.of(17L));
    }

    @Test
    void programsGetARecordWithTheAnswerInside() {
        orders.answering("{\"taken\": [1, \"two\"]}");

        var run = cli.run("lambda-invoke", "orders", "-o", "json", "-q").succeeded();

        assertThat(run.out())
                .isEqualTo("{\"function\":\"orders\",\"version\":\"$LATEST\",\"status\":200,"
                        + "\"answer\":{\"taken\": [1, \"two\"]}}\n");
        assertThat(orders.payload()).isEqualTo("{}");
    }

    @Test
    void aFunctionThatFailsIsExitCodeOneWithItsMessage() {
        orders.broken(
                "{\"errorType\": \"ValueError\", \"errorMessage\": \"no \\u001b[31m row\"}", "Traceback: line 7\n");

        var run = cli.run("lambda-invoke", "orders", "--sample", "sqs").failed(1);

        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("""
            Traceback: line 7
            error: function "orders" failed: ValueError: no \\x1B[31m row
            hint: more of its log: db-ops lambda-logs orders
            """);
    }

    @Test
    void anAsynchronousEventWaitsInTheQueue() {
        var run = cli.run("lambda-invoke", "orders:live", "--async", "--sample", "kinesis")
                .succeeded();

        assertThat(run.out())
                .startsWith("the event is in the queue of function \"orders:live\"; its log: db-ops lambda-logs");
        assertThat(orders.payload()).contains("\"eventSource\": \"aws:kinesis\"");
        assertThat(cli.run("lambda-invoke", "orders", "--async", "-o", "json")
                        .succeeded()
                        .out())
                .isEqualTo("{\"function\":\"orders\",\"version\":\"$LATEST\",\"status\":202,\"answer\":null}\n"
                        .replace("$LATEST", ""));
    }

    @Test
    void theEventComesFromAFileOrStandardInput() throws IOException {
        Files.writeString(directory.resolve("event.json"), "{\"from\": \"file\"}\n");

        cli.run("lambda-invoke", "orders", "--event", "event.json").succeeded();
        assertThat(orders.payload()).isEqualTo("{\"from\": \"file\"}\n");

        cli.piping("[\"piped\"]").run("lambda-invoke", "orders", "--event", "-").succeeded();
        assertThat(orders.payload()).isEqualTo("[\"piped\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "sqs", "kinesis", "msk", "kafka", "s3", "cognito"})
    void aSampleIsPrintedWithoutAFunction(String source) {
        var run = cli.run("lambda-invoke", "--sample", source, "--dry-run").succeeded();

        assertThat(run.out()).startsWith("{\n").endsWith("}\n");
        assertThat(run.err()).isEmpty();
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void aDryRunInvokesNothing() {
        var run = cli.run("lambda-invoke", "orders", "--qualifier", "live", "--dry-run")
                .succeeded();

        assertThat(run.out()).isEqualTo("{}\n");
        assertThat(run.err()).isEqualTo("would invoke function \"orders:live\"\n");
        assertThat(aws.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        lambda-invoke                                     | no function is named
        lambda-invoke a/b                                 | "a/b" is not the name of a Lambda function
        lambda-invoke nobody                              | there is no function "nobody" in eu-central-1
        lambda-invoke orders:gone                         | there is no function "orders" in eu-central-1, or it has no version or alias "gone"
        lambda-invoke orders --qualifier gone             | there is no function "orders" in eu-central-1, or it has no version or alias "gone"
        lambda-invoke orders:live --qualifier 7           | --qualifier is "7", but the function's name ends in ":live"
        lambda-invoke orders --qualifier a/b              | "a/b" is not a version or alias of a function (from --qualifier)
        lambda-invoke orders --event none.json            | there is no file none.json (from --event)
        lambda-invoke orders --event .                    | the file . cannot be read: Is a directory
        lambda-invoke orders --event x --sample sqs       | --event and --sample cannot be combined
        lambda-invoke orders --event -                    | standard input: the event is not JSON: it is empty
        lambda-invoke arn:aws:lambda:eu-west-1:123456789012:function:orders --region eu-north-1 | the function's ARN is of eu-west-1, but --region is eu-north-1
        """)
    void wrongUsageIsASentence(String command, String message) {
        assertThat(cli.run(command.split(" ")).failed(2).err()).startsWith("error: " + message + "\nhint: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"a":        | event.json:1:6: the event is not JSON: Unexpected end-of-input
        {"a": 1} [2] | event.json: the event is not JSON: something follows the first value
        nonsense     | event.json:1:1: the event is not JSON: Unrecognized token
        """)
    void aFileThatIsNotJsonIsRefusedBeforeItIsSent(String text, String message) throws IOException {
        Files.writeString(directory.resolve("event.json"), text);

        var run = cli.run("lambda-invoke", "orders", "--event", "event.json").failed(2);

        assertThat(run.err()).startsWith("error: " + message);
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void anEventThatIsTooLargeIsRefusedBeforeItIsSent() throws IOException {
        Files.writeString(directory.resolve("two.json"), "\"" + "x".repeat(2_000_000) + "\"");
        Files.writeString(directory.resolve("seven.json"), "\"" + "x".repeat(7_000_000) + "\"");

        assertThat(cli.run("lambda-invoke", "orders", "--async", "--event", "two.json")
                        .failed(2)
                        .err())
                .isEqualTo("""
                    error: the event has at least 2,000,002 bytes, and Lambda accepts less than 1,048,576 for an asynchronous invocation
                    hint: leave out --async: an invocation that waits may have 6 MB
                    """);
        assertThat(cli.run("lambda-invoke", "orders", "--event", "seven.json")
                        .failed(2)
                        .err())
                .startsWith(
                        "error: the event has at least 7,000,002 bytes, and Lambda accepts less than 6,291,456 for an");
        assertThat(aws.calls()).isEmpty();
        cli.run("lambda-invoke", "orders", "--event", "two.json").succeeded();
    }

    @Test
    void anEventAtATerminalIsRefused() {
        assertThat(cli.typing("")
                        .with("NO_COLOR", "1")
                        .run("lambda-invoke", "orders", "--event", "-")
                        .failed(2)
                        .err())
                .startsWith("error: standard input is a terminal, and not an event\n");
    }

    @Test
    void aDeniedActionIsNamed() {
        aws.fail("lambda:InvokeFunction", "AccessDeniedException", 403, 1);

        assertThat(cli.run("lambda-invoke", "orders").failed(4).err())
                .contains("hint: let an administrator allow the IAM action lambda:InvokeFunction");
    }

    @Test
    void anInterruptSaysThatTheFunctionContinues() {
        aws.hold("lambda:InvokeFunction");
        try (var running = cli.start("lambda-invoke", "orders")) {
            running.await(_ -> aws.isWaiting());
            var end = running.interrupt();

            assertThat(end.exitCode()).isEqualTo(130);
            assertThat(end.err()).contains("interrupted while function \"orders\" was running; it continues in Lambda");
        } finally {
            aws.release();
        }
    }
}
