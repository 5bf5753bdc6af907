package dev.dbops.lambda.cognito;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Events of a user pool's triggers, as Cognito sends them. */
public final class SignUp {
    /** The sub of the user. */
    public static final String ADA = "2bd0cb3c-f65e-4a05-9d2a-5f9b7a3f0a11";

    private final Map<String, String> attributes = new LinkedHashMap<>();
    private String trigger = "PostConfirmation_ConfirmSignUp";
    private String userName = ADA;

    private SignUp() {}

    /** Ada, who has signed up with all attributes. */
    public static SignUp ofAda() {
        return of(ADA, "ada");
    }

    /** A user with all attributes. */
    public static SignUp of(String sub, String handle) {
        return new SignUp()
                .with("sub", sub)
                .with("email_verified", "true")
                .with("cognito:user_status", "CONFIRMED")
                .with("name", "Ada Lovelace")
                .with("preferred_username", handle)
                .with("email", handle + "@example.com")
                .loggingInAs(sub);
    }

    /** Adds or replaces an attribute. */
    public SignUp with(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    /** Removes an attribute. */
    public SignUp without(String name) {
        attributes.remove(name);
        return this;
    }

    /** Sets what the trigger's source is. */
    public SignUp trigger(String source) {
        trigger = source;
        return this;
    }

    /** Sets the user name, which is the sub where users log in with their address. */
    public SignUp loggingInAs(String name) {
        userName = name;
        return this;
    }

    /** The event. */
    public String event() {
        var written = attributes.entrySet().stream()
                .map(entry -> "\"%s\": \"%s\"".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        return """
            {"version": "1", "region": "eu-central-1", "userPoolId": "eu-central-1_abcdefghi", "userName": "%s",
             "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "7o3fm9"},
             "triggerSource": "%s", "request": {"userAttributes": {%s}, "clientMetadata": {"a": "b"}}, "response": {}}
            """.formatted(userName, trigger, written);
    }
}
