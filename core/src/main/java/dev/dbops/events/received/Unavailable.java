package dev.dbops.events.received;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The values that Debezium's connector has in place of a large value that an update has not changed (its documentation,
 * {@code unavailable.value.placeholder}). The row has kept that value.
 */
final class Unavailable {
    private static final String PLACEHOLDER = "__debezium_unavailable_value";

    private static final List<String> TEXTS = List.of(
            PLACEHOLDER,
            Base64.getEncoder().encodeToString(PLACEHOLDER.getBytes(StandardCharsets.UTF_8)),
            "{\"%1$s\":\"%1$s\"}".formatted(PLACEHOLDER));

    private static final List<String> ARRAYS = List.of("[\"" + PLACEHOLDER + "\"]", bytes());

    private Unavailable() {}

    private static String bytes() {
        var numbers = new ArrayList<Byte>();
        for (var letter : PLACEHOLDER.getBytes(StandardCharsets.UTF_8)) {
            numbers.add(letter);
        }
        return numbers.toString().replace(" ", "");
    }

    /** Returns whether the parser's current value is one. The parser stays there. */
    static boolean isAt(JsonParser parser, String json) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return TEXTS.contains(parser.getString());
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return false;
        }
        var begin = (int) parser.currentTokenLocation().getCharOffset();
        return ARRAYS.stream().anyMatch(array -> json.startsWith(array, begin));
    }
}
