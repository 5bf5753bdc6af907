package dev.dbops.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

/**
 * A role for a token of another identity provider, such as GitHub Actions.
 *
 * @param clients the client of STS
 */
record WebIdentity(LoginClients clients) {
    /**
     * The role's credentials. The file is read again for each renewal, because its token ends earlier.
     *
     * @param role the role's ARN
     * @param token the file of the token
     * @param session the session's name in CloudTrail; empty for one of db-ops
     */
    AwsCredentialsProvider provider(String role, Path token, Optional<String> session) {
        return StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
                .stsClient(clients.sts())
                .refreshRequest(() -> AssumeRoleWithWebIdentityRequest.builder()
                        .roleArn(role)
                        .roleSessionName(session.orElse(AssumedRole.SESSION))
                        .webIdentityToken(read(token))
                        .build())
                .build();
    }

    private static String read(Path token) {
        try {
            return Files.readString(token).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(token, e.getMessage()), e);
        }
    }
}
