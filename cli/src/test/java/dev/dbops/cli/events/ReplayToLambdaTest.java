package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.cli.Cli;
import dev.dbops.events.log.EventLogSchema;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a database, replayed to a function. */
class ReplayToLambdaTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedFunction function;
    private ConnectionTarget source;
    private Cli cli;

    @BeforeEach
    void aLogAndAFunction() throws IOException {
        aws = AwsEmulator.reset();
        function = new EmulatedFunction(aws, "orders");
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
    void theFunctionGetsTheEventsAndTheNextReplayResumesAfterThem() {
        // given
        log(1, 250);

        // when
        var replay = cli.run("events-replay", "--to", "lambda:orders:live").succeeded();

        // then
        assertThat(replay.out())
                .contains(" to function \"orders:live\" in eu-central-1\n")
                .endsWith("  250        0        0          0      0               0\n");
        assertThat(function.received()).containsExactly(seqs(1, 100), seqs(101, 200), seqs(201, 250));
        log(251, 252);
        cli.run("events-replay", "--to", "lambda:orders:live").succeeded();
        assertThat(function.received()).hasSize(4).last().isEqualTo(seqs(251, 252));
    }

    @Test
    void rowsThatWereThereBeforeArriveAsReadEventsAndThenTheirChanges() {
        // given
        rows(250);

        // when
        var replay = cli.run("events-replay", "--to", "lambda:orders", "--snapshot", "--snapshot-rows", "120")
                .succeeded();

        // then
        assertThat(replay.out()).contains("public  orders        0        0        0          0    250");
        assertThat(function.received().stream().map(List::size)).containsExactly(100, 20, 5, 100, 20, 5);
        var read = delivered();
        assertThat(read).doesNotHaveDuplicates().isSorted();
        assertThat(function.lastEvent()).contains("\"event_type\": \"READ\"", "\"after\": {\"id\": 250}");
        server.execute(source.database(), "DELETE FROM orders WHERE id = 7");
        cli.run("events-replay", "--to", "lambda:orders").succeeded();
        assertThat(function.received()).hasSize(7);
        assertThat(function.lastEvent()).contains("\"event_type\": \"DELETE\"", "\"key\": {\"id\": 7}");
        assertThat(delivered().getLast()).isGreaterThan(read.getLast());
    }

    @Test
    void theRowThatAFunctionFailsWithIsPutAsideAndNoOther() {
        // given
        rows(120);
        replayRows("a");
        replayRows("b");
        var first = delivered().get(120);
        var stride = first - delivered().getFirst();
        function.failingWith(first + stride + 110, "ValueError", "no such customer");

        // when
        var replay = cli.run(
                        "events-replay", "--to", "lambda:orders", "--name=c", "--snapshot", "--on-error", "dead-letter")
                .succeeded();

        // then
        assertThat(replay.out()).contains("1 put aside");
        assertThat(server.rows(source.database(), "SELECT event ->> 'op', event ->> 'key' FROM dbops.dead_letter"))
                .containsExactly("r|{\"id\": 111}");
        assertThat(delivered())
                .containsExactlyElementsOf(LongStream.range(0, 120)
                        .filter(row -> row != 110)
                        .map(row -> first + stride + row)
                        .boxed()
                        .toList());
    }

    private void replayRows(String name) {
        cli.run("events-replay", "--to", "lambda:orders", "--name=" + name, "--snapshot")
                .succeeded();
    }

    @Test
    void aFunctionThatFailsEndsTheReplayWhichResumesAtTheEvent() {
        // given
        log(1, 250);
        function.failingWith(137_000, "ValueError", "no such customer");

        // when
        var replay = cli.run("events-replay", "--to", "lambda:orders").failed(1);

        // then
        assertThat(replay.err())
                .contains(
                        "error: event 137000 (INSERT of public.orders, {\"id\": 137}) was refused: function \"orders\""
                                + " failed: ValueError: no such customer\n")
                .contains("hint: its log says more: db-ops lambda-logs orders");
        assertThat(function.received().stream().flatMap(List::stream)).containsExactlyElementsOf(seqs(1, 136));
        new EmulatedFunction(aws, "orders");
        cli.run("events-replay", "--to", "lambda:orders").succeeded();
        assertThat(function.received().stream().flatMap(List::stream)).containsExactlyElementsOf(seqs(137, 250));
    }

    @Test
    void theEventThatAFunctionFailsWithIsPutAsideAndNoOther() {
        // given
        log(1, 250);
        function.failingWith(137_000, "ValueError", "no such customer");

        // when
        var replay = cli.run("events-replay", "--to", "lambda:orders", "--on-error", "dead-letter")
                .succeeded();

        // then
        assertThat(replay.out()).contains("1 put aside");
        assertThat(server.rows(source.database(), "SELECT seq, error FROM dbops.dead_letter"))
                .containsExactly("137000|function \"orders\" failed: ValueError: no such customer");
        assertThat(function.received().stream().flatMap(List::stream))
                .containsExactlyElementsOf(
                        seqs(1, 250).stream().filter(seq -> seq != 137_000).toList());
    }

    @Test
    void aFunctionGetsEventsAsDebeziumWritesThemWhereThatIsChosen() {
        log(1, 3);

        cli.run("events-replay", "--to", "lambda:orders", "--format", "debezium")
                .succeeded();

        assertThat(function.received()).containsExactly(seqs(1, 3));
        assertThat(function.lastEvent()).contains("\"event\": {\"before\": null, \"after\": {\"id\": 3}, \"source\"");
    }

    @Test
    void withTheirSchemaToo() {
        log(1, 101);

        cli.run("events-replay", "--to", "lambda:orders", "--format", "debezium", "--with-schema")
                .succeeded();

        assertThat(function.received()).containsExactly(seqs(1, 100), seqs(101, 101));
        assertThat(function.lastEvent())
                .contains("\"event\": {\"schema\": {\"type\": \"struct\"", ".orders.Envelope\"");
    }

    @Test
    void aDryRunInvokesNothing() {
        log(1, 3);

        var replay =
                cli.run("events-replay", "--to", "lambda:orders", "--dry-run").succeeded();

        assertThat(replay.out()).startsWith("would deliver 3 event(s) to function \"orders\" in eu-central-1\n");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void theRegionOfTheArnIsTheFunctions() {
        log(1, 1);

        var replay = cli.run("events-replay", "--to", "lambda:arn:aws:lambda:eu-west-1:123456789012:function:orders")
                .succeeded();

        assertThat(replay.out()).contains(" to function \"orders\" in eu-west-1\n");
    }

    @Test
    void aRegionBesideAnArnOfAnotherIsRefused() {
        var replay = cli.run(
                        "events-replay",
                        "--to",
                        "lambda:arn:aws:lambda:eu-west-1:123456789012:function:orders",
                        "--region",
                        "eu-central-1")
                .failed(2);

        assertThat(replay.err()).isEqualTo("""
            error: the function's ARN is of eu-west-1, but --region is eu-central-1
            hint: leave --region out
            """);
    }

    @Test
    void anInvalidFunctionIsRefused() {
        var replay = cli.run("events-replay", "--to", "lambda:").failed(2);

        assertThat(replay.err()).startsWith("error: \"\" is not the name of a Lambda function\n");
    }

    private void rows(int count) {
        server.execute(
                source.database(),
                "CREATE TABLE orders (id int PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, %d); ANALYZE orders"
                        .formatted(count));
        cli.run("triggers-install", "--table", "orders").succeeded();
    }

    private List<Long> delivered() {
        return function.received().stream().flatMap(List::stream).toList();
    }

    private void log(long from, long to) {
        server.execute(source.database(), """
            INSERT INTO dbops.event_log (schema_name, table_name, op, key, after)
            SELECT 'public', 'orders', 'c', jsonb_build_object('id', id), jsonb_build_object('id', id)
              FROM generate_series(%d, %d) AS id
            """.formatted(from, to));
    }

    private static List<Long> seqs(long from, long to) {
        return LongStream.rangeClosed(from, to).map(id -> 1000 * id).boxed().toList();
    }
}
