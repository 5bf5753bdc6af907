package dev.dbops.events.replay.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** The names in a JSON object, its columns; the lists are shared, since the rows of a table have the same. */
final class JsonNames {
    /** The server has written the text: what is too long or too deep for a stranger's is a value of its types here. */
    private static final StreamReadConstraints UNBOUNDED = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    private final JsonFactory json =
            JsonFactory.builder().streamReadConstraints(UNBOUNDED).build();
    private final Map<List<String>, List<String>> shared = new HashMap<>();

    /**
     * The names of the object's members, in their order.
     *
     * @param object as the server writes a jsonb; the same list is returned for the same names
     */
    List<String> of(String object) {
        var names = new ArrayList<String>();
        try (var parser = json.createParser(ObjectReadContext.empty(), object)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                names.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
        }
        return shared.computeIfAbsent(names, List::copyOf);
    }
}
