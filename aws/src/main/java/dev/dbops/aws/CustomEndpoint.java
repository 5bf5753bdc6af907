package dev.dbops.aws;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings for one service at an endpoint that may be outside AWS, such as DynamoDB on the own machine. There,
 * requests must be signed, but need no account.
 */
public final class CustomEndpoint {
    /** An emulator accepts each region; its users mostly have this one. */
    private static final String REGION = "us-east-1";

    /** An emulator accepts these, and no account has them. */
    private static final String KEY = "local";

    private static final List<String> OWN_DOMAINS = List.of(".amazonaws.com", ".amazonaws.com.cn", ".api.aws");
    private static final List<String> LOGINS = List.of(
            "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_DEFAULT_REGION");

    private final AwsSettings settings;
    private final String variable;
    private final URI url;

    /**
     * @param service the service's part of the variable's name, such as DYNAMODB
     */
    public CustomEndpoint(AwsSettings settings, String service, URI url) {
        this.settings = settings;
        this.variable = "AWS_ENDPOINT_URL_" + service;
        this.url = url;
    }

    /** Returns whether the endpoint belongs to AWS, such as that of a VPC. */
    public static boolean isOfAws(URI url) {
        return OWN_DOMAINS.stream().anyMatch(domain -> url.getHost().endsWith(domain));
    }

    /** Settings that send nothing of an account: the user did not choose this endpoint. */
    public AwsSettings withoutAccount() {
        return withKeys(variableRegion().orElse(REGION));
    }

    /** Settings with the account of the variables or of the profile, if there is one, else without an account. */
    public AwsSettings withAccount() {
        if (isOfAws(url)) {
            return changed(Map.of());
        }
        var region = variableRegion().or(this::profileRegion).orElse(REGION);
        return hasAccount() ? changed(Map.of("AWS_REGION", region)) : withKeys(region);
    }

    private boolean hasAccount() {
        return settings.profile().isPresent()
                || settings.keys().isPresent()
                || !settings.variable("AWS_WEB_IDENTITY_TOKEN_FILE").isEmpty()
                || settings.profiles()
                        .profile(settings.profileName())
                        .filter(ProfileLogin::saysHow)
                        .isPresent();
    }

    private Optional<String> variableRegion() {
        for (var name : new String[] {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
            if (!settings.variable(name).isEmpty()) {
                return Optional.of(settings.variable(name));
            }
        }
        return Optional.empty();
    }

    /** The region of the machine is not asked for: outside AWS, that takes seconds. */
    private Optional<String> profileRegion() {
        return settings.profiles().profile(settings.profileName()).flatMap(profile -> profile.property("region"));
    }

    private AwsSettings withKeys(String region) {
        var changed = changed(Map.of("AWS_REGION", region, "AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", KEY));
        var variables = new HashMap<>(changed.variables());
        LOGINS.forEach(variables::remove);
        return new AwsSettings(variables, settings.home(), Optional.empty(), settings.application(), settings.mfa());
    }

    private AwsSettings changed(Map<String, String> further) {
        var variables = new HashMap<>(settings.variables());
        variables.put(variable, url.toString());
        variables.putAll(further);
        return new AwsSettings(variables, settings.home(), settings.profile(), settings.application(), settings.mfa());
    }
}
