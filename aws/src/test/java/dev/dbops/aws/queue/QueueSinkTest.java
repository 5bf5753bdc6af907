package dev.dbops.aws.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.EmulatedQueue;
import dev.dbops.aws.EmulatedRefusals;
import dev.dbops.aws.MfaPrompt;
import dev.dbops.aws.message.LoggedRows;
import dev.dbops.aws.message.MessageSink;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.replay.DeliveryFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages that consumers of a queue receive, also when some of a call are refused. */
class QueueSinkTest {
    private static final int MEBIBYTE = 1_048_576;

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedRefusals refusals = new EmulatedRefusals(aws);
    private final List<MessageSink> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(MessageSink::close);
    }

    @Test
    void aFifoQueueHasAGroupForEachRow() throws InterruptedException {
        var queue = new EmulatedQueue(aws, "orders.fifo", MEBIBYTE);

        sink("orders.fifo", 3).deliver(LoggedRows.batch(LoggedRows.update(7, 3, 5)));

        assertThat(queue.receive()).singleElement().satisfies(message -> {
            assertThat(message.group()).isEqualTo("public.orders:{\"id\":3}");
            assertThat(message.text()).startsWith("{\"id\": \"%s:7\"".formatted(LoggedRows.LOG));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void partialFailuresNeitherReorderARowOfAFifoQueueNorLoseOrRepeatAnEvent(long seed) throws InterruptedException {
        // given
        var queue = new EmulatedQueue(aws, "orders.fifo", MEBIBYTE);
        var batch = LoggedRows.updates(120, 15, seed);
        refusals.refuseShare(0.3, seed, seed % 2 == 0 ? "InternalError" : "RequestThrottled", 12);

        // when
        sink("orders.fifo", 8).deliver(batch);

        // then
        assertThat(LoggedRows.byRow(texts(queue))).isEqualTo(LoggedRows.byRow(batch));
    }

    @Test
    void aFifoQueueDropsAnEventThatComesAgain() throws InterruptedException {
        var queue = new EmulatedQueue(aws, "orders.fifo", MEBIBYTE);
        var batch = LoggedRows.updates(20, 5, 1);

        sink("orders.fifo", 3).deliver(batch);
        sink("orders.fifo", 3).deliver(batch);

        assertThat(texts(queue)).hasSize(20);
    }

    @Test
    void aStandardQueueGetsEachEventAtLeastOnceTenInACall() throws InterruptedException {
        // given
        var queue = new EmulatedQueue(aws, "orders", MEBIBYTE);
        var batch = LoggedRows.updates(25, 1, 1);

        // when
        sink("orders", 3).deliver(batch);

        // then
        assertThat(refusals.calls()).containsExactlyInAnyOrder(10, 10, 5);
        assertThat(texts(queue).stream().map(LoggedRows::seq))
                .containsExactlyInAnyOrderElementsOf(
                        batch.events().stream().map(Event::seq).toList());
    }

    @Test
    void aCallStaysBelowOneMebibyte() throws InterruptedException {
        var queue = new EmulatedQueue(aws, "orders", MEBIBYTE);

        sink("orders", 3)
                .deliver(LoggedRows.batch(
                        LoggedRows.update(1, 1, 600_000),
                        LoggedRows.update(2, 2, 300_000),
                        LoggedRows.update(3, 3, 300_000)));

        assertThat(refusals.calls()).containsExactlyInAnyOrder(2, 1);
        assertThat(texts(queue)).hasSize(3);
    }

    @Test
    void charactersThatSqsRefusesAreEscaped() throws InterruptedException {
        var queue = new EmulatedQueue(aws, "orders", MEBIBYTE);
        var after = "{\"id\": 1, \"text\": \"\ufffe\uffff\ufffd\u00fc\ud83d\ude00\"}";

        sink("orders", 3)
                .deliver(LoggedRows.batch(
                        new Event(1, "12", 1, "public", "orders", Operation.INSERT, "{\"id\": 1}", "", after, "")));

        assertThat(texts(queue))
                .singleElement()
                .asString()
                .contains("\"text\": \"\\ufffe\\uffff\ufffd\u00fc\ud83d\ude00\"");
    }

    @Test
    void anEventThatIsTooLargeFailsBeforeAnyOfItsBatchIsSent() {
        new EmulatedQueue(aws, "orders", 262_144);

        var failure = failure("orders", LoggedRows.batch(LoggedRows.update(1, 1, 5), LoggedRows.update(2, 2, 262_144)));

        assertThat(failure.index()).isEqualTo(1);
        assertThat(failure.reason())
                .hasMessageMatching(
                        "the event is too large for queue \"orders\": it makes 262,\\d{3} bytes, and a message"
                                + " has at most 262,144");
        assertThat(failure.reason().hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("MaximumMessageSize", "dead-letter"));
        assertThat(refusals.calls()).isEmpty();
    }

    @Test
    void aMessageThatIsRefusedFinallyIsTheOneThatFailsAndTheOthersAreNotSentAgain() throws InterruptedException {
        // given
        var queue = new EmulatedQueue(aws, "orders.fifo", MEBIBYTE);
        refusals.refuseFinally(":3\"", "InvalidMessageContents");
        var sink = sink("orders.fifo", 3);
        var batch = LoggedRows.batch(
                LoggedRows.update(1, 1, 5),
                LoggedRows.update(2, 2, 5),
                LoggedRows.update(3, 3, 5),
                LoggedRows.update(4, 4, 5),
                LoggedRows.update(5, 1, 5));

        // when
        var failure = catchThrowableOfType(DeliveryFailure.class, () -> sink.deliver(batch));
        sink.deliver(batch.part(0, failure.index()));
        sink.deliver(batch.part(failure.index() + 1, 5));

        // then
        assertThat(failure.index()).isEqualTo(2);
        assertThat(failure.reason().kind()).isEqualTo(Kind.FAILED);
        assertThat(failure.reason()).hasMessage("queue \"orders.fifo\" refused the message: the emulator refuses it");
        assertThat(refusals.calls()).containsExactly(4, 1);
        assertThat(texts(queue).stream().map(LoggedRows::seq)).containsExactlyInAnyOrder(1L, 2L, 4L, 5L);
    }

    @Test
    void aQueueThatStaysThrottledIsAnOutage() {
        new EmulatedQueue(aws, "orders", MEBIBYTE);
        refusals.refuse("", "RequestThrottled", 1000);

        assertThatThrownBy(() -> sink("orders", 2).deliver(LoggedRows.updates(5, 5, 1)))
                .isInstanceOfSatisfying(OpsException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
                    assertThat(failure).hasMessageStartingWith("queue \"orders\" is throttled, and still was");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "QueueDoesNotExist, USAGE, there is no queue",
        "RequestThrottled, UNREACHABLE, throttled",
        "KmsAccessDenied, FAILED, cannot use its encryption key",
        "ServiceUnavailable, UNREACHABLE, queue \"orders\" failed",
        "AccessDeniedException, UNREACHABLE, AWS denies sqs:SendMessage",
        "UnsupportedOperation, FAILED, sqs:SendMessage failed"
    })
    void aCallThatFailsIsASentence(String code, Kind kind, String text) {
        // given
        new EmulatedQueue(aws, "orders", MEBIBYTE);
        var sink = sink("orders", 1);
        aws.fail("sqs:SendMessage", code, 400, 9);

        // then
        assertThatThrownBy(() -> sink.deliver(LoggedRows.updates(1, 1, 1)))
                .isInstanceOfSatisfying(OpsException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(failure).hasMessageContaining(text);
                    assertThat(failure.hint()).isPresent();
                });
    }

    @Test
    void aQueueThatIsNotThereIsAMistakeOfTheUser() {
        assertThatThrownBy(() -> sink("other.fifo", 1)).isInstanceOfSatisfying(OpsException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.USAGE);
            assertThat(failure).hasMessage("there is no queue \"other.fifo\" in eu-central-1");
            assertThat(failure.hint())
                    .hasValueSatisfying(hint -> assertThat(hint)
                            .contains("aws sqs create-queue --queue-name other.fifo --attributes FifoQueue=true"));
        });
    }

    @Test
    void aQueueByItsUrlOrArnIsTheSame() throws InterruptedException {
        var queue = new EmulatedQueue(aws, "orders", MEBIBYTE);

        sink(queue.url(), 1).deliver(LoggedRows.updates(1, 1, 1));
        sink("arn:aws:sqs:eu-central-1:123456789012:orders", 1).deliver(LoggedRows.updates(1, 1, 1));

        assertThat(texts(queue)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "orders, orders,",
        "orders.fifo, orders.fifo,",
        "https://sqs.eu-west-1.amazonaws.com/123456789012/orders, orders, eu-west-1",
        "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders.fifo, orders.fifo, cn-north-1",
        "https://vpce-1-2.sqs.eu-west-1.vpce.amazonaws.com/123456789012/orders, orders,",
        "arn:aws:sqs:eu-west-1:123456789012:orders, orders, eu-west-1"
    })
    void aQueueIsANameAUrlOrAnArn(String text, String name, String region) {
        var queue = Queue.parse(text);

        assertThat(queue.name()).isEqualTo(name);
        assertThat(queue.region()).isEqualTo(Optional.ofNullable(region));
        assertThat(queue.isFifo()).isEqualTo(name.endsWith(".fifo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "x.fifo2", "https://example.com/orders", "arn:aws:sns:eu-west-1:123456789012:x"})
    void anInvalidQueueIsRefused(String text) {
        assertThatThrownBy(() -> Queue.parse(text)).hasMessage("\"%s\" is not an SQS queue".formatted(text));
    }

    private static List<String> texts(EmulatedQueue queue) {
        return queue.receive().stream().map(EmulatedQueue.Received::text).toList();
    }

    private DeliveryFailure failure(String name, Batch batch) {
        return catchThrowableOfType(DeliveryFailure.class, () -> sink(name, 3).deliver(batch));
    }

    private MessageSink sink(String name, int attempts) {
        var variables = new HashMap<>(aws.variables());
        variables.put("AWS_MAX_ATTEMPTS", Integer.toString(attempts));
        var settings = new AwsSettings(variables, Path.of("target"), Optional.empty(), "test", MfaPrompt.NONE);
        var clients = new AwsClients(settings, Optional.empty());
        var sink = new MessageSink(clients, QueueTarget.open(clients, Queue.parse(name)), LoggedRows.FORMAT);
        opened.add(sink);
        return sink;
    }
}
