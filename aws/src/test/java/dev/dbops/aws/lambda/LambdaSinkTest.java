package dev.dbops.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.aws.MfaPrompt;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.PositionedSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events that a function gets of a batch, in which order, and what is said where it does not take it. */
class LambdaSinkTest {
    private static final String LOG = "5f0c7ad8-0f5c-4c0a-9d3c-000000000000";
    private static final Position WINDOW = new Position(LOG, "10:10:", "20:20:", 0);
    private static final int MEGABYTE = 1_000_000;

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedFunction function = new EmulatedFunction(aws, "orders");
    private final List<LambdaSink> opened = new ArrayList<>();
    private LambdaSink sink;

    @BeforeEach
    void open() {
        sink = sink("orders", "3");
    }

    @AfterEach
    void close() {
        opened.forEach(LambdaSink::close);
    }

    @Test
    void aFunctionGetsTheEventsInTheirOrderAHundredAtATime() {
        // when
        sink.deliver(batch(1, 250));

        // then
        assertThat(function.received()).containsExactly(seqs(1, 100), seqs(101, 200), seqs(201, 250));
    }

    @Test
    void anEventIsItsEnvelopeWithAnIdThatStaysTheSame() {
        sink.deliver(batch(1, 7));

        assertThat(function.lastEvent())
                .contains("\"id\": \"%s:7\"".formatted(LOG))
                .contains("\"event_type\": \"INSERT\"")
                .contains("\"position\": \"%s\"".formatted(WINDOW.at(7)))
                .contains("\"payload\": {\"key\": {\"id\": 7}, \"before\": null, \"after\": {\"id\": 7}}");
    }

