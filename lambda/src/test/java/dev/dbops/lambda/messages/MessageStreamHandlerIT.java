package dev.dbops.lambda.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedMessages;
import dev.dbops.aws.dynamo.messages.MessageTime;
import dev.dbops.lambda.messages.StreamRecords.Written;
import dev.dbops.lambda.process.FunctionProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The package's function for messages, run as Lambda runs it. */
class MessageStreamHandlerIT {
    /** docs/testing.md has the long version: 100 kills. */
    private static final int KILLS = Integer.getInteger("messages.kills", 4);

    private static final int MESSAGES = Integer.getInteger("messages.count", 240);
    private static final long SEED = Long.getLong("messages.seed", 17);
    private static final int GROUPS = 9;
    private static final Instant START = Instant.parse("2026-12-31T23:30:00Z");

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedMessages table = EmulatedMessages.create(aws);

    @Test
    void whateverTheOrderAndTheKillsEachConversationHasTwoRowsWithItsNewestMessage() throws InterruptedException {
        var random = new Random(SEED);
        for (var group = 0; group < GROUPS; group++) {
            table.group("g" + group, MessageTime.sortKey(START.minusSeconds(1 + group)));
        }
        var sent = new ArrayList<Written>();
        var newest = new TreeMap<String, Written>();
        for (var number = 0; number < MESSAGES; number++) {
            var time = MessageTime.sortKey(START.plusMillis(number * 30_250L));
            var message = new Written("g" + random.nextInt(GROUPS), time, "message " + number);
            sent.add(message);
            newest.put(message.group(), message);
            table.send(message.group(), time, message.text());
        }
        var chaos = new StreamChaos(random, aws.variables());

        chaos.deliver(sent, 3, KILLS);

        assertThat(chaos.killsAtWork()).isPositive();
        assertThat(table.conversations()).containsExactlyElementsOf(expected(newest));
        assertThat(table.items()).hasSize(MESSAGES + 2 * GROUPS);
    }

    private static List<String> expected(TreeMap<String, Written> newest) {
        var rows = new ArrayList<String>();
        for (var user : List.of("ada", "grace")) {
            newest.forEach((group, message) ->
                    rows.add("%s: %s at %s: %s".formatted(user, group, message.time(), message.text())));
        }
        return rows;
    }

    @Test
    void theFunctionNeedsNoVariables() {
        table.group("g", "2026-11-29T12:00:00+00:00").send("g", "2026-11-29T12:01:00+00:00", "hello");
        try (var function = FunctionProcess.start("dev.dbops.lambda.MessageStreamHandler", aws.variables())) {
            var answer = function.invoke(StreamRecords.batch(new Written("g", "2026-11-29T12:01:00+00:00", "hello")));

            assertThat(answer.body()).isEqualTo(StreamRecords.ALL_DONE);
            assertThat(function.awaitLog("EventsApplied")).contains("\"EventsApplied\":1");
        }
        assertThat(table.conversations()).hasSize(2).allMatch(row -> row.endsWith(": hello"));
    }
}
