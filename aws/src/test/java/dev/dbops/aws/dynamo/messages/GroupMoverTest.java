package dev.dbops.aws.dynamo.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedMessages;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rows of a conversation after a message, whatever else happens to them. */
class GroupMoverTest {
    private static final String NOON = "2026-11-29T12:00:00+00:00";
    private static final String LATER = "2026-11-29T12:00:00.000250+00:00";
    private static final String LAST = "2026-11-29T12:01:00+00:00";

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedMessages table = EmulatedMessages.create(aws);

    private MoveOutcome move(String group, String time, String text) {
        return move(group, time, text, Duration.ofMinutes(1));
    }

    private MoveOutcome move(String group, String time, String text, Duration limit) {
        try (var clients = aws.clients()) {
            return new GroupMover(clients.dynamo(), new Random(17))
                    .move(
                            EmulatedMessages.TABLE,
                            new SentMessage(group, time, text),
                            System.nanoTime() + limit.toNanos());
        }
    }

    private void assertBothShow(String group, String time, String text) {
        assertThat(table.conversations())
                .containsExactly(
                        "ada: %s at %s: %s".formatted(group, time, text),
                        "grace: %s at %s: %s".formatted(group, time, text));
    }

    @Test
    void bothRowsMoveAndKeepTheirOtherAttributes() {
        table.group("g", NOON).send("g", LATER, "hello");

        assertThat(move("g", LATER, "hello")).isEqualTo(MoveOutcome.MOVED);

        assertThat(table.items())
                .containsExactlyInAnyOrder(
                        new GroupRow("ada-uuid", LATER, "g", "hello", EmulatedMessages.GRACE).item(),
                        new GroupRow("grace-uuid", LATER, "g", "hello", EmulatedMessages.ADA).item(),
                        new MessageRow("g", LATER, "id of hello", "hello", EmulatedMessages.ADA).item());
    }

    @Test
    void aRepeatedAndAnOlderMessageChangeNothing() {
        table.group("g", NOON).send("g", LATER, "hello").send("g", LAST, "bye");

        assertThat(move("g", LAST, "bye")).isEqualTo(MoveOutcome.MOVED);
        assertThat(move("g", LATER, "hello")).isEqualTo(MoveOutcome.CURRENT);
        assertThat(move("g", LAST, "bye")).isEqualTo(MoveOutcome.CURRENT);

        assertBothShow("g", LAST, "bye");
    }

    @Test
    void aChangedMessageIsShownAndItsOldTextDoesNotComeBack() {
        table.group("g", NOON).send("g", LATER, "helo");
        move("g", LATER, "helo");
        table.send("g", LATER, "hello");

        assertThat(move("g", LATER, "hello")).isEqualTo(MoveOutcome.MOVED);
        assertThat(move("g", LATER, "helo")).isEqualTo(MoveOutcome.SUPERSEDED);

        assertBothShow("g", LATER, "hello");
    }

    @Test
    void aDeletedMessageIsNotShown() {
        table.group("g", NOON);

        assertThat(move("g", LATER, "gone")).isEqualTo(MoveOutcome.SUPERSEDED);

        assertBothShow("g", NOON, "");
    }

    @Test
    void whatTheIndexStillShowsIsReadAgain() {
        table.group("g", NOON).send("g", LATER, "hello").send("g", LAST, "bye");
        move("g", LATER, "hello");
        table.group("g", NOON).indexLags(3).delete("GRP#ada-uuid", NOON).delete("GRP#grace-uuid", NOON);

        assertThat(move("g", LAST, "bye")).isEqualTo(MoveOutcome.MOVED);

        assertBothShow("g", LAST, "bye");
    }

    @Test
    void rowsThatTheIndexDoesNotShowYetAreWaitedFor() {
        table.indexLags(2).group("g", NOON).send("g", LATER, "hello");

        assertThat(move("g", LATER, "hello")).isEqualTo(MoveOutcome.MOVED);

        assertBothShow("g", LATER, "hello");
    }

