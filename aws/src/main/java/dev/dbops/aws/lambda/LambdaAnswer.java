package dev.dbops.aws.lambda;

import dev.dbops.OpsException;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The result of an invocation with events. */
public sealed interface LambdaAnswer {
    /** The function has accepted them. */
    record Taken() implements LambdaAnswer {}

    /**
     * The function reports that it has not accepted the events from one on, in the format for Kinesis or DynamoDB
     * streams (Lambda developer guide, "Configuring partial batch response").
     *
     * @param ids the ids of the events that it names; one is empty where it names none
     */
    record Reported(Set<String> ids) implements LambdaAnswer {}

    /**
     * The function has failed with all of them, which one of them may have caused.
     *
     * @param reason the error
     */
    record Failed(OpsException reason) implements LambdaAnswer {}

    /**
     * Reads the answer of a function that has not failed.
     *
     * @param json what it returned; anything but an object with "batchItemFailures" means that all is well
     */
    static LambdaAnswer read(String json) {
        var ids = new LinkedHashSet<String>();
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    var name = parser.currentName();
                    parser.nextToken();
                    if (name.equals("batchItemFailures")) {
                        readFailures(parser, ids);
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (JacksonException _) {
            // a custom runtime may return a text that is not JSON: it reports no failures
        }
        return ids.isEmpty() ? new Taken() : new Reported(ids);
    }

    private static void readFailures(JsonParser parser, Set<String> ids) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                ids.add("");
            }
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            ids.add(readId(parser));
        }
    }

    private static String readId(JsonParser parser) {
        var id = "";
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return id;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var isId = parser.currentName().equals("itemIdentifier");
            if (parser.nextToken() == JsonToken.VALUE_STRING && isId) {
                id = parser.getString();
            }
            parser.skipChildren();
        }
        return id;
    }
}
