package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;

/**
 * The credentials of a profile, in each way that a profile can give them; see "Configuration and credential file
 * settings" of the aws CLI.
 */
final class ProfileLogin {
    /** The settings that say how a profile gets its credentials. */
    private static final Set<String> WAYS = Set.of(
            "login_session",
            "sso_session",
            "sso_start_url",
            "role_arn",
            "web_identity_token_file",
            "credential_process",
            "aws_access_key_id");

    private final AwsSettings settings;
    private final LoginClients clients;

    ProfileLogin(AwsSettings settings, LoginClients clients) {
        this.settings = settings;
        this.clients = clients;
    }

    /** Returns whether the profile says how it gets its credentials. */
    static boolean saysHow(Profile profile) {
        return WAYS.stream().anyMatch(way -> profile.property(way).isPresent());
    }

    /**
     * The provider of the profile's credentials, which sends no request before it is asked.
     *
     * @throws OpsException of kind USAGE when the profile is not complete
     */
    AwsCredentialsProvider of(Profile profile) {
        return of(profile, new TreeSet<>());
    }

    private AwsCredentialsProvider of(Profile profile, Set<String> roles) {
        if (profile.property("web_identity_token_file").isPresent()) {
            return new WebIdentity(clients)
                    .provider(
                            required(profile, "role_arn"),
                            settings.home().resolve(Path.of(required(profile, "web_identity_token_file"))),
                            profile.property("role_session_name"));
        }
        if (has(profile, "sso_session") || has(profile, "sso_start_url")) {
            return new SingleSignOn(settings, clients).provider(profile);
        }
        if (has(profile, "role_arn") && !roles.contains(profile.name())) {
            roles.add(profile.name());
            return new AssumedRole(settings, clients, profile).provider(source(profile, roles));
        }
        if (has(profile, "login_session")) {
            return new ConsoleLogin(settings, clients).provider(required(profile, "login_session"));
        }
        return has(profile, "credential_process") ? process(profile) : keys(profile);
    }

    /** A role's own profile can hold the keys that assume the role. */
    private AwsCredentialsProvider source(Profile profile, Set<String> roles) {
        var named = profile.property("source_profile");
        var elsewhere = profile.property("credential_source");
        if (named.isPresent() == elsewhere.isPresent()) {
            throw incomplete(profile, "it has a role_arn, and needs either a source_profile or a credential_source");
        }
        if (elsewhere.isPresent()) {
            return source(profile, elsewhere.get());
        }
        var source = clients.profiles()
                .profile(named.get())
                .orElseThrow(() -> incomplete(profile, "there is no profile \"%s\"".formatted(named.get())));
        if (roles.contains(source.name()) && !source.name().equals(profile.name())) {
            throw incomplete(profile, "the profiles %s need each other".formatted(String.join(", ", roles)));
        }
        return of(source, roles);
    }

    private AwsCredentialsProvider source(Profile profile, String place) {
        return switch (place) {
            case "Environment" ->
                settings.keys()
                        .orElseThrow(() -> incomplete(
                                profile,
                                "its credential_source is Environment, and AWS_ACCESS_KEY_ID and"
                                        + " AWS_SECRET_ACCESS_KEY are not set"));
            case "Ec2InstanceMetadata" ->
                InstanceProfileCredentialsProvider.builder()
                        .profileFile(clients::profiles)
                        .profileName(profile.name())
                        .build();
            case "EcsContainer" -> ContainerCredentialsProvider.create();
            default ->
                throw incomplete(
                        profile,
                        "its credential_source is \"%s\", and not Environment, Ec2InstanceMetadata or EcsContainer"
                                .formatted(place));
        };
    }

    private static AwsCredentialsProvider process(Profile profile) {
        return ProcessCredentialsProvider.builder()
                .command(List.of("/bin/sh", "-c", required(profile, "credential_process")))
                .build();
    }

    private static AwsCredentialsProvider keys(Profile profile) {
        var key = required(profile, "aws_access_key_id");
        var secret = required(profile, "aws_secret_access_key");
        return StaticCredentialsProvider.create(profile.property("aws_session_token")
                .map(token -> (AwsCredentials) AwsSessionCredentials.create(key, secret, token))
                .orElseGet(() -> AwsBasicCredentials.create(key, secret)));
    }

    private static boolean has(Profile profile, String property) {
        return profile.property(property).isPresent();
    }

    /** The hint for a profile that gives no credentials: the command that logs in, or the files. */
    static String hint(Profile profile) {
        if (has(profile, "sso_session") || has(profile, "sso_start_url")) {
            return "log in: aws sso login --profile " + profile.name();
        }
        return has(profile, "login_session")
                ? "log in: aws login --profile " + profile.name()
                : "fix the profile in ~/.aws/config or ~/.aws/credentials";
    }

    /** The value of a setting that the profile needs. */
    static String required(Profile profile, String property) {
        return profile.property(property).orElseThrow(() -> incomplete(profile, "it has no " + property));
    }

    /** A profile that cannot give credentials, whatever AWS would answer. */
    static OpsException incomplete(Profile profile, String reason) {
        return new OpsException(
                Kind.UNREACHABLE,
                "the AWS profile \"%s\" gives no credentials: %s".formatted(profile.name(), reason),
                "fix the profile in ~/.aws/config or ~/.aws/credentials");
    }
}
