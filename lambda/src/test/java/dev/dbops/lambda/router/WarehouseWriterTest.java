package dev.dbops.lambda.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedSecrets;
import dev.dbops.aws.EmulatedWarehouses;
import dev.dbops.lambda.FunctionHarness;
import dev.dbops.redshift.standin.StatementTemplate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarehouseWriterTest {
    private static final String ALL_IS_WELL = "{\"batchItemFailures\":[]}";

    private final WarehousedPair pair = new WarehousedPair();

    @AfterEach
    void close() {
        pair.close();
    }

    private List<String> someEvents() {
        pair.inSource(
                "INSERT INTO item VALUES (1, 'secret one', 1), (2, 'b', 2), (3, 'c', 3); UPDATE item SET note = 'B'"
                        + " WHERE id = 2; DELETE FROM item WHERE id = 3; INSERT INTO other VALUES (1)");
        return pair.events();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eventsOfEverySourceAreAppliedOnceHoweverOftenTheyCome(boolean dataApi) {
        var events = someEvents();
        var writer = (dataApi ? pair.byDataApi() : pair).writer();

        assertThat(writer.invoke(RoutedPair.streamed(events))).isEqualTo(ALL_IS_WELL);
        assertThat(writer.log()).singleElement().asString().contains("\"EventsApplied\":6");
        assertThat(writer.invoke(RoutedPair.queued("events", events.reversed())))
                .isEqualTo(ALL_IS_WELL);
        assertThat(writer.invoke(RoutedPair.published("aws:kafka", events))).isEqualTo(ALL_IS_WELL);
        assertThat(writer.invoke(RoutedPair.triggered(events))).isEqualTo(ALL_IS_WELL);
        assertThat(writer.invoke(RoutedPair.direct(events))).isEqualTo(ALL_IS_WELL);

        pair.assertSame();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        '' | WAREHOUSE_CONNECTION_URL is not set
        redshift://h:99999999/x | port
        postgresql://u@h/x | WAREHOUSE_CONNECTION_URL is not a warehouse: db "x" on h:5432
        redshift://u@h/x?via=ssh:b | a function cannot open the tunnel
        redshift://u@h/x?data_api=true | data_api needs an endpoint of Amazon Redshift, and h is not one (from WAREHOUSE_CONNECTION_URL)
        """)
    void aWrongConfigurationIsReportedAtTheStart(String url, String message) {
        pair.with("WAREHOUSE_CONNECTION_URL", url);

        assertThat(FunctionHarness.failedStart(pair.variables(), EventRouter::toWarehouse))
                .singleElement()
                .asString()
                .contains("\"level\":\"ERROR\"", "\"kind\":\"usage\"", message.replace("\"", "\\\""));
    }

    @Test
    void poisonIsPutAsideAndOthersAreApplied() {
        var aws = AwsEmulator.reset();
        var queue = aws.clients()
                .sqs()
                .createQueue(request -> request.queueName("dead-letters"))
                .queueUrl();
        pair.inSource("INSERT INTO item VALUES (1, 'a', 1), (2, 'b', 2); ALTER TABLE item ADD extra int;"
                + " INSERT INTO item VALUES (3, 'c', 3, 3)");
        var writer = pair.with(aws.variables())
                .with("DB_OPS_DEAD_LETTERS", "sqs:" + queue)
                .writer();

        assertThat(writer.invoke(RoutedPair.streamed(pair.events()))).isEqualTo(ALL_IS_WELL);

        assertThat(writer.log())
                .anySatisfy(line -> assertThat(line)
                        .contains("an event was put aside: table public.item of the warehouse has no column extra"))
                .last()
                .asString()
                .contains("\"EventsApplied\":2", "\"DeadLetters\":1");
        assertThat(pair.redshift().rows("SELECT id FROM item ORDER BY id")).containsExactly("1", "2");
    }

    /** Outcomes that are known when the warehouse fails are reported. */
    @Test
    void aFailureInTheMiddleNamesTheEventsWithoutAnOutcome() {
        pair.inSource("INSERT INTO item VALUES (1, 'a', 1)").inSource("INSERT INTO other VALUES (1)");
        var writer = pair.writer();
        pair.redshift().execute("""
            CREATE FUNCTION deny() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE EXCEPTION ''permission denied for relation other'' USING ERRCODE = ''42501''; END';
            CREATE TRIGGER deny BEFORE INSERT ON other FOR EACH STATEMENT EXECUTE FUNCTION deny()
            """);

        assertThat(writer.invoke(RoutedPair.queued("events", pair.events())))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}");

        assertThat(writer.log())
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "permission denied for relation other",
                                "\"destination\":\"warehouse\"",
                                "\"events\":1"))
                .last()
                .asString()
                .contains("\"EventsApplied\":1", "\"EventsFailed\":1");
        pair.redshift().execute("DROP TRIGGER deny ON other");
        writer.invoke(RoutedPair.queued("events", pair.events()));
        pair.assertSame();
    }

    /** A connection is lost while Lambda has frozen the environment. */
    @Test
    void aStaleConnectionIsReplaced() {
        var events = someEvents();
        var writer = pair.writer();
        writer.invoke(RoutedPair.direct(events.subList(0, 2)));
        pair.redshift().cutBefore(StatementTemplate.LOCK);

        assertThat(writer.invoke(RoutedPair.direct(events))).isEqualTo(ALL_IS_WELL);

        pair.assertSame();
    }

    @Test
    void aWarehouseThatIsNotThereLetsAllEventsComeAgain() {
        var events = someEvents();
        var writer = pair.with("WAREHOUSE_CONNECTION_URL", "redshift://u:secretword@127.0.0.1:1/x?sslmode=disable")
                .writer();

        assertThatThrownBy(() -> writer.invoke(RoutedPair.triggered(events)))
                .hasMessageContaining("6 of 6 events were not handled");

        assertThat(writer.log())
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "cannot connect to db \\\"x\\\" on 127.0.0.1:1",
                                "\"kind\":\"unreachable\"",
                                "check the host, its security group, and that the warehouse is not paused"))
                .noneSatisfy(line -> assertThat(line).contains("secretword"));
    }

    @Test
    void aSecretIsReadAgainAfterItsRotation(@TempDir Path directory) throws Exception {
        var aws = AwsEmulator.reset();
        var secrets = new EmulatedSecrets(aws);
        secrets.create("dwh", EmulatedSecrets.json("loader", "first word"));
        pair.redshift().password("first word");
        var writer = pair.with(aws.variables())
                .with(
                        "WAREHOUSE_CONNECTION_URL",
                        pair.url("localhost", pair.tls(directory, "localhost") + "&secret=dwh"))
                .writer();
        var events = someEvents();
        assertThat(writer.invoke(RoutedPair.direct(events.subList(0, 2)))).isEqualTo(ALL_IS_WELL);
        secrets.rotate("dwh", EmulatedSecrets.json("loader", "second word"));
        pair.redshift().password("second word");
        pair.redshift().cutBefore(StatementTemplate.LOCK);

        assertThat(writer.invoke(RoutedPair.direct(events))).isEqualTo(ALL_IS_WELL);

        pair.assertSame();
        assertThat(writer.log()).noneMatch(line -> line.contains(" word"));
    }

    @Test
    void aTemporaryPasswordIsUsedAndARoleThatIsMissingNamed(@TempDir Path directory) throws Exception {
        var aws = AwsEmulator.reset();
        new EmulatedWarehouses(aws).cluster("shop", "temporary");
        pair.redshift().password("temporary");
        pair.with(aws.variables())
                .with(
                        "WAREHOUSE_CONNECTION_URL",
                        pair.url(
                                "loader@" + WarehousedPair.HOST,
                                pair.tls(directory, WarehousedPair.HOST) + "&iam_auth=true&hostaddr=127.0.0.1"));
        var events = someEvents();

        assertThat(pair.writer().invoke(RoutedPair.direct(events))).isEqualTo(ALL_IS_WELL);
        pair.assertSame();

        pair.redshift().password("of another role");
        var writer = pair.writer();
        writer.invoke(RoutedPair.direct(events));
        assertThat(writer.log())
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "password authentication failed", "the user must exist in the warehouse: CREATE USER"));
    }

    @Test
    void aRouterMayDeliverToBoth() {
        var events = someEvents();
        var router = new FunctionHarness(
                pair.with("DB_OPS_ROUTES", "item -> warehouse; * -> drop").variables(), EventRouter::new);

        assertThat(router.invoke(RoutedPair.direct(events))).isEqualTo(ALL_IS_WELL);

        assertThat(pair.redshift().rows("SELECT id FROM item ORDER BY id")).containsExactly("1", "2");
        assertThat(pair.redshift().rows("SELECT id FROM other")).isEmpty();
        assertThat(router.log()).last().asString().contains("\"EventsApplied\":5", "\"EventsDropped\":1");
    }
}
