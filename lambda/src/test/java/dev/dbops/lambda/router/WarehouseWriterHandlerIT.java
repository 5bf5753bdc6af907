package dev.dbops.lambda.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedSecrets;
import dev.dbops.lambda.process.FailedStart;
import dev.dbops.lambda.process.FunctionProcess;
import dev.dbops.redshift.standin.StatementTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The package's handler for the warehouse, run as Lambda runs it. */
class WarehouseWriterHandlerIT {
    private static final String HANDLER = "dev.dbops.lambda.WarehouseWriterHandler";

    /** docs/testing.md has the long version: 20,000 events and 200 kills, by each way. */
    private static final int EVENTS = Integer.getInteger("warehouse.events", 1_000);

    private static final int KILLS = Integer.getInteger("warehouse.kills", 4);
    private static final long SEED = Long.getLong("warehouse.seed", 17);

    private final WarehousedPair pair = new WarehousedPair();

    @AfterEach
    void close() {
        pair.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverTheOrderAndTheTroublesTheWarehouseIsTheSource(boolean dataApi) throws InterruptedException {
        pair.inSource(EventRouterHandlerIT.HISTORY.formatted(EVENTS / 50));
        var events = pair.events();
        var random = new Random(SEED);
        var chaos = new RouterChaos(HANDLER, random, (dataApi ? pair.byDataApi() : pair).variables())
                .troubled(() -> plan(random, dataApi));

        chaos.deliver(events, 3, KILLS);

        System.out.printf(
                "%d events, %d kills, %d invocations, %d failed%n",
                events.size(), KILLS, chaos.invocations(), chaos.failures());
        assertThat(events.size()).isGreaterThan(EVENTS / 2);
        pair.assertSame();
    }

    /** Conflicts at any statement, and answers that are lost before or after the commit. */
    private void plan(Random random, boolean dataApi) {
        switch (random.nextInt(8)) {
            case 0 -> {
                if (dataApi) {
                    pair.api().inject1023(1);
                } else {
                    pair.redshift().inject1023(1);
                }
            }
            case 1 -> {
                if (dataApi) {
                    pair.api().loseAnswer();
                } else {
                    pair.redshift().cutAfterCommit();
                }
            }
            case 2 -> {
                if (dataApi) {
                    pair.api().throttle(1);
                } else {
                    pair.redshift().cutBeforeCommit();
                }
            }
            case 3 -> {
                if (!dataApi) {
                    pair.redshift().cutAfter(StatementTemplate.DELETE);
                }
            }
            case 4 -> pair.redshift().inject1023(StatementTemplate.INSERT_SELECT, 1);
            default -> {}
        }
    }

    @Test
    void aRestoredFunctionConnectsAgainWithItsNewPassword(@TempDir Path directory) throws Exception {
        var aws = AwsEmulator.reset();
        var secrets = new EmulatedSecrets(aws);
        secrets.create("dwh", EmulatedSecrets.json("loader", "first word"));
        pair.redshift().password("first word");
        pair.with(aws.variables())
                .with(
                        "WAREHOUSE_CONNECTION_URL",
                        pair.url("localhost", pair.tls(directory, "localhost") + "&secret=dwh"));
        pair.inSource("INSERT INTO item VALUES (1, 'a', 1)");
        try (var function = FunctionProcess.startForSnapshot(HANDLER, pair.variables())) {
            function.awaitSnapshot();
            secrets.rotate("dwh", EmulatedSecrets.json("loader", "second word"));
            pair.redshift().password("second word");
            function.restore();

            assertThat(function.invoke(RoutedPair.direct(pair.events())).body())
                    .isEqualTo("{\"batchItemFailures\":[]}");
            // frozen, its connection is lost
            function.freeze();
            pair.redshift().cutBefore(StatementTemplate.LOCK);
            pair.inSource("UPDATE item SET note = 'b'");
            function.thaw();
            assertThat(function.invoke(RoutedPair.direct(pair.events())).body())
                    .isEqualTo("{\"batchItemFailures\":[]}");
        }
        pair.assertSame();
    }

    @Test
    void aMissingVariableIsReportedAtTheStart() {
        pair.variables().remove("WAREHOUSE_CONNECTION_URL");
        try (var function = FunctionProcess.start(HANDLER, pair.variables())) {
            assertThatThrownBy(function::awaitReady)
                    .isInstanceOf(FailedStart.class)
                    .hasMessageContaining("WAREHOUSE_CONNECTION_URL is not set");
            assertThat(function.awaitLog("\"level\":\"ERROR\"")).contains("\"kind\":\"usage\"");
        }
    }

    @Test
    void everySourceGetsTheDocumentedFailures() {
        pair.inSource(
                "INSERT INTO item VALUES (1, 'a', 1); ALTER TABLE item ADD extra int; INSERT INTO item VALUES (2, 'b',"
                        + " 2, 2); ALTER TABLE item DROP extra; INSERT INTO item VALUES (3, 'c', 3)");
        var events = pair.events();
        try (var function = FunctionProcess.start(HANDLER, pair.variables())) {
            assertThat(function.invoke(RoutedPair.queued("q", events)).body())
                    .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}");
            assertThat(function.invoke(RoutedPair.streamed(events)).body())
                    .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"s1\"}]}");
            assertThat(function.invoke(RoutedPair.published("SelfManagedKafka", events))
                            .body())
                    .isEqualTo(
                            "{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":\"items-1\",\"offset\":100}}]}");
            var triggered = function.invoke(RoutedPair.triggered(events));
            assertThat(triggered.isError()).isTrue();
            assertThat(triggered.body()).contains("1 of 3 events were not handled");
        }
        assertThat(pair.redshift().rows("SELECT id FROM item ORDER BY id")).isEqualTo(List.of("1", "3"));
    }
}
