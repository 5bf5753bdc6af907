package dev.dbops.lambda.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.lambda.process.FailedStart;
import dev.dbops.lambda.process.FunctionProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The package's router, run as Lambda runs it. */
class EventRouterHandlerIT {
    private static final String HANDLER = "dev.dbops.lambda.EventRouterHandler";

    /** docs/testing.md has the long version: 100,000 events and 100 kills. */
    private static final int EVENTS = Integer.getInteger("router.events", 4_000);

    private static final int KILLS = Integer.getInteger("router.kills", 8);
    private static final long SEED = Long.getLong("router.seed", 17);

    private static final String ITEMS = "SELECT * FROM item ORDER BY id";

    /** Each turn makes 50 events: rows come, change, lose their keys, go and come again. */
    static final String HISTORY = """
        DO $$
        BEGIN
            FOR turn IN 1..%d LOOP
                INSERT INTO item SELECT i, 'turn ' || turn, i FROM generate_series(turn * 7 %% 900, turn * 7 %% 900 + 15) AS i
                    ON CONFLICT (id) DO UPDATE SET note = excluded.note, n = item.n + 1;
                UPDATE item SET n = n + turn WHERE id %% 90 = turn %% 90;
                UPDATE item SET id = id + 10000 WHERE id = turn %% 900;
                DELETE FROM item WHERE id IN (SELECT id FROM item WHERE id %% 60 = turn %% 60 ORDER BY id LIMIT 12);
                INSERT INTO other SELECT turn * 10 + i FROM generate_series(1, 6) AS i;
                IF turn %% 40 = 0 THEN
                    TRUNCATE other;
                END IF;
            END LOOP;
        END $$
        """;

    @Test
    void whateverTheOrderAndTheKillsTheTargetIsTheSource() throws InterruptedException {
        var pair = new RoutedPair();
        pair.databases().inSource(HISTORY.formatted(EVENTS / 50));
        var events = pair.events();
        var chaos = new RouterChaos(HANDLER, new Random(SEED), pair.variables());

        chaos.deliver(events, 3, KILLS);

        assertThat(events.size()).isGreaterThan(EVENTS / 2);
        assertThat(pair.databases().targetRows(ITEMS))
                .isEqualTo(pair.databases().sourceRows(ITEMS));
        assertThat(pair.databases().targetRows("SELECT * FROM other ORDER BY id"))
                .isEqualTo(pair.databases().sourceRows("SELECT * FROM other ORDER BY id"));
    }

    @Test
    void everySourceGetsTheDocumentedFailures() {
        var pair = new RoutedPair();
        pair.databases().inTarget("ALTER TABLE item ADD CHECK (id <> 2)");
        pair.databases().inSource("INSERT INTO item VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
        var events = new ArrayList<>(pair.events());
        var id = events.get(1).substring(8, events.get(1).indexOf('"', 8));
        try (var router = FunctionProcess.start(HANDLER, pair.variables())) {
            assertThat(router.invoke(RoutedPair.direct(events)).body())
                    .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"}]}".formatted(id));
            assertThat(router.invoke(RoutedPair.queued("q", events)).body())
                    .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}");
            assertThat(router.invoke(RoutedPair.streamed(events)).body())
                    .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"s1\"}]}");
            assertThat(router.invoke(RoutedPair.published("SelfManagedKafka", events))
                            .body())
                    .isEqualTo(
                            "{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":\"items-1\",\"offset\":100}}]}");
            var triggered = router.invoke(RoutedPair.triggered(events));
            assertThat(triggered.isError()).isTrue();
            assertThat(triggered.body()).contains("1 of 3 events were not handled");
            assertThat(router.invoke("[]").body()).contains("this is not an event that the function handles");
        }
        assertThat(pair.databases().targetRows("SELECT id FROM item ORDER BY id"))
                .containsExactly("1", "3");
    }

    @Test
    void aWrongVariableIsReportedAtTheStart() {
        try (var router = FunctionProcess.start(
                HANDLER, new RoutedPair().with("DB_OPS_ROUTES", "item").variables())) {
            assertThatThrownBy(router::awaitReady)
                    .isInstanceOf(FailedStart.class)
                    .hasMessageContaining("has no \\\"->\\\" between tables and destinations");
            assertThat(router.awaitLog("\"level\":\"ERROR\"")).contains("\"kind\":\"usage\"");
        }
    }

    /** An RDS proxy shares a connection only while its session is as it was. */
    @Test
    void noSettingOfASessionIsChanged() throws Exception {
        try (var logged = dev.dbops.lambda.LoggedServer.start()) {
            var database = logged.server().newDatabase().database();
            logged.server().execute(database, RoutedPair.TABLES);
            var pair = new RoutedPair();
            pair.databases()
                    .inSource("INSERT INTO item VALUES (1, 'a', 1); UPDATE item SET n = 2; DELETE FROM item;"
                            + " INSERT INTO item VALUES (2, 'b', 2)");
            var url = "postgresql://postgres@127.0.0.1:%d/%s"
                    .formatted(logged.server().port(), database);
            try (var router = FunctionProcess.start(
                    HANDLER, pair.with("CONNECTION_URL", url).variables())) {
                for (var event : pair.events().reversed()) {
                    assertThat(router.invoke(RoutedPair.direct(List.of(event))).body())
                            .isEqualTo("{\"batchItemFailures\":[]}");
                }
            }

            assertThat(logged.server().rows(database, ITEMS)).containsExactly("2|b|2");
            assertThat(logged.connections()).isOne();
            assertThat(logged.statements()).isNotEmpty().noneMatch(logged::bindsASession);
        }
    }
}
