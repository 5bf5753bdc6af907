package dev.dbops.events.envelope;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads the JSON of the log. */
public final class LogJson {
    /**
     * The server has written the text: values of its types may exceed the length and depth limits for untrusted JSON.
     */
    private static final StreamReadConstraints UNBOUNDED = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    private static final JsonFactory FACTORY =
            JsonFactory.builder().streamReadConstraints(UNBOUNDED).build();

    private LogJson() {}

    /**
     * A parser inside an object, before its first member.
     *
     * @param object the server's text of a jsonb
     */
    public static JsonParser members(String object) {
        var parser = FACTORY.createParser(ObjectReadContext.empty(), object);
        parser.nextToken();
        return parser;
    }
}