    @Test
    void nothingIsInvokedForABatchWithoutEvents() {
        sink.deliver(new Batch(List.of(), WINDOW, Position.after(LOG, "20:20:")));

        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void noPositionIsKept() {
        assertThat(sink).isNotInstanceOf(PositionedSink.class);
        assertThat(sink.description()).isEqualTo("function \"orders\" in eu-central-1");
    }

    @Test
    void aPayloadStaysBelowFiveMegabytes() {
        // when
        sink.deliver(batchOf(event(1, 2 * MEGABYTE), event(2, 2 * MEGABYTE), event(3, 2 * MEGABYTE), event(4, 10)));

        // then
        assertThat(function.received()).containsExactly(seqs(1, 2), seqs(3, 4));
    }

    @Test
    void anEventThatIsLargerThanThatGoesByItselfAsLongAsLambdaTakesIt() {
        // when
        sink.deliver(batchOf(event(1, 10), event(2, 6 * MEGABYTE), event(3, 10)));

        // then
        assertThat(function.received()).containsExactly(seqs(1, 1), seqs(2, 2), seqs(3, 3));
    }

    @Test
    void anEventThatIsTooLargeIsTheOneThatFails() {
        // when
        var failure = failure(batchOf(event(1, 10), event(2, 7 * MEGABYTE), event(3, 10)));

        // then
        assertThat(failure.index()).isEqualTo(1);
        assertThat(failure.reason())
                .hasMessageMatching("the event is too large for function \"orders\": it makes 7,000,\\d{3} bytes, and"
                        + " Lambda takes less than 6,291,456");
        assertThat(failure.reason().hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("--exclude-columns"));
        assertThat(function.attempts()).containsExactly(seqs(1, 1));
    }

    @Test
    void whatLambdaRefusesForItsSizeIsDivided() {
        // given
        aws.fail("lambda:InvokeFunction", "RequestTooLargeException", 413, 1);

        // when
        sink.deliver(batch(1, 4));

        // then
        assertThat(function.received()).containsExactly(seqs(1, 2), seqs(3, 3), seqs(4, 4));
    }

    @Test
    void theEventThatAFunctionFailsWithIsFound() {
        // given
        function.failingWith(37, "ValueError", "no such customer\\nTraceback");

        // when
        var failure = failure(batch(1, 100));

        // then
        assertThat(failure.index()).isEqualTo(36);
        assertThat(failure.reason().kind()).isEqualTo(Kind.FAILED);
        assertThat(failure.reason()).hasMessage("function \"orders\" failed: ValueError: no such customer");
        assertThat(failure.reason().hint())
                .hasValue("its log says more: db-ops lambda-logs orders --region eu-central-1;"
                        + " --on-error dead-letter puts such events aside");
        assertThat(function.received().stream().flatMap(List::stream)).containsExactlyElementsOf(seqs(1, 36));
        assertThat(function.attempts()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void whatWasTakenBeforeAFailureIsNotGivenAgain() {
        // given
        function.failingWith(37, "ValueError", "no such customer");
        var batch = batch(1, 250);
        failure(batch);

        // when
        new EmulatedFunction(aws, "orders");
        sink.deliver(batch.part(0, 36));
        sink.deliver(batch.part(37, 250));

        // then
        assertThat(function.received()).containsExactly(seqs(38, 137), seqs(138, 237), seqs(238, 250));
    }

    @Test
    void aFunctionThatRecoversIsGivenAllOfIt() {
        // given
        function.failingWith(37, "ValueError", "no such customer");
        var batch = batch(1, 60);
        failure(batch);

        // when
        new EmulatedFunction(aws, "orders");
        sink.deliver(batch);

        // then
        assertThat(function.received()).containsExactly(seqs(37, 60));
    }

    @Test
    void theNextWindowIsAnotherOne() {
        sink.deliver(batch(1, 10));

        // when
        var window = new Position(LOG, "20:20:", "30:30:", 0);
        sink.deliver(new Batch(List.of(event(4, 1)), window, Position.after(LOG, "30:30:")));

        // then
        assertThat(function.received()).containsExactly(seqs(1, 10), seqs(4, 4));
    }

    @Test
    void aFunctionMayReportWhichEventsItHasNotTaken() {
        // given
        function.reporting(LOG + ":7", LOG + ":5");
        var batch = batch(1, 10);

        // when
        var failure = failure(batch);

        // then
        assertThat(failure.index()).isEqualTo(4);
        assertThat(failure.reason()).hasMessage("function \"orders\" has reported the event as failed");
        new EmulatedFunction(aws, "orders");
        sink.deliver(batch);
        assertThat(function.received()).containsExactly(seqs(5, 10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"batchItemFailures\": []}",
                "{\"batchItemFailures\": null}",
                "{\"taken\": [{\"batchItemFailures\": [1]}]}",
                "\"done\"",
                "[1]"
            })
    void anyOtherAnswerMeansThatAllWasTaken(String answer) {
        function.answering(answer);

        sink.deliver(batch(1, 3));

        assertThat(function.received()).containsExactly(seqs(1, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"batchItemFailures\": [{\"itemIdentifier\": \"other:1\"}]} | other:1",
                "{\"batchItemFailures\": [{\"itemIdentifier\": 1}]}           | ''",
                "{\"batchItemFailures\": [{\"id\": {\"itemIdentifier\": 1}}]} | ''",
                "{\"batchItemFailures\": [[\"itemIdentifier\"]]}              | ''",
                "{\"batchItemFailures\": \"all\"}                             | ''"
            })
    void aReportThatNamesNoEventIsRefused(String answer, String named) {
        function.answering(answer);

        var failure = refusal(sink, batch(1, 3));

        assertThat(failure.kind()).isEqualTo(Kind.FAILED);
        assertThat(failure)
                .hasMessage(
                        "function \"orders\" has reported an event that it was not given as failed: \"" + named + "\"");
        assertThat(failure.hint()).hasValue("in batchItemFailures, itemIdentifier is the \"id\" of an event");
    }

    @Test
    void aFunctionThatCannotRunIsNotAttributedToAnEvent() {
        // given
        function.broken("{\"errorMessage\": \"No module named 'app'\", \"errorType\": \"Runtime.ImportModuleError\","
                + " \"stackTrace\": [\"a\", {\"b\": 1}]}");

        // when
        var failure = refusal(sink, batch(1, 100));

        // then
        assertThat(failure.kind()).isEqualTo(Kind.FAILED);
        assertThat(failure)
                .hasMessage("function \"orders\" cannot run: Runtime.ImportModuleError: No module named 'app'");
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).startsWith("fix the function"));
        assertThat(function.attempts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"errorMessage\": \"Task timed out\"}   | Task timed out",
                "{\"errorType\": \"Sandbox.Timedout\"}    | Sandbox.Timedout",
                "{\"errorMessage\": {\"code\": 1}}        | it does not say why",
                "\"killed\"                               | \"killed\"",
                "null                                     | null"
            })
    void whatAFunctionDiedOfIsSaidAsFarAsItIsKnown(String document, String said) {
        function.broken(document);

        assertThat(failure(batch(1, 1)).reason()).hasMessage("function \"orders\" failed: " + said);
    }

    @Test
    void anErrorIsCutToALineThatCanBeRead() {
        function.broken("{\"errorType\": \"E\", \"errorMessage\": \"%s\"}".formatted("x".repeat(5000)));

        assertThat(failure(batch(1, 1)).reason())
                .hasMessage("function \"orders\" failed: E: " + "x".repeat(300) + " ...");
    }

    @Test
    void aThrottledFunctionIsGivenTheEventsLater() {
        aws.fail("lambda:InvokeFunction", "TooManyRequestsException", 429, 2);

        sink.deliver(batch(1, 3));

        assertThat(function.received()).containsExactly(seqs(1, 3));
    }

    @Test
    void aFunctionThatStaysThrottledIsNamed() {
        // given
        aws.fail("lambda:InvokeFunction", "TooManyRequestsException", 429, 99, "Rate Exceeded.");

        // when
        var failure = refusal(sink("orders", "2"), batch(1, 3));

        // then
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure)
                .hasMessage("function \"orders\" is throttled, and still was after several attempts: Rate Exceeded.");
        assertThat(failure.hint())
                .hasValue("is its concurrency used up, or set to 0? aws lambda get-function-concurrency"
                        + " --function-name orders --region eu-central-1");
        assertThat(aws.calls()).hasSize(2);
    }

    @Test
    void aFunctionThatDoesNotExistIsNamedWithItsRegion() {
        var failure = refusal(sink("order", "1"), batch(1, 1));

        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure).hasMessage("there is no function \"order\" in eu-central-1");
        assertThat(failure.hint())
                .hasValue("check its name, the region (--region, AWS_REGION, or the function's ARN) and the account"
                        + " (AWS_PROFILE)");
    }

    @Test
    void anAliasThatDoesNotExistIsNamed() {
        assertThat(refusal(sink("orders:next", "1"), batch(1, 1)))
                .hasMessage("there is no function \"orders\" in eu-central-1, or it has no version or alias \"next\"");
    }

    @Test
    void aMissingPermissionToInvokeIsNamed() {
        aws.fail(
                "lambda:InvokeFunction",
                "AccessDeniedException",
                403,
                1,
                "User: u is not authorized to perform:" + " lambda:InvokeFunction on resource: r");

        var failure = refusal(sink, batch(1, 1));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.hint())
                .hasValue("let an administrator allow the IAM action lambda:InvokeFunction (docs/aws.md)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ResourceNotReadyException | 502 | UNREACHABLE | function \"orders\" is not ready: why | wait for it",
                "ResourceConflictException | 409 | UNREACHABLE | function \"orders\" is not ready: why | wait for it",
                "KMSAccessDeniedException  | 502 | FAILED | Lambda cannot start function \"orders\": why | let the",
                "EFSMountTimeoutException  | 408 | FAILED | Lambda cannot start function \"orders\": why | AWS calls",
                "InvalidRuntimeException   | 502 | FAILED | Lambda cannot start function \"orders\": why | AWS calls",
                "ServiceException          | 500 | UNREACHABLE | Lambda failed to run function \"orders\": why | try",
                "InvalidRequestContentException | 400 | FAILED | lambda:InvokeFunction failed: why | AWS calls this"
            })
    void whatKeepsAFunctionFromRunningIsSaid(String code, int status, Kind kind, String message, String hint) {
        aws.fail("lambda:InvokeFunction", code, status, 99, "why");

        var failure = refusal(sink("orders", "1"), batch(1, 1));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessage(message);
        assertThat(failure.hint()).hasValueSatisfying(text -> assertThat(text).startsWith(hint));
    }

