package dev.dbops.aws.login;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.Password;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Role and password of a secret, in the form that RDS and the rotation functions of AWS write: a JSON object with
 * {@code username} and {@code password}. The database and its protection are known before the request to AWS: host and
 * port, where the secret has them, only show whether the password belongs to that server. A database name in the secret
 * is ignored: a password is valid for all databases of a server.
 *
 * @param user the role; empty when the secret names none
 * @param password its password
 * @param host the server that it is for; empty when the secret names none
 * @param port the server's port; empty when the secret names none
 */
record DatabaseSecret(String user, Password password, String host, String port) {
    /**
     * Reads the value of a secret. No failure has a cause, because those of the parser quote the text.
     *
     * @throws OpsException of kind USAGE when it does not have that form
     */
    static DatabaseSecret read(GetSecretValueResponse value, SecretReference reference) {
        if (value.secretString() == null) {
            throw unusable(reference.description() + " is binary");
        }
        var user = "";
        var password = "";
        var host = "";
        var port = "";
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), value.secretString())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw unusable(reference.description() + " is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "username" -> user = text(parser);
                    case "password" -> password = text(parser);
                    case "host" -> host = text(parser);
                    case "port" -> port = parser.currentToken().isNumeric() ? parser.getString() : text(parser);
                    default -> parser.skipChildren();
                }
            }
        } catch (JacksonException _) {
            throw unusable(reference.description() + " is not a JSON object");
        }
        if (password.isEmpty()) {
            throw unusable(reference.description() + " has no \"password\"");
        }
        return new DatabaseSecret(user, new Password(password), host, port);
    }

    private static String text(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        parser.skipChildren();
        return "";
    }

    private static OpsException unusable(String message) {
        return new OpsException(
                Kind.USAGE, message, "db-ops reads the format of RDS: {\"username\": \"...\", \"password\": \"...\"}");
    }
}
