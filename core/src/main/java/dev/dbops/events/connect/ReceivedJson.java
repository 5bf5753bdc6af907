package dev.dbops.events.connect;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON that anybody may have written. */
public final class ReceivedJson {
    /** A server accepts 16,000 with its default max_stack_depth of 2 MB; on Amazon RDS the default is 6 MB. */
    public static final int MOST_LEVELS = 50_000;

    /** Length is limited by the text, which is in memory. Numbers are not computed before their length is checked. */
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(MOST_LEVELS)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    /** A table of all names would grow with names that never come again. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(LIMITS)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private ReceivedJson() {}

    /** Returns a parser before the text. Its methods throw a JacksonException where the text is not JSON. */
    public static JsonParser parser(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** Returns whether the text is one JSON value of this kind, and nothing else. */
    public static boolean is(JsonToken first, String text) {
        try (var parser = parser(text)) {
            if (parser.nextToken() != first) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException _) {
            return false;
        }
    }
}
