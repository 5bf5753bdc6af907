package dev.dbops.lambda.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedMessages;
import dev.dbops.aws.lambda.SampleEvent;
import dev.dbops.aws.lambda.SampleSource;
import dev.dbops.lambda.FunctionHarness;
import dev.dbops.lambda.messages.StreamRecords.Written;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches of the stream, and the answers to them. */
class MessageStreamTest {
    private static final String START = "2026-11-29T12:00:00+00:00";
    private static final String FIRST = "2026-11-29T12:01:00+00:00";
    private static final String SECOND = "2026-11-29T12:02:00+00:00";
    private static final String THIRD = "2026-11-29T12:03:00+00:00";

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedMessages table = EmulatedMessages.create(aws);
    private final FunctionHarness function = new FunctionHarness(aws.variables(), MessageStream::new);

    @Test
    void eachConversationShowsItsNewestMessageOfTheBatch() {
        table.group("g", START).group("h", "2026-11-29T12:00:30+00:00");
        table.send("g", FIRST, "one").send("h", FIRST, "uno").send("g", SECOND, "two");

        var answer = function.invoke(StreamRecords.batch(
                new Written("g", FIRST, "one"), new Written("h", FIRST, "uno"), new Written("g", SECOND, "two")));

        assertThat(answer).isEqualTo(StreamRecords.ALL_DONE);
        assertThat(table.conversations())
                .containsExactly(
                        "ada: g at " + SECOND + ": two",
                        "ada: h at " + FIRST + ": uno",
                        "grace: g at " + SECOND + ": two",
                        "grace: h at " + FIRST + ": uno");
        assertThat(function.log())
                .last()
                .asString()
                .contains("\"EventsApplied\":2", "\"EventsStale\":1", "\"ColdStarts\":1");
        assertThat(aws.calls().stream().filter("dynamodb:TransactWriteItems"::equals))
                .hasSize(2);
    }

    @Test
    void aRepeatedBatchChangesNothing() {
        table.group("g", START).send("g", FIRST, "one");
        var batch = StreamRecords.batch(new Written("g", FIRST, "one"));
        function.invoke(batch);
        var before = table.items();
        function.log();

        assertThat(function.invoke(batch)).isEqualTo(StreamRecords.ALL_DONE);

        assertThat(table.items()).isEqualTo(before);
        assertThat(function.log().getFirst())
                .contains("\"outcome\":\"current\"", "\"item\":\"s0\"", "\"event_id\":\"id of one\"")
                .doesNotContain("\"one\"");
    }

    @Test
    void otherRowsAndDeletedMessagesAreSkipped() {
        table.group("g", START);
        var records = StreamRecords.records(List.of(
                StreamRecords.record("s0", "INSERT", "GRP#ada-uuid", START, ", \"NewImage\": {\"pk\": {\"N\": \"1\"}}"),
                StreamRecords.record("s1", "MODIFY", "GRP#ada-uuid", START, ""),
                StreamRecords.record("s2", "REMOVE", "MSG#g", START, "")));

        assertThat(function.invoke(records)).isEqualTo(StreamRecords.ALL_DONE);

        assertThat(aws.calls()).doesNotContain("dynamodb:Query");
        assertThat(function.log().getLast()).contains("\"EventsDropped\":3");
    }

    /** An edit in the same batch is what counts; a message that was deleted since gives way to the one before it. */
    @Test
    void theLastWordOfABatchCounts() {
        table.group("g", START).send("g", FIRST, "one, edited");

        var answer = function.invoke(StreamRecords.batch(
                new Written("g", FIRST, "one"),
                new Written("MODIFY", "g", FIRST, "one, edited"),
                new Written("g", SECOND, "deleted")));

        assertThat(answer).isEqualTo(StreamRecords.ALL_DONE);
        assertThat(table.conversations())
                .containsExactly("ada: g at " + FIRST + ": one, edited", "grace: g at " + FIRST + ": one, edited");
        assertThat(function.log())
                .anyMatch(line -> line.contains("\"outcome\":\"superseded\""))
                .last()
                .asString()
                .contains("\"EventsApplied\":1", "\"EventsStale\":2");
    }

