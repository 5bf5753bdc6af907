package dev.dbops.lambda.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.lambda.FunctionHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRouterTest {
    private static final String ALL_IS_WELL = "{\"batchItemFailures\":[]}";
    private static final String ITEMS = "SELECT * FROM item ORDER BY id";

    private final RoutedPair pair = new RoutedPair();

    private void assertSame() {
        assertThat(pair.databases().targetRows(ITEMS))
                .isEqualTo(pair.databases().sourceRows(ITEMS));
    }

    private List<String> someEvents() {
        pair.databases()
                .inSource("INSERT INTO item VALUES (1, 'secret one', 1), (2, 'b', 2), (3, 'c', 3);"
                        + " UPDATE item SET note = 'B' WHERE id = 2; DELETE FROM item WHERE id = 3");
        return pair.events();
    }

    /** The third event cannot be applied, and the last is not an event. */
    private List<String> withPoison() {
        pair.databases().inTarget("ALTER TABLE item ADD CHECK (id <> 3)");
        pair.databases().inSource("INSERT INTO item VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3), (4, 'd', 4)");
        var events = new ArrayList<>(pair.events());
        events.add("{\"event_type\": \"INSERT\", \"source\"");
        return events;
    }

    private void assertAllButPoison() {
        assertThat(pair.databases().targetRows("SELECT id FROM item ORDER BY id"))
                .containsExactly("1", "2", "4");
    }

    @Test
    void eventsAreAppliedOnceHoweverOftenTheyCome() {
        var events = someEvents();
        var router = pair.router();

        var first = router.invoke(RoutedPair.direct(events));
        var log = router.log();
        var again = router.invoke(RoutedPair.direct(events.reversed()));

        assertThat(first).isEqualTo(ALL_IS_WELL);
        assertThat(again).isEqualTo(ALL_IS_WELL);
        assertSame();
        assertThat(log).singleElement().asString().contains("\"EventsApplied\":3,\"EventsStale\":2");
        assertThat(router.log())
                .singleElement()
                .asString()
                .contains("\"EventsStale\":5")
                .doesNotContain("Applied");
    }

    @Test
    void aTriggerLearnsOfAFailureByTheFailureOfTheInvocation() {
        var events = withPoison().subList(0, 4);
        var router = pair.router();

        assertThatThrownBy(() -> router.invoke(RoutedPair.triggered(events)))
                .hasMessage("1 of 4 events were not handled, so the invocation fails and Lambda repeats it");

        assertAllButPoison();
        assertThat(router.log())
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "\"level\":\"ERROR\"",
                                "an event was not handled: new row for relation",
                                "\"sqlstate\":\"23514\"",
                                "\"table\":\"public.item\",\"operation\":\"insert\""));
    }

    @Test
    void aReplayLearnsWhichEventsFailed() {
        var events = withPoison().subList(0, 4);
        var id = events.get(2).substring(8, events.get(2).indexOf('"', 8));

        assertThat(pair.router().invoke(RoutedPair.direct(events)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"}]}".formatted(id));

        assertAllButPoison();
    }

    @Test
    void aQueueLearnsWhichMessagesFailed() {
        var events = withPoison();

        assertThat(pair.router().invoke(RoutedPair.queued("events", events)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m2\"},{\"itemIdentifier\":\"m4\"}]}");
        assertAllButPoison();
    }

    /** The messages of a group keep their order, so those after the first failure come again too. */
    @Test
    void aFifoQueueGetsBackTheMessagesOfTheGroupAfterAFailure() {
        var events = withPoison().subList(0, 4);
        pair.databases().inSource("INSERT INTO item VALUES (5, 'e', 5), (6, 'f', 6)");
        events.addAll(pair.events().subList(4, 6));

        assertThat(pair.router().invoke(RoutedPair.queued("events.fifo", events)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m2\"},{\"itemIdentifier\":\"m4\"}]}");
    }

    @Test
    void aMessageMayHaveSeveralEvents() {
        var events = withPoison();
        var bodies = List.of(
                RoutedPair.direct(events.subList(0, 2)), RoutedPair.direct(events.subList(2, 4)), "{\"events\": 7}");

        assertThat(pair.router().invoke(RoutedPair.queued("events", bodies)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"},{\"itemIdentifier\":\"m2\"}]}");
        assertAllButPoison();
    }

    @Test
    void aStreamLearnsOfItsFirstFailure() {
        var events = withPoison();

        assertThat(pair.router().invoke(RoutedPair.streamed(events)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"s2\"}]}");
        assertAllButPoison();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws:kafka", "SelfManagedKafka"})
    void aTopicLearnsOfTheFirstFailureOfEachPartition(String source) {
        var events = withPoison();
        // items-0: 1, 3, the tombstone, 4; items-1: 2, what is not an event, and the one that is applied again
        var values = new ArrayList<String>();
        values.addAll(List.of(events.get(0), events.get(1), events.get(2), events.get(4)));
        values.add(null);
        values.add(events.get(1));
        values.add(events.get(3));

        assertThat(pair.router().invoke(RoutedPair.published(source, values)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":\"items-0\",\"offset\":101}},"
                        + "{\"itemIdentifier\":{\"partition\":\"items-1\",\"offset\":101}}]}");
        assertAllButPoison();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                    | it is not a JSON object",
                "{\"hello\": 1}                        | it has no events",
                "{\"Records\": []}                     | it has no events",
                "{\"Records\": [{\"eventSource\": \"aws:ses\"}]} | its source is aws:ses",
                "{\"Records\": {}                      | it is not JSON: Unexpected end-of-input",
                "{\"eventSource\": \"aws:kafka\", \"records\": {\"a-0\": 7}} | the records of partition a-0 are not a"
                        + " list",
            })
    void anythingElseFailsWithASentence(String event, String reason) {
        var router = pair.router();

        assertThatThrownBy(() -> router.invoke(event))
                .hasMessageStartingWith("this is not an event that the function handles: " + reason);
        assertThat(router.log().getFirst()).contains("\"kind\":\"usage\"", "\"hint\":\"it handles");
    }

    @Test
    void wrappersWithoutContentAreFailuresOfTheirMessages() {
        assertThat(pair.router()
                        .invoke("{\"Records\": [{\"messageId\": \"x\", \"eventSource\": \"aws:sqs\", \"body\": 7}]}"))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"x\"}]}");
        assertThat(pair.router()
                        .invoke("{\"Records\": [{\"eventSource\": \"aws:kinesis\", \"kinesis\": {\"sequenceNumber\":"
                                + " \"9\", \"data\": \"*\"}}]}"))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"9\"}]}");
        assertThat(pair.router()
                        .invoke("{\"eventSource\": \"aws:kafka\", \"records\": {\"a-0\": [{\"offset\": 3, \"value\":"
                                + " \"*\"}]}}"))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":\"a-0\",\"offset\":3}}]}");
    }

    @Test
    void poisonIsPutAsideAndTheRestIsApplied() {
        var aws = AwsEmulator.reset();
        pair.with(aws.variables());
        var queue = aws.clients()
                .sqs()
                .createQueue(request -> request.queueName("dead"))
                .queueUrl();
        aws.clients().s3().createBucket(request -> request.bucket("dead-events"));
        var events = withPoison();

        var toQueue = pair.with("DB_OPS_DEAD_LETTERS", "sqs:" + queue).router();
        assertThat(toQueue.invoke(RoutedPair.streamed(events))).isEqualTo(ALL_IS_WELL);
        assertThat(toQueue.log())
                .anySatisfy(line -> assertThat(line).contains("\"level\":\"WARN\"", "an event was put aside: "))
                .last()
                .asString()
                .contains("\"DeadLetters\":2");
        var letters = aws.clients()
                .sqs()
                .receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10))
                .messages();
        assertThat(letters)
                .hasSize(2)
                .anySatisfy(letter -> assertThat(letter.body())
                        .startsWith("{\"function\":\"router\",\"item\":\"s2\",\"id\":\"")
                        .contains(
                                "\"reason\":\"new row for relation",
                                "\"sqlstate\":\"23514\"",
                                "\\\"note\\\": \\\"c\\\""));

        var toBucket =
                pair.with("DB_OPS_DEAD_LETTERS", "s3://dead-events/router").router();
        assertThat(toBucket.invoke(RoutedPair.streamed(events))).isEqualTo(ALL_IS_WELL);
        assertThat(toBucket.invoke(RoutedPair.streamed(events))).isEqualTo(ALL_IS_WELL);
        assertThat(aws.clients()
                        .s3()
                        .listObjectsV2(request -> request.bucket("dead-events").prefix("router/"))
                        .contents())
                .hasSize(2);
        assertAllButPoison();
    }

    @Test
    void poisonThatCannotBePutAsideComesAgain() {
        pair.with(AwsEmulator.reset().variables()).with("DB_OPS_DEAD_LETTERS", "s3://there-is-no-such-bucket/x");
        var router = pair.router();

        assertThat(router.invoke(RoutedPair.streamed(withPoison())))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"s2\"}]}");
        assertThat(router.log()).anySatisfy(line -> assertThat(line).contains("the event could not be put aside: "));
        assertAllButPoison();
    }

    @Test
    void theFirstRouteThatMatchesDecides() {
        var aws = AwsEmulator.reset();
        var notify = new EmulatedFunction(aws, "notify");
        aws.clients().s3().createBucket(request -> request.bucket("lake"));
        pair.with(aws.variables())
                .with(
                        "DB_OPS_ROUTES",
                        "item delete -> drop; public.item -> postgres, lambda:notify:live, s3://lake/events\n"
                                + "* -> drop");
        var events = new ArrayList<>(someEvents());
        pair.databases().inSource("INSERT INTO other VALUES (7)");
        events.add(pair.events().getLast());
        var router = pair.router();

        assertThat(router.invoke(RoutedPair.direct(events))).isEqualTo(ALL_IS_WELL);

        assertThat(pair.databases().targetRows("SELECT id, note FROM item ORDER BY id"))
                .containsExactly("1|secret one", "2|B", "3|c");
        assertThat(pair.databases().targetRows("SELECT * FROM other")).isEmpty();
        assertThat(notify.received())
                .singleElement()
                .satisfies(seqs -> assertThat(seqs).hasSize(4));
        var objects = aws.clients()
                .s3()
                .listObjectsV2(request -> request.bucket("lake"))
                .contents();
        assertThat(objects)
                .singleElement()
                .satisfies(object -> assertThat(object.key())
                        .matches("events/public\\.item/\\d{4}/\\d\\d/\\d\\d/\\d\\d/\\d{19}-[0-9a-f]{16}\\.jsonl"));
        assertThat(aws.clients()
                        .s3()
                        .getObjectAsBytes(request ->
                                request.bucket("lake").key(objects.getFirst().key()))
                        .asUtf8String())
                .isEqualTo(String.join("\n", events.subList(0, 4)) + "\n");
        assertThat(router.log().getLast()).contains("\"EventsForwarded\":8", "\"EventsDropped\":2");
    }

    @Test
    void whatAnotherFunctionDoesNotTakeComesAgain() {
        var aws = AwsEmulator.reset();
        var events = someEvents();
        var id = events.get(1).substring(8, events.get(1).indexOf('"', 8));
        new EmulatedFunction(aws, "notify").reporting(id);
        pair.with(aws.variables()).with("DB_OPS_ROUTES", "* -> lambda:notify");

        assertThat(pair.router().invoke(RoutedPair.queued("events", events)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}");

        new EmulatedFunction(aws, "notify").broken("{\"errorType\": \"KeyError\", \"errorMessage\": \"x\"}");
        assertThat(pair.router().invoke(RoutedPair.streamed(events)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"s0\"}]}");
    }

    /** Lambda itself gives a function at most 6 MB, but what a router forwards may be one event of a topic. */
    @Test
    void anEventThatIsTooLargeForAnotherFunctionIsRefusedAlone() {
        var aws = AwsEmulator.reset();
        var notify = new EmulatedFunction(aws, "notify");
        pair.with(aws.variables()).with("DB_OPS_ROUTES", "* -> lambda:notify");
        pair.databases().inSource("INSERT INTO item VALUES (1, 'a', 1), (2, repeat('x', 7000000), 2), (3, 'c', 3)");
        var router = pair.router();

        assertThat(router.invoke(RoutedPair.queued("events", pair.events())))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}");
        assertThat(notify.received())
                .singleElement()
                .satisfies(seqs -> assertThat(seqs).hasSize(2));
        assertThat(router.log().getFirst())
                .contains("and an invocation of function \\\"notify\\\" takes 6 MB")
                .hasSizeLessThan(1_000);
    }

    @Test
    void anEventWithoutARouteIsRefused() {
        pair.with("DB_OPS_ROUTES", "item insert -> postgres");
        var router = pair.router();

        assertThat(router.invoke(RoutedPair.queued("events", someEvents())))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m3\"},{\"itemIdentifier\":\"m4\"}]}");
        assertThat(router.log()).anySatisfy(line -> assertThat(line).contains("no route is for event "));
    }

    @Test
    void tablesMayHaveOtherNamesInTheTarget() {
        pair.databases()
                .inTarget(
                        "CREATE SCHEMA copy; ALTER TABLE item SET SCHEMA copy; ALTER TABLE copy.item RENAME TO thing");
        pair.with("DB_OPS_TABLE_NAMES", "public.item=copy.thing");

        assertThat(pair.router().invoke(RoutedPair.direct(someEvents()))).isEqualTo(ALL_IS_WELL);
        assertThat(pair.databases().targetRows("SELECT id FROM copy.thing ORDER BY id"))
                .containsExactly("1", "2");
    }

    /** A value that the server repeats in its message is not written into the log. */
    @Test
    void theLogHasNoValues() {
        pair.databases().inTarget("ALTER TABLE item ALTER note TYPE int USING NULL");
        var events = someEvents();
        var router = pair.router();

        router.invoke(RoutedPair.queued("events", events));

        assertThat(router.log())
                .anySatisfy(line -> assertThat(line).contains("invalid input syntax for type integer: \\\"...\\\""))
                .noneSatisfy(line -> assertThat(line).contains("secret one"));
    }

    @Test
    void aDatabaseThatIsDownIsOneLineAndNothingIsLost() {
        var events = someEvents();
        pair.with("CONNECTION_URL", "postgresql://postgres:hunter2secret@127.0.0.1:1/x");
        var router = pair.router();

        assertThat(router.invoke(RoutedPair.queued("events", events)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"},{\"itemIdentifier\":\"m1\"},"
                        + "{\"itemIdentifier\":\"m2\"},{\"itemIdentifier\":\"m3\"},{\"itemIdentifier\":\"m4\"}]}");
        assertThat(router.log())
                .hasSize(2)
                .first()
                .asString()
                .contains(
                        "\"level\":\"ERROR\"",
                        "\"kind\":\"unreachable\"",
                        "\"destination\":\"postgres\"",
                        "\"events\":5")
                .doesNotContain("hunter2secret");
    }

    @Test
    void aReadOnlyTargetRefusesNoEventForGood() {
        var aws = AwsEmulator.reset();
        aws.clients().s3().createBucket(request -> request.bucket("dead-events"));
        var router = pair.with(aws.variables())
                .with("DB_OPS_DEAD_LETTERS", "s3://dead-events")
                .router();
        var events = someEvents();
        router.invoke(RoutedPair.direct(events.subList(0, 1)));
        pair.databases()
                .inTarget("ALTER DATABASE \"%s\" SET default_transaction_read_only = on"
                        .formatted(pair.databases().target().database()));
        var restarted = pair.router();

        assertThat(restarted.invoke(RoutedPair.streamed(events)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"s0\"}]}");
        assertThat(aws.clients()
                        .s3()
                        .listObjectsV2(request -> request.bucket("dead-events"))
                        .contents())
                .isEmpty();
    }

    @Test
    void aReferenceIsFetchedFromTheLog() {
        var events = someEvents();
        var reference = events.getFirst().replaceAll("\"payload\": .*", "\"reference\": true}");

        var without = pair.router();
        assertThat(without.invoke(RoutedPair.queued("events", List.of(reference, events.get(1)))))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"}]}");
        assertThat(without.log().getFirst()).contains("SOURCE_CONNECTION_URL is not set");
        assertThat(pair.knowsSource().router().invoke(RoutedPair.queued("events", List.of(reference))))
                .isEqualTo(ALL_IS_WELL);

        assertThat(pair.databases().targetRows(ITEMS)).containsExactly("1|secret one|1", "2|b|2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DB_OPS_ROUTES       | item                    | DB_OPS_ROUTES: the route \"item\" is not valid: it"
                        + " has no \"->\" between tables and destinations",
                "DB_OPS_ROUTES       | * -> kafka              | \"kafka\" in DB_OPS_ROUTES is not a destination",
                "DB_OPS_ROUTES       | * -> postgres,          | DB_OPS_ROUTES: the route \"* -> postgres,\" is not"
                        + " valid: a destination is empty",
                "DB_OPS_ROUTES       | a.b.c -> drop           | DB_OPS_ROUTES: the route \"a.b.c -> drop\" is not"
                        + " valid: the name has too many parts",
                "DB_OPS_ROUTES       | * -> postgres; a -> drop | DB_OPS_ROUTES: the route \"a -> drop\" is not valid:"
                        + " a rule before it takes all its events",
                "DB_OPS_ROUTES       | a.* -> drop; a.b update -> drop | DB_OPS_ROUTES: the route \"a.b update ->"
                        + " drop\" is not valid: a rule before it",
                "DB_OPS_ROUTES       | item upsert -> drop     | DB_OPS_ROUTES: \"upsert\" is not an operation",
                "DB_OPS_ROUTES       | * -> s3://X             | DB_OPS_ROUTES: \"s3://X\" is not a place in S3",
                "DB_OPS_ROUTES       | * -> lambda:a b         | DB_OPS_ROUTES: \"a b\" is not the name of a Lambda"
                        + " function",
                "DB_OPS_DEAD_LETTERS | https://x               | DB_OPS_DEAD_LETTERS names neither a queue nor a"
                        + " bucket: \"https://x\"",
                "DB_OPS_INBOX_DAYS   | 0                       | DB_OPS_INBOX_DAYS is not a number from 1 to 3650:"
                        + " \"0\"",
                "DB_OPS_TABLE_NAMES  | item                    | DB_OPS_TABLE_NAMES item: it has no =",
                "CONNECTION_URL      | mysql://x               | CONNECTION_URL",
            })
    void aWrongConfigurationIsASentenceAtTheStart(String name, String value, String message) {
        pair.with(name, value);

        var log = FunctionHarness.failedStart(pair.variables(), EventRouter::new);

        assertThat(log).singleElement().asString().contains(message.replace("\"", "\\\""), "\"kind\":\"usage\"");
    }

    @Test
    void aRouterWithoutADatabaseNeedsNone() {
        var router = new FunctionHarness(Map.of("DB_OPS_ROUTES", "* -> drop"), EventRouter::new);

        assertThat(router.invoke(RoutedPair.direct(someEvents()))).isEqualTo(ALL_IS_WELL);
    }
}
