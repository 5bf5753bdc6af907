package dev.dbops.events.received;

import dev.dbops.Resource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Events with random changes: each is read, or refused with a sentence. */
class MutatedEventsTest {
    private static final int MUTANTS = 20_000;

    private static final List<String> PIECES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999999999",
            "9223372036854775808",
            "\"\"",
            "{}",
            "[]",
            "[",
            "}",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "\u0000",
            "\ud800",
            ",",
            ":",
            " ",
            "\"infinity\"",
            "\"AAAA\"",
            "\"scale\": \"-2147483648\"",
            "\"op\": \"d\"",
            "io.debezium.time.Date",
            "io.debezium.data.Bits",
            "bytes",
            "struct",
            "array",
            "\"items\": {\"type\": \"bytes\"}");

    private static final List<String> EVENTS = List.of(
            EnvelopeReaderTest.OWN,
            EnvelopeReaderTest.DEBEZIUM,
            EnvelopeReaderTest.WITH_SCHEMA,
            Resource.text(MutatedEventsTest.class, "EnvelopeReaderFuzzInputs/every-schema.json"));

    @Test
    void eachIsReadOrRefusedWithASentence() {
        var random = new Random(17);
        EVENTS.forEach(ReaderProperties::check);
        for (var i = 0; i < MUTANTS; i++) {
            var text = EVENTS.get(random.nextInt(EVENTS.size()));
            for (var change = random.nextInt(3); change >= 0; change--) {
                text = changed(text, random);
            }
            ReaderProperties.check(text);
        }
    }

    private static String changed(String text, Random random) {
        var from = random.nextInt(text.length() + 1);
        var to = Math.min(text.length(), from + random.nextInt(20));
        var middle = switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> PIECES.get(random.nextInt(PIECES.size()));
            case 2 -> text.substring(from, to).repeat(2);
            default -> {
                var other = random.nextInt(text.length() + 1);
                yield text.substring(other, Math.min(text.length(), other + random.nextInt(40)));
            }
        };
        return text.substring(0, from) + middle + text.substring(to);
    }
}