    @Test
    void whatFollowsAFailureComesAgainAndWhatCameBeforeDoesNot() {
        table.group("g", START).group("h", "2026-11-29T12:00:30+00:00").group("i", "2026-11-29T12:00:31+00:00");
        table.send("g", FIRST, "one")
                .send("h", FIRST, "uno")
                .send("i", THIRD, "eins")
                .send("h", SECOND, "due");
        aws.failAfter("dynamodb:TransactWriteItems", 1, "AccessDeniedException", 400);
        var batch = StreamRecords.batch(
                new Written("g", FIRST, "one"),
                new Written("h", FIRST, "uno"),
                new Written("i", THIRD, "eins"),
                new Written("h", SECOND, "due"));

        assertThat(function.invoke(batch)).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"s1\"}]}");

        assertThat(table.conversations())
                .contains("ada: g at " + FIRST + ": one", "ada: i at 2026-11-29T12:00:31+00:00: ");
        assertThat(function.log())
                .anyMatch(line -> line.contains("\"outcome\":\"failed\"")
                        && line.contains("AWS denies dynamodb:PutItem")
                        && line.contains("\"conversation\":\"h\""))
                .last()
                .asString()
                .contains("\"EventsFailed\":2");
        aws.failNoMore();
        assertThat(function.invoke(batch)).isEqualTo(StreamRecords.ALL_DONE);
        assertThat(table.conversations()).contains("ada: h at " + SECOND + ": due", "grace: i at " + THIRD + ": eins");
    }

    @Test
    void aMessageThatCanNeverBeShownDoesNotHoldUpTheStream() {
        table.group("g", START).send("g", FIRST, "one");
        var broken = StreamRecords.record(
                "s0", "INSERT", "MSG#g", SECOND, ", \"NewImage\": {\"sk\": {\"S\": \"%s\"}}".formatted(SECOND));
        var good = StreamRecords.batch(new Written("g", FIRST, "one"));

        var answer = function.invoke(good.replace("\"Records\": [", "\"Records\": [" + broken + ","));

        assertThat(answer).isEqualTo(StreamRecords.ALL_DONE);
        assertThat(table.conversations()).contains("ada: g at " + FIRST + ": one");
        assertThat(function.log())
                .anyMatch(line -> line.contains("the item of a message has no message")
                        && line.contains("\"outcome\":\"refused\"")
                        && line.contains("\"level\":\"ERROR\""))
                .last()
                .asString()
                .contains("\"EventsFailed\":1", "\"EventsApplied\":1");
    }

    @Test
    void aMessageWithoutAConversationIsAWarning() {
        table.send("g", FIRST, "one");

        assertThat(function.invoke(StreamRecords.batch(new Written("g", FIRST, "one"))))
                .isEqualTo(StreamRecords.ALL_DONE);

        assertThat(function.log().getFirst())
                .contains("\"level\":\"WARN\"", "the conversation of the message has no rows");
    }

    @Test
    void theSampleOfLambdaInvokeIsAnEvent() {
        var group = "3d5a1f6e-8c24-4b7a-9e10-7b2c4d6f8a91";
        table.group(group, START).send(group, "2026-11-20T10:15:30.123456+00:00", "Shall we take the early train?");

        assertThat(function.invoke(SampleEvent.of(SampleSource.DYNAMODB))).isEqualTo(StreamRecords.ALL_DONE);

        assertThat(function.log().getFirst()).contains("\"conversation\":\"" + group + "\"", "\"outcome\":\"current\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | it is not a JSON object",
                "{ | it is not JSON",
                "{} | it has no records",
                "{\"Records\": []} | it has no records",
                "{\"Records\": [{\"eventSource\": \"aws:sqs\"}]} | its source is \"aws:sqs\"",
                "{\"Records\": [{\"eventSource\": \"aws:dynamodb\"}]} | the source of a record is not the stream of a"
                        + " table",
            })
    void anotherEventFailsTheInvocation(String event, String reason) {
        assertThatThrownBy(() -> function.invoke(event)).hasMessageContaining(reason);
        assertThat(function.log().getFirst()).contains("\"kind\":\"usage\"");
    }

    @Test
    void aStreamWithoutNewImagesIsReported() {
        assertThatThrownBy(() -> function.invoke(
                        StreamRecords.records(List.of(StreamRecords.record("s0", "INSERT", "MSG#g", FIRST, "")))))
                .hasMessage("the records of table cruddur-messages do not have the new item");
        assertThat(function.log().getFirst()).contains("StreamViewType");
    }
}
