package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.kafka.broker.KafkaBroker;
import dev.dbops.kafka.broker.TopicReader;
import dev.dbops.kafka.broker.TopicReader.Message;
import dev.dbops.lambda.process.FunctionProcess;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a change in the source through a function to another database: the distribution and the package for Lambda. */
class EventPipelineIT {
    private static final String ARN = "arn:aws:lambda:eu-central-1:123456789012:function:router";
    private static final String TABLE = "CREATE TABLE item (id int PRIMARY KEY, note text, data jsonb)";
    private static final String ITEMS = "SELECT * FROM item ORDER BY id";

    private static final List<String> CHANGES = List.of(
            "INSERT INTO item SELECT i, 'note ' || i, jsonb_build_object('i', i) FROM generate_series(1, 300) AS i",
            "UPDATE item SET note = upper(note) WHERE id % 3 = 0",
            "UPDATE item SET id = id + 1000 WHERE id < 10",
            "DELETE FROM item WHERE id % 10 = 0",
            "INSERT INTO item VALUES (10, 'again', 'null'), (5000, repeat('x', 1200000), NULL)",
            "UPDATE item SET note = 'é ☃ \" \\ ' || chr(10) WHERE id = 11");

    @TempDir
    private Path directory;

    private final TestServer server = TestServer.carried();
    private final String source = server.newDatabase().database();
    private final String target = server.newDatabase().database();
    private final Map<String, String> variables = new HashMap<>();
    private FunctionProcess router;

    @BeforeEach
    void aRouter() {
        server.execute(source, TABLE);
        server.execute(target, TABLE);
        variables.put("CONNECTION_URL", url(source));
        variables.put("HOME", directory.toString());
        router = FunctionProcess.start(
                "dev.dbops.lambda.EventRouterHandler",
                Map.of("CONNECTION_URL", url(target), "SOURCE_CONNECTION_URL", url(source)));
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private String url(String database) {
        return "postgresql://postgres@127.0.0.1:%d/%s".formatted(server.port(), database);
    }

    private Finished dbOps(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString()));
        command.addAll(List.of(words));
        return Finished.run(directory, variables, command);
    }

    private void assertSame() {
        assertThat(server.rows(target, ITEMS)).isEqualTo(server.rows(source, ITEMS));
    }

    /** Asynchronous invocations come in any order, and again. An event that is too large comes as a reference. */
    @Test
    void triggersCallTheRouter() throws Exception {
        server.execute(source, TriggerCalls.EXTENSION);
        assertThat(dbOps("triggers-install", "--table", "item", "--lambda", ARN).exit())
                .isZero();
        CHANGES.forEach(change -> server.execute(source, change));
        var payloads = new ArrayList<>(TriggerCalls.of(server, source));
        assertThat(payloads).hasSizeGreaterThanOrEqualTo(CHANGES.size()).anyMatch(each -> each.contains("reference"));
        payloads.addAll(payloads.subList(0, 3));
        Collections.shuffle(payloads, new Random(17));

        for (var payload : payloads) {
            assertThat(router.invoke(payload).body()).isEqualTo("{\"batchItemFailures\":[]}");
        }

        assertSame();
    }

    @Test
    void aReplayCallsTheRouter() throws Exception {
        var aws = AwsEmulator.reset();
        variables.putAll(aws.variables());
        try (var endpoint = new FunctionEndpoint(() -> router)) {
            new EmulatedFunction(aws, "router").at(endpoint.url());
            server.execute(target, "ALTER TABLE item ADD CHECK (note <> 'again')");
            assertThat(dbOps("triggers-install", "--table", "item").exit()).isZero();
            CHANGES.forEach(change -> server.execute(source, change));

            var refused = dbOps("events-replay", "--to", "lambda:router", "--name", "pipeline");
            server.execute(target, "ALTER TABLE item DROP CONSTRAINT item_note_check");
            var rest = dbOps("events-replay", "--to", "lambda:router", "--name", "pipeline");

            assertThat(refused.exit()).as(refused.err()).isEqualTo(1);
            assertThat(refused.err()).contains("function \"router\" ");
            assertThat(rest.exit()).as(rest.err()).isZero();
            assertSame();
        }
    }

    /** Lambda itself reads the topics: what it would hand to the function is made of the messages here. */
    @Test
    void aReplayReachesTheRouterThroughABroker() throws Exception {
        var broker = KafkaBroker.shared();
        var topics = "pipeline-" + source;
        assertThat(dbOps("triggers-install", "--table", "item").exit()).isZero();
        // a message has at most 1 MB
        CHANGES.stream()
                .map(change -> change.replace("1200000", "12000"))
                .forEach(change -> server.execute(source, change));

        var replay = dbOps("events-replay", "--to", broker.url(topics), "--partitions", "3");
        assertThat(replay.exit()).as(replay.err()).isZero();
        var messages = new ArrayList<>(new TopicReader(broker.port()).committed(topics));
        assertThat(messages).hasSizeGreaterThan(400).anyMatch(Message::isTombstone);
        messages.addAll(messages.subList(100, 200));
        for (var i = 0; i < messages.size(); i += 100) {
            var batch = messages.subList(i, Math.min(i + 100, messages.size()));
            assertThat(router.invoke(TopicRecords.payload(batch)).body()).isEqualTo("{\"batchItemFailures\":[]}");
        }

        assertSame();
    }
}