    @ParameterizedTest
    @CsvSource({
        "orders",
        "orders:live",
        "123456789012:function:orders",
        "arn:aws:lambda:eu-central-1:123456789012:function:orders:live"
    })
    void aFunctionIsCalledByTheNameThatWasGiven(String name) {
        sink(name, "1").deliver(batch(1, 1));

        assertThat(function.lastEvent()).contains("\"called\": \"" + name + "\"");
    }

    @Test
    void anInterruptEndsTheWaitForTheFunction() throws Exception {
        // given
        aws.hold("lambda:InvokeFunction");
        var worker = Thread.currentThread();
        var interruption = CompletableFuture.runAsync(() -> {
            while (!aws.isWaiting()) {
                Thread.onSpinWait();
            }
            worker.interrupt();
        });

        // when
        var failure = refusal(sink, batch(1, 1));

        // then
        interruption.get();
        aws.release();
        assertThat(failure.kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(failure)
                .hasMessage("interrupted while function \"orders\" was at work; it may take the events, and will be"
                        + " given them again");
    }

    @Test
    void theNumberOfAttemptsMustBeANumber() {
        var failure = refusal(sink("orders", "0"), batch(1, 1));

        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure).hasMessage("AWS_MAX_ATTEMPTS is not a positive number: \"0\"");
    }

    private LambdaSink sink(String name, String attempts) {
        var variables = new HashMap<>(aws.variables());
        variables.put("AWS_MAX_ATTEMPTS", attempts);
        var settings = new AwsSettings(variables, Path.of("target"), Optional.empty(), "test", MfaPrompt.NONE);
        var reference = LambdaFunction.parse(name);
        var clients = new AwsClients(settings, reference.region());
        opened.add(new LambdaSink(clients, reference, new Envelope(LOG, "cruddur"), LambdaSink.EVENTS));
        return opened.getLast();
    }

    private DeliveryFailure failure(Batch batch) {
        return catchThrowableOfType(DeliveryFailure.class, () -> sink.deliver(batch));
    }

    private static OpsException refusal(LambdaSink sink, Batch batch) {
        return catchThrowableOfType(OpsException.class, () -> sink.deliver(batch));
    }

    private static Batch batch(long from, long to) {
        return batchOf(seqs(from, to).stream().map(seq -> event(seq, 0)).toArray(Event[]::new));
    }

    private static Batch batchOf(Event... events) {
        return new Batch(List.of(events), WINDOW, Position.after(LOG, "20:20:"));
    }

    private static List<Long> seqs(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static Event event(long seq, int size) {
        var key = "{\"id\": " + seq + "}";
        var after = size == 0 ? key : "{\"id\": %d, \"text\": \"%s\"}".formatted(seq, "x".repeat(size));
        return new Event(seq, "15", seq, "public", "orders", Operation.INSERT, key, "", after, "");
    }
}
