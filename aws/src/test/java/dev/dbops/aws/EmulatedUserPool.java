package dev.dbops.aws;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;

/** A user pool that tests fill, straight in the emulator. */
public final class EmulatedUserPool {
    private final AwsEmulator aws;
    private final String id;

    public EmulatedUserPool(AwsEmulator aws, String name) {
        this.aws = aws;
        try (var clients = aws.clients()) {
            this.id = clients.cognito()
                    .createUserPool(request -> request.poolName(name))
                    .userPool()
                    .id();
        }
    }

    /** The pool's id, such as eu-central-1_AbC123dEf. */
    public String id() {
        return id;
    }

    /**
     * A user that an administrator made.
     *
     * @param attributes names and values by turns
     * @return the user's sub
     */
    public String user(String username, String... attributes) {
        try (var clients = aws.clients()) {
            var made = clients.cognito()
                    .adminCreateUser(request -> request.userPoolId(id)
                            .username(username)
                            .messageAction(MessageActionType.SUPPRESS)
                            .userAttributes(attributes(attributes)));
            return sub(made.user().attributes());
        }
    }

    /**
     * A user that has signed up, and not confirmed that yet.
     *
     * @return the user's sub
     */
    public String signedUp(String username, String... attributes) {
        try (var clients = aws.clients()) {
            var client = clients.cognito()
                    .createUserPoolClient(
                            request -> request.userPoolId(id).clientName("app").generateSecret(false))
                    .userPoolClient()
                    .clientId();
            return clients.cognito()
                    .signUp(request -> request.clientId(client)
                            .username(username)
                            .password("Correct-horse-7")
                            .userAttributes(attributes(attributes)))
                    .userSub();
        }
    }

    /** Changes attributes of a user. */
    public void change(String username, String... attributes) {
        try (var clients = aws.clients()) {
            clients.cognito()
                    .adminUpdateUserAttributes(request ->
                            request.userPoolId(id).username(username).userAttributes(attributes(attributes)));
        }
    }

    private static List<AttributeType> attributes(String... namesAndValues) {
        var attributes = new ArrayList<AttributeType>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            attributes.add(AttributeType.builder()
                    .name(namesAndValues[i])
                    .value(namesAndValues[i + 1])
                    .build());
        }
        return attributes;
    }

    private static String sub(List<AttributeType> attributes) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equals("sub"))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
