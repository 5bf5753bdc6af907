package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** A role that a profile assumes with the credentials of its source. */
final class AssumedRole {
    /** The name of sessions in CloudTrail, where the profile has no other. */
    static final String SESSION = "db-ops";

    private final AwsSettings settings;
    private final LoginClients clients;
    private final Profile profile;

    /**
     * @param profile the profile that names the role
     */
    AssumedRole(AwsSettings settings, LoginClients clients, Profile profile) {
        this.settings = settings;
        this.clients = clients;
        this.profile = profile;
    }

    /** The role's credentials; the user is asked for the code of an MFA device if the profile names one. */
    AwsCredentialsProvider provider(AwsCredentialsProvider source) {
        var request = request();
        return request.serialNumber() == null
                ? StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(clients.sts(source))
                        .refreshRequest(request)
                        .build()
                : new MfaRole(
                        profile.name(), clients.sts(source), request, settings.mfa(), RoleCache.of(settings, profile));
    }

    private AssumeRoleRequest request() {
        var request = AssumeRoleRequest.builder()
                .roleArn(ProfileLogin.required(profile, "role_arn"))
                .roleSessionName(profile.property("role_session_name").orElse(SESSION));
        profile.property("external_id").ifPresent(request::externalId);
        profile.property("mfa_serial").ifPresent(request::serialNumber);
        duration().ifPresent(request::durationSeconds);
        return request.build();
    }

    private Optional<Integer> duration() {
        return profile.property("duration_seconds").map(seconds -> {
            try {
                return Integer.valueOf(seconds.strip());
            } catch (NumberFormatException e) {
                throw new OpsException(
                        Kind.UNREACHABLE,
                        "the AWS profile \"%s\" gives no credentials: duration_seconds is not a number: \"%s\""
                                .formatted(profile.name(), seconds),
                        "fix the profile in ~/.aws/config",
                        e);
            }
        });
    }
}
