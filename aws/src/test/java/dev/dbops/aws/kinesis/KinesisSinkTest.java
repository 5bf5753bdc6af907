package dev.dbops.aws.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.EmulatedRefusals;
import dev.dbops.aws.EmulatedStream;
import dev.dbops.aws.MfaPrompt;
import dev.dbops.aws.message.LoggedRows;
import dev.dbops.aws.message.MessageSink;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.PositionedSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The records that consumers of a stream get: in the order of each row, also when some of a call are refused. */
class KinesisSinkTest {
    private static final String THROTTLED = "ProvisionedThroughputExceededException";

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedRefusals refusals = new EmulatedRefusals(aws);
    private final List<MessageSink> opened = new ArrayList<>();
    private EmulatedStream stream;

    @BeforeEach
    void aStream() {
        stream = new EmulatedStream(aws, "orders", 4);
    }

    @AfterEach
    void close() {
        opened.forEach(MessageSink::close);
    }

    @Test
    void aRecordIsAnEnvelopeInTheShardOfItsRow() throws InterruptedException {
        sink("orders", 3).deliver(LoggedRows.batch(LoggedRows.update(7, 3, 5)));

        assertThat(stream.records()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("public.orders:{\"id\":3}");
            assertThat(record.text())
                    .startsWith("{\"id\": \"%s:7\", \"event_type\": \"UPDATE\"".formatted(LoggedRows.LOG))
                    .endsWith("\"after\": {\"id\": 3, \"text\": \"xxxxx\"}}}");
        });
    }

    @Test
    void eventsWithoutAKeyAndTruncatesHaveTheKeyOfTheirTable() throws InterruptedException {
        var keyless = new Event(1, "12", 1, "public", "notes", Operation.INSERT, "", "", "{\"a\": 1}", "");
        var truncate = new Event(2, "12", 1, "public", "notes", Operation.TRUNCATE, "", "", "", "");

        sink("orders", 3).deliver(LoggedRows.batch(keyless, truncate));

        assertThat(stream.records())
                .extracting(EmulatedStream.Read::key)
                .containsExactly("public.notes", "public.notes");
        assertThat(seqs()).containsExactly(1L, 2L);
    }

    @Test
    void aLongOrForeignKeyIsItsDigest() throws InterruptedException {
        var umlaut = new Event(1, "12", 1, "public", "straße", Operation.INSERT, "{\"id\": 1}", "", "{}", "");
        var key = "{\"id\": \"%s\"}".formatted("k".repeat(300));
        var longKey = new Event(2, "12", 1, "public", "orders", Operation.INSERT, key, "", "{}", "");

        sink("orders", 3).deliver(LoggedRows.batch(umlaut, longKey));

        assertThat(stream.records())
                .extracting(EmulatedStream.Read::key)
                .allMatch(text -> text.matches("[0-9a-f]{64}"))
                .doesNotHaveDuplicates();
    }

    @Test
    void aCallHasFiveHundredRecordsOfDifferentRows() throws InterruptedException {
        var events = new ArrayList<Event>();
        for (var i = 1; i <= 501; i++) {
            events.add(LoggedRows.update(i, i, 5));
        }

        sink("orders", 3).deliver(LoggedRows.batch(events));

        assertThat(refusals.calls()).containsExactly(500, 1);
        assertThat(seqs()).hasSize(501).doesNotHaveDuplicates();
    }

    @Test
    void aCallStaysBelowFiveMebibytes() throws InterruptedException {
        var events = new ArrayList<Event>();
        for (var i = 1; i <= 7; i++) {
            events.add(LoggedRows.update(i, i, 1_000_000));
        }

        sink("orders", 3).deliver(LoggedRows.batch(events));

        assertThat(refusals.calls()).containsExactly(5, 2);
        assertThat(seqs()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void changesOfOneRowAreNeverInOneCall() throws InterruptedException {
        // the emulator stores the records of a call in the reverse order
        sink("orders", 3)
                .deliver(LoggedRows.batch(
                        LoggedRows.update(1, 1, 5),
                        LoggedRows.update(2, 1, 5),
                        LoggedRows.update(3, 2, 5),
                        LoggedRows.update(4, 1, 5)));

        assertThat(refusals.calls()).containsExactly(2, 1, 1);
        assertThat(LoggedRows.byRow(texts()).get("{\"id\": 1}")).containsExactly(1L, 2L, 4L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void partialFailuresNeitherReorderARowNorLoseOrRepeatAnEvent(long seed) throws InterruptedException {
        // given
        var batch = LoggedRows.updates(200, 30, seed);
        refusals.refuseShare(0.3, seed, seed % 2 == 0 ? "InternalFailure" : THROTTLED, 25);

        // when
        sink("orders", 8).deliver(batch);

        // then
        assertThat(LoggedRows.byRow(texts())).isEqualTo(LoggedRows.byRow(batch));
        assertInShardsOfTheirRows();
    }

    @Test
    void onlyRefusedRecordsAreSentAgain() throws InterruptedException {
        // given
        refusals.refuse(":2\"", THROTTLED, 2);

        // when
        sink("orders", 3)
                .deliver(LoggedRows.batch(
                        LoggedRows.update(1, 1, 5), LoggedRows.update(2, 2, 5), LoggedRows.update(3, 2, 5)));

        // then
        assertThat(refusals.calls()).containsExactly(2, 1, 1, 1);
        assertThat(LoggedRows.byRow(texts()).get("{\"id\": 2}")).containsExactly(2L, 3L);
        assertThat(seqs()).hasSize(3);
    }

    @Test
    void aStreamThatStaysThrottledIsAnOutage() {
        refusals.refuse("", THROTTLED, 1000);

        assertThatThrownBy(() -> sink("orders", 2).deliver(LoggedRows.batch(LoggedRows.update(1, 1, 5))))
                .isInstanceOfSatisfying(OpsException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
                    assertThat(failure)
                            .hasMessage("stream \"orders\" is throttled, and still was after several attempts: the"
                                    + " emulator refuses it");
                    assertThat(failure.hint())
                            .hasValueSatisfying(hint -> assertThat(hint)
                                    .contains(
                                            "aws kinesis update-shard-count --stream-name orders --region eu-central-1",
                                            "--rate"));
                });
        assertThat(refusals.calls()).hasSize(2);
    }

    @Test
    void aThrottledCallIsMadeAgain() throws InterruptedException {
        // given: the SDK makes three attempts of each call
        aws.fail("kinesis:PutRecords", THROTTLED, 400, 4);

        // when
        sink("orders", 3).deliver(LoggedRows.batch(LoggedRows.update(1, 1, 5)));

        // then
        assertThat(seqs()).containsExactly(1L);
    }

    @Test
    void anEventThatIsTooLargeFailsBeforeAnyOfItsBatchIsSent() {
        // when
        var failure = failure(LoggedRows.batch(
                LoggedRows.update(1, 1, 5), LoggedRows.update(2, 2, 1_048_576), LoggedRows.update(3, 3, 5)));

        // then
        assertThat(failure.index()).isEqualTo(1);
        assertThat(failure.reason())
                .hasMessageMatching("the event is too large for stream \"orders\": it makes 1,04\\d,\\d{3} bytes, and a"
                        + " record has at most 1,048,576");
        assertThat(failure.reason().hint())
                .hasValueSatisfying(hint ->
                        assertThat(hint).contains("--exclude-columns", "update-max-record-size", "dead-letter"));
        assertThat(refusals.calls()).isEmpty();
    }

    @Test
    void theLargestEventIsTheStreamsOwnLimit() {
        stream.limit(2048);

        var failure = failure(LoggedRows.batch(LoggedRows.update(1, 1, 2_097_152)));

        assertThat(failure.reason()).hasMessageEndingWith("a record has at most 2,097,152");
    }

    @Test
    void nothingIsSentForABatchWithoutEvents() throws InterruptedException {
        var sink = sink("orders", 3);

        sink.deliver(LoggedRows.batch());

        assertThat(refusals.calls()).isEmpty();
        assertThat(sink).isNotInstanceOf(PositionedSink.class);
        assertThat(sink.mostAtOnce()).isEqualTo(500);
        assertThat(sink.description()).isEqualTo("stream \"orders\" in eu-central-1");
    }

    @Test
    void aStreamByItsArnIsTheSame() throws InterruptedException {
        sink("arn:aws:kinesis:eu-central-1:123456789012:stream/orders", 3)
                .deliver(LoggedRows.batch(LoggedRows.update(1, 1, 5)));

        assertThat(seqs()).containsExactly(1L);
    }

    @Test
    void aStreamThatIsNotThereIsAMistakeOfTheUser() {
        assertThatThrownBy(() -> sink("other", 3)).isInstanceOfSatisfying(OpsException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.USAGE);
            assertThat(failure).hasMessage("there is no stream \"other\" in eu-central-1");
            assertThat(failure.hint())
                    .hasValueSatisfying(hint -> assertThat(hint)
                            .contains(
                                    "--region", "aws kinesis create-stream --stream-name other --region eu-central-1"));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "ResourceNotFoundException, USAGE, there is no stream",
        "ProvisionedThroughputExceededException, UNREACHABLE, throttled",
        "InternalFailureException, UNREACHABLE, stream \"orders\" failed",
        "KMSAccessDeniedException, FAILED, cannot use its encryption key",
        "KMSThrottlingException, UNREACHABLE, cannot use its encryption key",
        "AccessDeniedException, UNREACHABLE, AWS denies kinesis:PutRecords",
        "InvalidArgumentException, FAILED, kinesis:PutRecords failed"
    })
    void aCallThatFailsIsASentence(String code, Kind kind, String text) {
        // given
        var sink = sink("orders", 1);
        aws.fail("kinesis:PutRecords", code, 400, 9);

        // then
        assertThatThrownBy(() -> sink.deliver(LoggedRows.batch(LoggedRows.update(1, 1, 5))))
                .isInstanceOfSatisfying(OpsException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(failure).hasMessageContaining(text);
                    assertThat(failure.hint()).isPresent();
                });
    }

    @Test
    void aDeniedLookNamesItsAction() {
        aws.fail("kinesis:DescribeStreamSummary", "AccessDeniedException", 400, 1);

        assertThatThrownBy(() -> sink("orders", 1)).hasMessageContaining("AWS denies kinesis:DescribeStreamSummary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "arn:aws:kinesis:eu-central-1:1:stream/x", "arn:aws:sqs:eu-west-1:123456789012:x"})
    void anInvalidStreamIsRefused(String text) {
        assertThatThrownBy(() -> KinesisStream.parse(text))
                .hasMessage("\"%s\" is not the name of a Kinesis data stream".formatted(text));
    }

    private void assertInShardsOfTheirRows() {
        var shards = new HashMap<String, String>();
        for (var record : stream.records()) {
            assertThat(shards.computeIfAbsent(record.key(), _ -> record.shard()))
                    .isEqualTo(record.shard());
        }
        assertThat(shards.values()).contains("shardId-000000000000", "shardId-000000000003");
    }

    private List<String> texts() {
        return stream.records().stream().map(EmulatedStream.Read::text).toList();
    }

    private List<Long> seqs() {
        return texts().stream().map(LoggedRows::seq).toList();
    }

    private DeliveryFailure failure(Batch batch) {
        return catchThrowableOfType(
                DeliveryFailure.class, () -> sink("orders", 3).deliver(batch));
    }

    private MessageSink sink(String name, int attempts) {
        var variables = new HashMap<>(aws.variables());
        variables.put("AWS_MAX_ATTEMPTS", Integer.toString(attempts));
        var settings = new AwsSettings(variables, Path.of("target"), Optional.empty(), "test", MfaPrompt.NONE);
        var clients = new AwsClients(settings, Optional.empty());
        var sink = new MessageSink(clients, KinesisTarget.open(clients, KinesisStream.parse(name)), LoggedRows.FORMAT);
        opened.add(sink);
        return sink;
    }
}
