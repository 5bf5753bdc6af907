package dev.dbops.lambda.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.lambda.SampleEvent;
import dev.dbops.aws.lambda.SampleSource;
import dev.dbops.lambda.FunctionHarness;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The handler understands the samples that lambda-invoke sends it. */
class SampleEventsTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COGNITO")
    void theSampleOfEachSourceIsAnEvent(SampleSource source) {
        var router = new FunctionHarness(Map.of("DB_OPS_ROUTES", "* -> drop"), EventRouter::new);

        assertThat(router.invoke(SampleEvent.of(source))).isEqualTo("{\"batchItemFailures\":[]}");

        assertThat(router.log().getLast()).contains("\"EventsDropped\":1");
    }
}
