package dev.dbops.lambda.cognito;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.users.PoolUser;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An event of a user pool's trigger (Amazon Cognito developer guide, "Post confirmation Lambda trigger").
 *
 * @param trigger the trigger's source, such as PostConfirmation_ConfirmSignUp
 * @param userName the name with which the user logs in; empty when the event has none
 * @param attributes the user's attributes by name
 */
record ConfirmationEvent(String trigger, String userName, Map<String, String> attributes) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String CONFIRMATION = "PostConfirmation_";
    private static final String SUB = "sub";

    /**
     * Reads an event. No failure has a cause, because those of the parser quote the text.
     *
     * @throws OpsException of kind USAGE when it is not an event of a user pool
     */
    static ConfirmationEvent read(byte[] event) {
        var trigger = "";
        var userName = "";
        Map<String, String> attributes = Map.of();
        try (var parser = JSON.createParser(ObjectReadContext.empty(), event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "triggerSource" -> trigger = text(parser);
                    case "userName" -> userName = text(parser);
                    case "request" -> attributes = attributes(parser);
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw malformed("has text after its JSON object");
            }
        } catch (JacksonException _) {
            throw malformed("is not valid JSON");
        }
        if (trigger.isEmpty()) {
            throw malformed("has no \"triggerSource\"");
        }
        return new ConfirmationEvent(trigger, userName, attributes);
    }

    private static Map<String, String> attributes(JsonParser parser) {
        var attributes = new HashMap<String, String>();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return attributes;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var isAttributes = parser.currentName().equals("userAttributes");
            var value = parser.nextToken();
            if (!isAttributes || value != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                attributes.put(name, text(parser));
            }
        }
        return attributes;
    }

    private static String text(JsonParser parser) {
        if (parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL) {
            return parser.getString();
        }
        parser.skipChildren();
        return "";
    }

    private static OpsException malformed(String fault) {
        return new OpsException(
                Kind.USAGE,
                "the event " + fault,
                "let a Cognito user pool call this function, as its post confirmation trigger");
    }

    /** Returns whether a user has confirmed a sign-up, or a new password. */
    boolean isConfirmation() {
        return trigger.startsWith(CONFIRMATION);
    }

    /**
     * The user, who has just confirmed.
     *
     * @throws OpsException of kind USAGE when the event has no user
     */
    PoolUser user() {
        if (attribute(SUB).isEmpty()) {
            throw malformed("has no \"sub\" in its request.userAttributes");
        }
        return new PoolUser(
                attribute(SUB),
                attribute("preferred_username"),
                attribute("email"),
                attribute("name"),
                true,
                attribute("email_verified").equals("true"));
    }

    /** The name with which the user logs in, if the user has chosen one: pools without user names use the ID. */
    String login() {
        return userName.equals(attribute(SUB)) ? "" : userName;
    }

    private String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }
}
