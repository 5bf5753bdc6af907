package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The account and region for AWS requests: the aws CLI's variables, files and order of precedence.
 *
 * <p>The variables are passed in, and not read by the SDK from the process, because a {@code .env} file adds to them;
 * and the SDK does not know AWS_DEFAULT_REGION, which the aws CLI's users have set.
 *
 * @param variables the environment variables, those of the environment file among them
 * @param home the directory of {@code .aws}
 * @param profile the profile that an option names; empty for AWS_PROFILE, or "default"
 * @param application the end of the user agent in CloudTrail, such as db-ops/rds-stop
 * @param mfa asks for the code of an MFA device that a profile names
 */
public record AwsSettings(
        Map<String, String> variables, Path home, Optional<String> profile, String application, MfaPrompt mfa) {
    private static final String DEFAULT_PROFILE = "default";

    /** RFC 1035, section 2.3.4. */
    private static final int LONGEST_LABEL = 63;

    public AwsSettings {
        variables = Map.copyOf(variables);
    }

    /** Without the variables, which hold keys. */
    @Override
    public String toString() {
        return "AwsSettings[profile=" + profileName() + "]";
    }

    String profileName() {
        return profile.orElseGet(() -> variable("AWS_PROFILE").isEmpty() ? DEFAULT_PROFILE : variable("AWS_PROFILE"));
    }

    /**
     * The profiles of the two files of the aws CLI, if they exist.
     *
     * @throws OpsException of kind USAGE when a file cannot be read, or neither has the requested profile
     */
    ProfileFile profiles() {
        var config = file("AWS_CONFIG_FILE", ".aws/config");
        var credentials = file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials");
        try {
            var both = ProfileFile.aggregator();
            add(both, config, ProfileFile.Type.CONFIGURATION);
            add(both, credentials, ProfileFile.Type.CREDENTIALS);
            var profiles = both.build();
            if (!profileName().equals(DEFAULT_PROFILE)
                    && profiles.profile(profileName()).isEmpty()) {
                throw noSuchProfile(profiles, config, credentials);
            }
            return profiles;
        } catch (IllegalArgumentException | SdkClientException e) {
            throw new OpsException(
                    Kind.USAGE, "the AWS profiles cannot be read: " + e.getMessage(), "fix " + config, e);
        }
    }

    private Path file(String variable, String name) {
        return variable(variable).isEmpty() ? home.resolve(name) : home.resolve(variable(variable));
    }

    private static void add(ProfileFile.Aggregator both, Path file, ProfileFile.Type type) {
        if (Files.isRegularFile(file)) {
            both.addFile(ProfileFile.builder().content(file).type(type).build());
        }
    }

    private OpsException noSuchProfile(ProfileFile profiles, Path config, Path credentials) {
        var source = profile.isPresent() ? "--profile" : "AWS_PROFILE";
        var known = profiles.profiles().keySet().stream().sorted().toList();
        return new OpsException(
                Kind.USAGE,
                "there is no AWS profile \"%s\" (from %s) in %s or %s"
                        .formatted(profileName(), source, config, credentials),
                known.isEmpty() ? "create one: aws configure" : "the profiles are: " + String.join(", ", known));
    }

    /** The keys of the variables; empty unless both are set. */
    Optional<AwsCredentialsProvider> keys() {
        var key = variable("AWS_ACCESS_KEY_ID");
        var secret = variable("AWS_SECRET_ACCESS_KEY");
        var token = variable("AWS_SESSION_TOKEN");
        return key.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : Optional.of(StaticCredentialsProvider.create(
                        token.isEmpty()
                                ? AwsBasicCredentials.create(key, secret)
                                : AwsSessionCredentials.create(key, secret, token)));
    }

    /** The file of authorities that replace those of the platform: AWS_CA_BUNDLE. */
    Optional<Path> caBundle() {
        var file = variable("AWS_CA_BUNDLE");
        return file.isEmpty() ? Optional.empty() : Optional.of(home.resolve(file));
    }

    /**
     * The default region: AWS_REGION, AWS_DEFAULT_REGION, the profile's, the machine's.
     *
     * @throws OpsException of kind USAGE when there is none, or it cannot be one
     */
    Region region(ProfileFile profiles) {
        for (var variable : new String[] {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
            if (!variable(variable).isEmpty()) {
                return named(variable(variable));
            }
        }
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileFile(() -> profiles)
                    .profileName(profileName())
                    .build()
                    .getRegion();
        } catch (SdkClientException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "no AWS region is set",
                    "pass --region, set AWS_REGION, or give the profile a region: aws configure",
                    e);
        }
    }

    /**
     * The region of this name, which need not be one that the SDK knows: AWS opens new ones.
     *
     * @throws OpsException of kind USAGE when it cannot be the name of a region
     */
    static Region named(String region) {
        // it becomes a label of a host name
        var regular = !region.isEmpty()
                && region.length() <= LONGEST_LABEL
                && !region.startsWith("-")
                && !region.endsWith("-");
        for (var i = 0; i < region.length(); i++) {
            var c = region.charAt(i);
            regular &= c == '-' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
        }
        if (!regular) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"" + region + "\" is not the name of an AWS region",
                    "regions look like eu-central-1; check --region and AWS_REGION");
        }
        return Region.of(region);
    }

    /**
     * The maximum number of attempts for a request: AWS_MAX_ATTEMPTS.
     *
     * @param otherwise the number where the variable is not set
     * @throws OpsException of kind USAGE when the variable is not a number of at least 1
     */
    int attempts(int otherwise) {
        var text = variable("AWS_MAX_ATTEMPTS");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            var attempts = Integer.parseInt(text);
            if (attempts > 0) {
                return attempts;
            }
        } catch (NumberFormatException _) {
            // reported below, as a number below 1
        }
        throw new OpsException(
                Kind.USAGE,
                "AWS_MAX_ATTEMPTS is not a positive number: \"" + text + "\"",
                "set it to the maximum number of attempts of a request, such as 5");
    }

    /**
     * The endpoint to use instead of AWS's own.
     *
     * @param service the service's part of the variable's name, such as SECRETS_MANAGER
     */
    Optional<URI> endpoint(String service) {
        return endpointOf("AWS_ENDPOINT_URL_" + service).or(() -> endpointOf("AWS_ENDPOINT_URL"));
    }

    /**
     * The endpoint in a variable; empty when it is not set.
     *
     * @throws OpsException of kind USAGE when it is not a URL
     */
    public Optional<URI> endpointOf(String variable) {
        var url = variable(variable);
        return url.isEmpty() ? Optional.empty() : Optional.of(uri(variable, url));
    }

    private static URI uri(String variable, String url) {
        try {
            var uri = new URI(url);
            if (uri.getScheme() != null && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // reported below, as a URL without a host
        }
        throw new OpsException(
                Kind.USAGE, "%s is not a URL: \"%s\"".formatted(variable, url), "write it as http://HOST:PORT");
    }

    /** A variable; empty when it is not set. */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }
}
