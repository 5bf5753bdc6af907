package dev.dbops.aws.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemJsonTest {
    private static final Map<String, AttributeValue> ITEM = Map.of(
            "text", AttributeValue.fromS("a \"b\"\n\u0001é"),
            "number", AttributeValue.fromN("12345678901234567890123456789012345678"),
            "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})),
            "flag", AttributeValue.fromBool(true),
            "nothing", AttributeValue.fromNul(true),
            "words", AttributeValue.fromSs(List.of("b", "a")),
            "counts", AttributeValue.fromNs(List.of("10", "9.5")),
            "blobs", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("x"))),
            "list", AttributeValue.fromL(List.of(AttributeValue.fromN("1"), AttributeValue.fromL(List.of()))),
            "map", AttributeValue.fromM(Map.of("in", AttributeValue.fromM(Map.of()))));

    private static String json(boolean typed, Map<String, AttributeValue> item) {
        return new String(new ItemJson(typed).encode(item, new Utf8Buffer()), StandardCharsets.UTF_8);
    }

    @Test
    void eachTypeIsReadable() {
        assertThat(json(false, ITEM))
                .isEqualTo("{\"blobs\":[\"eA==\"],\"bytes\":\"AP8=\",\"counts\":[9.5,10],\"flag\":true,\"list\":[1,[]],"
                        + "\"map\":{\"in\":{}},\"nothing\":null,\"number\":12345678901234567890123456789012345678,"
                        + "\"text\":\"a \\\"b\\\"\\n\\u0001é\",\"words\":[\"a\",\"b\"]}");
    }

    @Test
    void eachTypeIsNamedOnRequest() {
        assertThat(json(true, ITEM))
                .contains("\"blobs\":{\"BS\":[\"eA==\"]}", "\"counts\":{\"NS\":[\"9.5\",\"10\"]}")
                .contains("\"nothing\":{\"NULL\":true}", "\"flag\":{\"BOOL\":true}")
                .contains("\"map\":{\"M\":{\"in\":{\"M\":{}}}}", "\"list\":{\"L\":[{\"N\":\"1\"},{\"L\":[]}]}");
    }

    /** Emulators return numbers as they were written. */
    @ParameterizedTest
    @CsvSource({"0,0", "-0.5,-0.5", "+1,1", "007,7", ".5,0.5", "1.,1", "1E+40,1E+40", "1.50,1.50"})
    void aNumberIsValidJson(String number, String expected) {
        assertThat(json(false, Map.of("n", AttributeValue.fromN(number)))).isEqualTo("{\"n\":%s}".formatted(expected));
    }
}
