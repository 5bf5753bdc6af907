package dev.dbops.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.lambda.FunctionHarness;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionRunnerTest {
    private static final Map<String, String> NONE = Map.of("AWS_LAMBDA_FUNCTION_NAME", "router");

    @Test
    void metricsAreOneLineOfTheEmbeddedFormat() {
        var function = new FunctionHarness(NONE, environment -> (event, call) -> {
            call.metrics().add(Metric.EVENTS_APPLIED, 3);
            call.metrics().add(Metric.EVENTS_APPLIED);
            call.metrics().add(Metric.EVENTS_STALE, 0);
            return event;
        });

        function.invoke("{}");
        assertThat(function.log())
                .singleElement()
                .asString()
                .matches("\\{\"_aws\":\\{\"Timestamp\":\\d{13},\"CloudWatchMetrics\":\\[\\{\"Namespace\":\"db-ops\","
                             + "\"Dimensions\":\\[\\[\"FunctionName\"]],\"Metrics\":\\[\\{\"Name\":\"EventsApplied\",\"Unit\":\"Count\"},"
                             + "\\{\"Name\":\"ColdStarts\",\"Unit\":\"Count\"}]}]},\"FunctionName\":\"router\","
                             + "\"AWSRequestId\":\"request-1\",\"EventsApplied\":4,\"ColdStarts\":1}");

        function.invoke("{}");
        assertThat(function.log()).as("only the first start is cold").noneMatch(line -> line.contains("ColdStarts"));
    }

    @Test
    void textFromOutsideStaysOnItsLineAndSecretsAreHidden() {
        var variables = Map.of("CONNECTION_URL", "postgresql://app:top-secret-word@host/db");
        var function = new FunctionHarness(variables, environment -> (event, call) -> {
            call.log()
                    .line(LogLevel.INFO, "a\nb\u001b[31m\u202e\ud800 top-secret-word")
                    .with("url", "postgresql://x:y%20z@host/db")
                    .with("long", "x".repeat(10_000))
                    .with("empty", "")
                    .with("number", 7)
                    .write();
            return event;
        });

        function.invoke("{}");

        assertThat(function.log().getFirst())
                .contains("\"message\":\"a\\\\nb\\\\x1B[31m\\\\u202E\\\\uD800 ****\"")
                .contains("\"url\":\"postgresql://x:****@host/db\"", "\"number\":7")
                .doesNotContain("empty")
                .endsWith("}")
                .hasSizeLessThan(9_000);
    }

    @Test
    void aFaultIsReportedWithItsPlaceButNotToTheCaller() {
        var function = new FunctionHarness(NONE, environment -> (event, call) -> {
            throw new IllegalStateException("details");
        });

        assertThatThrownBy(() -> function.invoke("{}"))
                .isInstanceOf(FunctionFailure.class)
                .hasMessage("a fault of db-ops: java.lang.IllegalStateException")
                .hasNoCause();

        assertThat(function.log().getFirst())
                .contains("\"level\":\"ERROR\"", "details\\\\n", "FunctionRunnerTest.java");
    }

    @Test
    void aFailureHasItsKindAndItsHint() {
        var function = new FunctionHarness(NONE, environment -> (event, call) -> {
            throw new OpsException(Kind.REFUSED, "no", "say yes");
        });

        assertThatThrownBy(() -> function.invoke("{}")).hasMessage("no");

        assertThat(function.log().getFirst())
                .contains("\"message\":\"no\"", "\"kind\":\"refused\",\"hint\":\"say yes\"}");
        assertThat(function.log()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', '', true, true", "WARN, '', false, true", "WARN, debug, true, true", "'', FATAL, false, false"})
    void theLevelIsTheFunctionsOrOurs(String ofLambda, String own, boolean information, boolean error) {
        var variables = Map.of("AWS_LAMBDA_LOG_LEVEL", ofLambda, "DB_OPS_LOG_LEVEL", own);
        var function = new FunctionHarness(variables, environment -> (event, call) -> {
            call.log().line(LogLevel.INFO, "information").write();
            call.log().line(LogLevel.ERROR, "failure").write();
            return "answer".getBytes(StandardCharsets.UTF_8);
        });

        assertThat(function.invoke("{}")).isEqualTo("answer");

        var log = String.join("\n", function.log());
        assertThat(log.contains("information")).isEqualTo(information);
        assertThat(log.contains("failure")).isEqualTo(error);
    }
}
