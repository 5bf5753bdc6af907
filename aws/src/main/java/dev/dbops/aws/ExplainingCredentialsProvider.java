package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.file.NoSuchFileException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * Provides credentials, and explains why there are none. For a profile that is not logged in or not complete, the SDK
 * throws an unspecific exception, and its chain of providers hides even that.
 */
final class ExplainingCredentialsProvider implements AwsCredentialsProvider {
    /**
     * The settings that give a profile its credentials; see "Configuration and credential file settings" of the aws
     * CLI.
     */
    private static final String[] WAYS = {
        "sso_session", "sso_start_url", "role_arn", "credential_process", "aws_access_key_id"
    };

    private final AwsCredentialsProvider chain;
    private final ProfileFile profiles;
    private final String name;

    /**
     * @param chain asked first; fails when no source has credentials
     * @param name the name of the profile
     */
    ExplainingCredentialsProvider(AwsCredentialsProvider chain, ProfileFile profiles, String name) {
        this.chain = chain;
        this.profiles = profiles;
        this.name = name;
    }

    /** Credentials only of a profile. */
    static ExplainingCredentialsProvider ofProfile(ProfileFile profiles, String name) {
        return new ExplainingCredentialsProvider(alone(profiles, name), profiles, name);
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return chain.resolveCredentials();
        } catch (RuntimeException e) {
            var profile = profiles.profile(name);
            if (profile.isPresent() && saysHow(profile.get())) {
                throw reason(profile.get());
            }
            throw e;
        }
    }

    private static AwsCredentialsProvider alone(ProfileFile profiles, String name) {
        return ProfileCredentialsProvider.builder()
                .profileFile(() -> profiles)
                .profileName(name)
                .build();
    }

    private static boolean saysHow(Profile profile) {
        for (var way : WAYS) {
            if (profile.property(way).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private RuntimeException reason(Profile profile) {
        try {
            alone(profiles, name).resolveCredentials();
        } catch (SdkException e) {
            // answers of AWS, expired logins and network failures have their own messages
            return AwsFailure.of(e) == AwsFailure.OTHER ? failure(profile, e) : e;
        } catch (RuntimeException e) {
            return failure(profile, e);
        }
        return new OpsException(Kind.UNREACHABLE, "cannot get AWS credentials at the moment", "try again");
    }

    /** The message for a missing file is only its name. */
    private static String reason(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchFileException) {
                return "there is no file " + cause.getMessage();
            }
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private OpsException failure(Profile profile, RuntimeException cause) {
        var sso = profile.property("sso_session").isPresent()
                || profile.property("sso_start_url").isPresent();
        return new OpsException(
                Kind.UNREACHABLE,
                "the AWS profile \"%s\" gives no credentials: %s".formatted(name, reason(cause)),
                sso
                        ? "log in: aws sso login --profile " + name
                        : "fix the profile in ~/.aws/config or ~/.aws/credentials",
                cause);
    }
}
