package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedQueue;
import dev.dbops.aws.EmulatedRefusals;
import dev.dbops.aws.EmulatedStream;
import dev.dbops.cli.Cli;
import dev.dbops.events.log.EventLogSchema;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log of a database, replayed to data streams and queues. */
class ReplayToStreamsTest {
    private static final Pattern ID = Pattern.compile("\"after\": \\{\"id\": (\\d+)");

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private ConnectionTarget source;
    private Cli cli;

    @BeforeEach
    void aLog() throws IOException {
        aws = AwsEmulator.reset();
        source = server.newDatabase();
        try (var script = EventLogSchema.class.getResourceAsStream("event-log.sql")) {
            server.execute(source.database(), new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        server.execute(
                source.database(),
                "INSERT INTO dbops.log_meta (system_identifier) SELECT system_identifier FROM pg_control_system()");
        cli = new Cli(directory).with(aws.variables()).with(source);
    }

    @Test
    void aStreamGetsTheEventsAndTheNextReplayResumesAfterThem() {
        // given
        var stream = new EmulatedStream(aws, "orders", 2);
        log(1, 1200, 1);

        // when
        var replay = cli.run("events-replay", "--to", "kinesis:orders").succeeded();

        // then
        assertThat(replay.out()).contains(" to stream \"orders\" in eu-central-1\n");
        assertThat(new EmulatedRefusals(aws).calls())
                .allMatch(records -> records <= 500)
                .satisfies(calls -> assertThat(
                                calls.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(1200));
        log(1201, 1203, 1);
        cli.run("events-replay", "--to", "kinesis:orders").succeeded();
        assertThat(ids(stream.records().stream().map(EmulatedStream.Read::text)))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 1203).boxed().toList());
        assertThat(server.rows(source.database(), "SELECT name FROM dbops.consumer"))
                .containsExactly("kinesis:orders@eu-central-1");
    }

    @Test
    void anEventThatIsTooLargeEndsTheReplayAtIt() {
        // given
        var stream = new EmulatedStream(aws, "orders", 1);
        log(1, 1, 1);
        log(2, 2, 1_100_000);
        log(3, 3, 1);

        // when
        var replay = cli.run("events-replay", "--to", "kinesis:orders").failed(1);

        // then
        assertThat(replay.err())
                .contains("error: event 2000 (INSERT of public.orders, {\"id\": 2}) was refused: the event is too large"
                        + " for stream \"orders\": it makes 1,100,")
                .contains("--on-error dead-letter");
        assertThat(ids(stream.records().stream().map(EmulatedStream.Read::text)))
                .containsExactly(1L);
    }

    @Test
    void anEventThatIsTooLargeIsPutAsideAndNoOther() {
        // given
        var queue = new EmulatedQueue(aws, "orders.fifo", 262_144);
        log(1, 1, 1);
        log(2, 2, 300_000);
        log(3, 3, 1);

        // when
        var replay = cli.run("events-replay", "--to", "sqs:orders.fifo", "--on-error", "dead-letter")
                .succeeded();

        // then
        assertThat(replay.out()).contains("1 put aside");
        assertThat(server.rows(source.database(), "SELECT seq FROM dbops.dead_letter"))
                .containsExactly("2000");
        assertThat(received(queue)).containsExactlyInAnyOrder(1L, 3L);
    }

    @Test
    void aStandardQueueGetsEachEventAndThereIsANoteThatItHasNoOrder() {
        // given
        var queue = new EmulatedQueue(aws, "orders", 1_048_576);
        log(1, 25, 1);

        // when
        var replay = cli.run("events-replay", "--to", "sqs:" + queue.url(), "--format", "debezium")
                .succeeded();

        // then
        assertThat(replay.err()).contains("a standard queue has no order, and may deliver a message more than once");
        assertThat(received(queue))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 25).boxed().toList());
    }

    @Test
    void aLineOfDebeziumsFormIsAMessageEach() {
        // given
        var stream = new EmulatedStream(aws, "orders", 1);
        log(1, 1, 1);

        // when
        cli.run("events-replay", "--to", "kinesis:orders", "--format", "debezium", "--transactions")
                .succeeded();

        // then
        assertThat(stream.records().stream().map(EmulatedStream.Read::text))
                .satisfiesExactly(
                        begin -> assertThat(begin).contains("\"status\": \"BEGIN\""),
                        row -> assertThat(row).contains("\"after\": {\"id\": 1"),
                        end -> assertThat(end).contains("\"status\": \"END\""));
        assertThat(new EmulatedRefusals(aws).calls()).containsExactly(1, 1, 1);
    }

    @Test
    void aDryRunSendsNothing() {
        new EmulatedStream(aws, "orders", 1);
        log(1, 3, 1);

        var replay =
                cli.run("events-replay", "--to", "kinesis:orders", "--dry-run").succeeded();

        assertThat(replay.out()).startsWith("would deliver 3 event(s) to stream \"orders\" in eu-central-1\n");
        assertThat(new EmulatedRefusals(aws).calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "kinesis:none, error: there is no stream \"none\" in eu-central-1",
        "sqs:none.fifo, error: there is no queue \"none.fifo\" in eu-central-1",
        "kinesis:, error: \"\" is not the name of a Kinesis data stream",
        "sqs:a b, error: \"a b\" is not an SQS queue"
    })
    void aMistakeOfTheUserIsASentence(String to, String error) {
        assertThat(cli.run("events-replay", "--to", to).failed(2).err()).contains(error + "\n");
    }

    @Test
    void aRegionBesideAnArnOfAnotherIsRefused() {
        var replay = cli.run(
                        "events-replay",
                        "--to",
                        "sqs:https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
                        "--region",
                        "eu-central-1")
                .failed(2);

        assertThat(replay.err()).isEqualTo("""
            error: queue "orders" is in eu-west-1, but --region is eu-central-1
            hint: leave --region out
            """);
    }

    @Test
    void aDeniedSendNamesTheAction() {
        new EmulatedQueue(aws, "orders.fifo", 1_048_576);
        log(1, 1, 1);
        aws.fail("sqs:SendMessage", "AccessDeniedException", 403, 1);

        var replay = cli.run("events-replay", "--to", "sqs:orders.fifo").failed(4);

        assertThat(replay.err())
                .contains("error: sink: AWS denies sqs:SendMessage: ")
                .contains("hint: let an administrator allow the IAM action sqs:SendMessage (docs/aws.md)");
    }

    private static List<Long> received(EmulatedQueue queue) {
        return ids(queue.receive().stream().map(EmulatedQueue.Received::text));
    }

    private static List<Long> ids(Stream<String> texts) {
        return texts.map(text -> {
                    var id = ID.matcher(text);
                    assertThat(id.find()).as(text).isTrue();
                    return Long.valueOf(id.group(1));
                })
                .toList();
    }

    private void log(long from, long to, int length) {
        server.execute(source.database(), """
            INSERT INTO dbops.event_log (schema_name, table_name, op, key, after)
            SELECT 'public', 'orders', 'c', jsonb_build_object('id', id),
                   jsonb_build_object('id', id, 'text', repeat('x', %d))
              FROM generate_series(%d, %d) AS id
            """.formatted(length, from, to));
    }
}
