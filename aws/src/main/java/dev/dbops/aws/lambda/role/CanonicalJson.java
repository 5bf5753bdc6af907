package dev.dbops.aws.lambda.role;

import java.util.ArrayList;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A text by which IAM policies can be compared: fields are sorted, and a list of one is that one, as for IAM ("Grammar
 * of the IAM JSON policy language").
 */
final class CanonicalJson {
    private CanonicalJson() {}

    /** Returns whether two documents mean the same; documents that are not JSON never do. */
    static boolean areEqual(String one, String other) {
        try {
            return of(one).equals(of(other));
        } catch (JacksonException _) {
            return false;
        }
    }

    private static String of(String json) {
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static String value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> '"' + parser.getString() + '"';
            default -> String.valueOf(parser.getString());
        };
    }

    private static String object(JsonParser parser) {
        var fields = new TreeMap<String, String>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields.toString();
    }

    private static String array(JsonParser parser) {
        var values = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser));
        }
        values.sort(null);
        return values.size() == 1 ? values.getFirst() : values.toString();
    }
}