    @Test
    void anOlderMessageDoesNotReturnWhenTheIndexLags() {
        table.group("g", NOON).send("g", LATER, "hello").send("g", LAST, "bye").indexLags(3);
        move("g", LAST, "bye");

        assertThat(move("g", LATER, "hello")).isEqualTo(MoveOutcome.CURRENT);

        assertBothShow("g", LAST, "bye");
    }

    @Test
    void aConflictIsTriedAgainAndNotForever() {
        table.group("g", NOON).send("g", LATER, "hello").cancel("TransactionConflict", 3);

        assertThat(move("g", LATER, "hello")).isEqualTo(MoveOutcome.MOVED);

        table.send("g", LAST, "bye").cancel("TransactionConflict", 99);
        assertThatThrownBy(() -> move("g", LAST, "bye"))
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILED))
                .hasMessage("other writers were faster at the rows of conversation g each time");
        assertBothShow("g", LATER, "hello");
    }

    @Test
    void anInvocationThatEndsSoonWaitsForNothing() {
        table.group("g", NOON).send("g", LATER, "hello").cancel("ConditionalCheckFailed", 99);

        assertThatThrownBy(() -> move("g", LATER, "hello", Duration.ZERO))
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                .hasMessage("no time is left for the rows of conversation g");
    }

    @Test
    void aReasonThatDoesNotPassIsReported() {
        table.group("g", NOON).send("g", LATER, "hello").cancel("ValidationError", 1);

        assertThatThrownBy(() -> move("g", LATER, "hello"))
                .hasMessageStartingWith("DynamoDB cancelled the transaction: ValidationError");
    }

    @Test
    void rowsThatAProgramHasDoubledBecomeOne() {
        table.group("g", NOON).group("g", "2026-11-29T11:00:00+00:00").send("g", LATER, "hello");

        assertThat(move("g", LATER, "hello")).isEqualTo(MoveOutcome.MOVED);

        assertBothShow("g", LATER, "hello");
    }

    /** Their rows would have the same key, and one conversation would vanish. */
    @Test
    void twoConversationsMayHaveMessagesOfOneTime() {
        table.group("g", NOON).send("g", LAST, "to g");
        move("g", LAST, "to g");
        table.group("h", NOON).send("h", LAST, "to h");

        assertThat(move("h", LAST, "to h")).isEqualTo(MoveOutcome.MOVED);
        assertThat(move("h", LAST, "to h")).isEqualTo(MoveOutcome.CURRENT);

        assertThat(table.conversations())
                .containsExactly(
                        "ada: g at 2026-11-29T12:01:00+00:00: to g",
                        "ada: h at 2026-11-29T12:01:00.000000001+00:00: to h",
                        "grace: g at 2026-11-29T12:01:00+00:00: to g",
                        "grace: h at 2026-11-29T12:01:00.000000001+00:00: to h");
    }

    @Test
    void aTimeOfAnotherFormThatIsTakenIsRefused() {
        table.group("g", "1").send("g", "2", "to g").group("h", "0").send("h", "2", "to h");
        move("g", "2", "to g");

        assertThatThrownBy(() -> move("h", "2", "to h"))
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessage("another conversation of the user has a message of the same time, 2");
    }

    @Test
    void aConversationThatOneUserHasLeftMovesForTheOther() {
        table.group("g", NOON).delete("GRP#ada-uuid", NOON).send("g", LATER, "hello");

        assertThat(move("g", LATER, "hello")).isEqualTo(MoveOutcome.MOVED);

        assertThat(table.conversations()).containsExactly("grace: g at %s: hello".formatted(LATER));
    }

    @Test
    void aMessageWithoutAConversationChangesNothing() {
        table.send("g", LATER, "hello");

        assertThat(move("g", LATER, "hello")).isEqualTo(MoveOutcome.ALONE);

        assertThat(table.items()).hasSize(1);
    }

    @Test
    void aTableThatIsNotThereIsReported() {
        try (var clients = aws.clients()) {
            clients.dynamo().deleteTable(request -> request.tableName(EmulatedMessages.TABLE));
        }

        assertThatThrownBy(() -> move("g", LATER, "hello"))
                .hasMessageContaining("dynamodb:Query failed: Requested resource not found");
    }
}
