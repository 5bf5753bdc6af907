package dev.dbops.lambda.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedBucket;
import dev.dbops.lambda.FunctionHarness;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Objects that are not as a replay stores them, or are no longer there. */
class NotifiedObjectsTest {
    private static final String ALL_IS_WELL = "{\"batchItemFailures\":[]}";
    private static final String LINE = SampleEventsTest.line();

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedBucket bucket = new EmulatedBucket(aws, "lake");
    private final Map<String, String> variables = new HashMap<>(aws.variables());
    private FunctionHarness router;

    private String invoke(String event) {
        variables.put("DB_OPS_ROUTES", "* -> drop");
        router = new FunctionHarness(variables, EventRouter::new);
        return router.invoke(event);
    }

    private static String notification(String encodedKey) {
        return """
            {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "lake"},
              "object": {"key": "%s", "versionId": "096fKKXTRTtl3on89fVO.nfljtsv6qko"}}}]}
            """.formatted(encodedKey);
    }

    private void assertDropped(int events) {
        assertThat(router.log().getLast()).contains("\"EventsDropped\":" + events);
    }

    @Test
    void anObjectMayHaveSeveralMembersOfGzipAndBlankLines() {
        bucket.put("a.jsonl.gz", EmulatedBucket.gzip(LINE, "\r\n\n" + LINE + LINE, ""));

        assertThat(invoke(notification("a.jsonl.gz"))).isEqualTo(ALL_IS_WELL);

        assertDropped(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop/public.orders/dt=2026-11-30/hour=03/1-a.jsonl", "a b+c%d\u00fc&\"e.jsonl"})
    void namesOfObjectsAreDecoded(String key) {
        bucket.put(key, LINE);

        assertThat(invoke(notification(URLEncoder.encode(key, StandardCharsets.UTF_8))))
                .isEqualTo(ALL_IS_WELL);

        assertDropped(1);
    }

    @Test
    void theLatestVersionIsRead() {
        try (var clients = aws.clients()) {
            clients.s3()
                    .putBucketVersioning(request -> request.bucket("lake")
                            .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED)));
        }
        bucket.put("a.jsonl", LINE);
        bucket.put("a.jsonl", LINE + LINE);

        assertThat(invoke(notification("a.jsonl"))).isEqualTo(ALL_IS_WELL);

        assertDropped(2);
    }

    @Test
    void anEmptyObjectHasNoEvents() {
        bucket.put("shop/", "");

        assertThat(invoke(notification("shop/"))).isEqualTo(ALL_IS_WELL);
    }

    /** It is one dead letter, not one for each line. */
    @Test
    void whatIsNotAnObjectWithEventsIsPutAside() {
        variables.put("DB_OPS_DEAD_LETTERS", "s3://dead/letters");
        var dead = new EmulatedBucket(aws, "dead");
        bucket.put("cat.png", "\u0089PNG\n\n\n\n");
        bucket.put("damaged.jsonl.gz", new byte[] {31, (byte) 139, 8, 0});
        bucket.put("good.jsonl", LINE);
        var messages = List.of(
                notification("cat.png"),
                notification("damaged.jsonl.gz"),
                notification("deleted.jsonl.gz"),
                notification("100%.jsonl"),
                notification("good.jsonl"));

        assertThat(invoke(RoutedPair.queued("objects", messages))).isEqualTo(ALL_IS_WELL);

        assertDropped(1);
        assertThat(String.join("\n", dead.objects("letters/").values()))
                .contains(
                        "s3://lake/cat.png does not have lines of JSON",
                        "s3://lake/damaged.jsonl.gz is damaged",
                        "s3://lake/deleted.jsonl.gz does not exist any more",
                        "the notification of S3 names no object");
        assertThat(dead.objects("letters/")).hasSize(4);
    }

    @Test
    void anObjectThatCannotBeReachedComesAgainAndOthersDoNot() {
        variables.put("DB_OPS_DEAD_LETTERS", "s3://dead/letters");
        bucket.put("a.jsonl", LINE);
        bucket.put("b.jsonl", LINE);
        aws.fail("s3:GetObject", "AccessDenied", 403, 1);

        assertThat(invoke(RoutedPair.queued("objects", List.of(notification("a.jsonl"), notification("b.jsonl")))))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"}]}");

        assertThat(router.log())
                .anyMatch(line -> line.contains("AWS denies s3:GetObject"))
                .last()
                .asString()
                .contains("\"EventsDropped\":1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.jsonl.gz"})
    void anObjectThatIsTooLargeIsNotReadIntoMemory(String key) {
        var text = "x".repeat(2000);
        bucket.put(key, key.endsWith(".gz") ? EmulatedBucket.gzip(text) : text.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> new BucketObjects(new FunctionAws(aws.settings()), 1999).read("lake", key))
                .hasMessageMatching("s3://lake/\\S+ has more than 1,999 bytes( when it is decompressed)?")
                .extracting(failure -> ((OpsException) failure).kind())
                .isEqualTo(Kind.USAGE);
        assertThat(new BucketObjects(new FunctionAws(aws.settings()), 2000).read("lake", key))
                .hasSize(2000);
    }
}
