package dev.dbops.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class SampleEventTest {
    private static final String ENVELOPE =
            "{\"id\": \"0b6c1d7e-5f0a-4c1e-9d57-3f2a8e6b4c10:17\", \"event_type\": \"INSERT\", \"ts\":"
                + " \"2026-11-20T10:15:30.123456Z\", \"source\": {\"database\": \"cruddur\", \"schema\": \"public\","
                + " \"table\": \"users\", \"txid\": 742, ";

    @ParameterizedTest
    @EnumSource(SampleSource.class)
    void eachIsJson(SampleSource source) {
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), SampleEvent.of(source))) {
            parser.nextToken();
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        }
    }

    @Test
    void eachHasAnEventOfDbOpsInside() {
        assertThat(SampleEvent.of(SampleSource.DIRECT)).contains(ENVELOPE);
        assertThat(SampleEvent.of(SampleSource.SQS)).contains("\"body\": \"" + ENVELOPE.replace("\"", "\\\""));
        assertThat(decoded(SampleSource.KINESIS, "data")).startsWith(ENVELOPE);
        assertThat(decoded(SampleSource.MSK, "value")).startsWith(ENVELOPE);
        assertThat(decoded(SampleSource.KAFKA, "value")).startsWith(ENVELOPE);
    }

    private static String decoded(SampleSource source, String field) {
        var found = Pattern.compile("\"%s\": \"([^\"]+)\"".formatted(field)).matcher(SampleEvent.of(source));
        assertThat(found.find()).isTrue();
        return new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8);
    }
}
