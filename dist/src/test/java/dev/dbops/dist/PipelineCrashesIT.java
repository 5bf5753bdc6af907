package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.lambda.process.FunctionAnswer;
import dev.dbops.lambda.process.FunctionProcess;
import dev.dbops.redshift.standin.RedshiftStandIn;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole pipeline, of which each function is killed at moments that nobody chose: triggers call the router, which writes
 * to PostgreSQL and calls the writer, which writes to the stand-in for Redshift.
 */
class PipelineCrashesIT {
    private static final String ARN = "arn:aws:lambda:eu-central-1:123456789012:function:router";
    private static final String ITEMS = "SELECT id, note, data::text FROM item ORDER BY id";
    private static final int ROUNDS = 12;
    private static final int KILLS = 10;
    private static final int MOST_DELIVERIES = 500;

    /** Each round changes, moves, deletes and inserts rows of the rounds before. */
    private static final List<String> ROUND = List.of(
            "INSERT INTO item SELECT i, 'note ' || i, jsonb_build_object('i', i)"
                    + " FROM generate_series(%1$d * 100, %1$d * 100 + 60) AS i",
            "UPDATE item SET note = upper(note) || ' %1$d' WHERE id %% 3 = %1$d %% 3",
            "UPDATE item SET id = id + 100000 WHERE id BETWEEN %1$d * 100 AND %1$d * 100 + 5",
            "DELETE FROM item WHERE id %% 10 = %1$d %% 10",
            "INSERT INTO item VALUES (-%1$d, repeat('é', 30000), 'null')");

    private final TestServer server = TestServer.carried();
    private final AwsEmulator aws = AwsEmulator.reset();
    private final RedshiftStandIn warehouse = new RedshiftStandIn(server);
    private final String source = server.newDatabase().database();
    private final String target = server.newDatabase().database();
    private final Map<String, String> variables = new HashMap<>(aws.variables());
    private final Random random = new Random(18);

    @TempDir
    private Path directory;

    private Function router;
    private Function writer;

    /** A function whose process is started again when it was killed. */
    private static final class Function implements AutoCloseable {
        private final String handler;
        private final Map<String, String> variables;
        private FunctionProcess process;

        Function(String handler, Map<String, String> variables) {
            this.handler = handler;
            this.variables = variables;
        }

        synchronized FunctionProcess running() {
            if (process != null && !process.isAlive()) {
                close();
            }
            if (process == null) {
                process = FunctionProcess.start(handler, variables);
            }
            return process;
        }

        @Override
        public synchronized void close() {
            if (process != null) {
                process.close();
                process = null;
            }
        }
    }

    @BeforeEach
    void deploy() {
        variables.put("CONNECTION_URL", url(source));
        variables.put("DWH_CONNECTION_URL", ConnectionUrl.formatWithPassword(warehouse.target()));
        writer = new Function(
                "dev.dbops.lambda.WarehouseWriterHandler",
                Map.of("WAREHOUSE_CONNECTION_URL", ConnectionUrl.formatWithPassword(warehouse.target())));
        var routed = new HashMap<>(aws.variables());
        routed.put("CONNECTION_URL", url(target));
        routed.put("DB_OPS_ROUTES", "* -> postgres, lambda:writer");
        router = new Function("dev.dbops.lambda.EventRouterHandler", routed);
        for (var database : List.of(source, target)) {
            server.execute(database, "CREATE TABLE item (id int PRIMARY KEY, note text, data jsonb)");
        }
        server.execute(source, TriggerCalls.EXTENSION);
    }

    @AfterEach
    void stop() {
        router.close();
        writer.close();
        warehouse.close();
    }

    private String url(String database) {
        return "postgresql://postgres@127.0.0.1:%d/%s".formatted(server.port(), database);
    }

    private void dbOps(String... words) throws Exception {
        var command = new ArrayList<>(
                List.of(Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString()));
        command.addAll(List.of(words));
        var finished = Finished.run(directory, variables, command);
        assertThat(finished.exit()).as(finished.toString()).isZero();
    }

    @Test
    void bothTargetsAreTheSourceInTheEnd() throws Exception {
        dbOps("triggers-install", "--table", "item", "--lambda", ARN);
        change(0);
        // it makes the warehouse's table, and has delivered some events that functions deliver again
        dbOps("events-replay", "--to", "env:dwh", "--create-tables");
        for (var round = 1; round < ROUNDS; round++) {
            change(round);
        }

        try (var endpoint = new FunctionEndpoint(() -> writer.running())) {
            new EmulatedFunction(aws, "writer").at(endpoint.url());
            deliver(TriggerCalls.of(server, source));
        }

        var rows = server.rows(source, ITEMS);
        assertThat(rows).hasSizeGreaterThan(200);
        assertThat(server.rows(target, ITEMS)).isEqualTo(rows);
        assertThat(warehouse.rows(ITEMS)).isEqualTo(rows);
        assertThat(warehouse.gate().refused()).isEmpty();
    }

    private void change(int round) {
        ROUND.forEach(statement -> server.execute(source, statement.formatted(round)));
    }

    /** Delivers in any order, some of them twice, and each again until it has succeeded, as Lambda's own queue does. */
    private void deliver(List<String> calls) throws InterruptedException {
        var shuffled = new ArrayList<>(calls);
        shuffled.addAll(calls.subList(0, calls.size() / 4));
        Collections.shuffle(shuffled, random);
        var waiting = new ArrayDeque<>(shuffled);
        var deliveries = 0;
        for (var kills = 0; !waiting.isEmpty(); deliveries++) {
            assertThat(deliveries).isLessThan(MOST_DELIVERIES);
            var payload = waiting.poll();
            var answer = router.running().begin(payload);
            if (kills < KILLS && random.nextInt(4) == 0) {
                kill(answer, random.nextBoolean() ? router : writer);
                kills++;
            }
            if (!succeeded(answer)) {
                waiting.add(payload);
            }
        }
        assertThat(deliveries).isGreaterThan(shuffled.size());
    }

    /** Kills it at some moment of the delivery, or after it. */
    private void kill(CompletableFuture<FunctionAnswer> answer, Function function) throws InterruptedException {
        try {
            answer.get(random.nextInt(random.nextBoolean() ? 50 : 900), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // it is at work
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
        function.running().kill();
    }

    private static boolean succeeded(CompletableFuture<FunctionAnswer> answer) {
        try {
            return answer.join().body().equals("{\"batchItemFailures\":[]}");
        } catch (CompletionException _) {
            // killed: whatever it did, the payload comes again
            return false;
        }
    }
}
