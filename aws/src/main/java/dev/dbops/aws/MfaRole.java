package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.StsException;

/** A role that requires the code of an MFA device. The user is asked for one code a session, not one a request. */
final class MfaRole implements AwsCredentialsProvider {
    /** Credentials that end sooner are not used: a request signed with them might arrive too late. */
    private static final Duration LEFT = Duration.ofMinutes(5);

    private final String profile;
    private final StsClient sts;
    private final AssumeRoleRequest request;
    private final MfaPrompt prompt;
    private final RoleCache cache;
    private Optional<AwsSessionCredentials> known = Optional.empty();

    /**
     * @param profile the name of the profile
     * @param sts a client with the credentials that assume the role
     * @param request the request without the code
     * @param prompt asks for the code
     * @param cache keeps the session for the next commands
     */
    MfaRole(String profile, StsClient sts, AssumeRoleRequest request, MfaPrompt prompt, RoleCache cache) {
        this.profile = profile;
        this.sts = sts;
        this.request = request;
        this.prompt = prompt;
        this.cache = cache;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        if (!isGood(known)) {
            known = cache.read();
        }
        if (!isGood(known)) {
            known = Optional.of(assume(code()));
            cache.write(known.get());
        }
        return known.get();
    }

    private static boolean isGood(Optional<AwsSessionCredentials> credentials) {
        return credentials
                .flatMap(AwsSessionCredentials::expirationTime)
                .filter(end -> end.isAfter(Instant.now().plus(LEFT)))
                .isPresent();
    }

    private String code() {
        var code = prompt.code(request.serialNumber()).orElseThrow(this::nobodyToAsk);
        var digits = !code.isEmpty();
        for (var i = 0; i < code.length(); i++) {
            digits &= code.charAt(i) >= '0' && code.charAt(i) <= '9';
        }
        if (!digits) {
            throw new OpsException(
                    Kind.UNREACHABLE, "that is not the code of an MFA device", "a code is the digits that it shows");
        }
        return code;
    }

    private OpsException nobodyToAsk() {
        return new OpsException(
                Kind.UNREACHABLE,
                "the AWS profile \"%s\" requires a code of the MFA device %s, and there is no terminal to ask for it"
                        .formatted(profile, request.serialNumber()),
                "run it at a terminal, or first: eval \"$(aws configure export-credentials --profile %s --format env)\""
                        .formatted(profile));
    }

    private AwsSessionCredentials assume(String code) {
        try {
            var role =
                    sts.assumeRole(request.toBuilder().tokenCode(code).build()).credentials();
            return AwsSessionCredentials.builder()
                    .accessKeyId(role.accessKeyId())
                    .secretAccessKey(role.secretAccessKey())
                    .sessionToken(role.sessionToken())
                    .expirationTime(role.expiration())
                    .build();
        } catch (StsException e) {
            if (AwsFailure.of(e) == AwsFailure.DENIED && AwsFailure.message(e).contains("MultiFactorAuthentication")) {
                throw new OpsException(
                        Kind.UNREACHABLE,
                        "AWS does not accept the code of the MFA device " + request.serialNumber(),
                        "a code is accepted once only: wait for the next one",
                        e);
            }
            throw e;
        }
    }
}
