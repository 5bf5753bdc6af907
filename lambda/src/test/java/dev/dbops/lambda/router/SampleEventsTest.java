package dev.dbops.lambda.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedBucket;
import dev.dbops.aws.lambda.SampleEvent;
import dev.dbops.aws.lambda.SampleSource;
import dev.dbops.lambda.FunctionHarness;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The handler understands the samples that lambda-invoke sends it. */
class SampleEventsTest {
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COGNITO", "S3", "DYNAMODB"})
    void theSampleOfEachSourceIsAnEvent(SampleSource source) {
        var router = new FunctionHarness(Map.of("DB_OPS_ROUTES", "* -> drop"), EventRouter::new);

        assertThat(router.invoke(SampleEvent.of(source))).isEqualTo("{\"batchItemFailures\":[]}");

        assertThat(router.log().getLast()).contains("\"EventsDropped\":1");
    }

    /** Its bucket and its key are those of an object. */
    @Test
    void theSampleOfS3NamesAnObject() {
        var aws = AwsEmulator.reset();
        var variables = new HashMap<>(aws.variables());
        variables.put("DB_OPS_ROUTES", "* -> drop");
        new EmulatedBucket(aws, "db-ops-events")
                .put(
                        "cruddur/public.users/dt=2026-11-20/hour=10/0000000000000000017-3f2a9c1b5d7e8f60.jsonl.gz",
                        EmulatedBucket.gzip(line()));
        var router = new FunctionHarness(variables, EventRouter::new);

        assertThat(router.invoke(SampleEvent.of(SampleSource.S3))).isEqualTo("{\"batchItemFailures\":[]}");

        assertThat(router.log().getLast()).contains("\"EventsDropped\":1");
    }

    /** The event of the samples, as a line of an object. */
    static String line() {
        return SampleEvent.of(SampleSource.DIRECT)
                        .lines()
                        .filter(line -> line.contains("event_type"))
                        .findFirst()
                        .orElseThrow()
                        .strip()
                + "\n";
    }
}
