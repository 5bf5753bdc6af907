package dev.dbops.aws;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileProviderCredentialsContext;
import software.amazon.awssdk.auth.token.credentials.SdkTokenProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.services.sso.auth.SsoProfileCredentialsProviderFactory;
import software.amazon.awssdk.services.sso.internal.SsoAccessTokenProvider;
import software.amazon.awssdk.services.ssooidc.SsoOidcTokenProvider;

/**
 * A role of IAM Identity Center, for the login of {@code aws sso login}.
 *
 * @param settings where the aws CLI keeps the tokens
 * @param clients the clients of single sign-on
 */
record SingleSignOn(AwsSettings settings, LoginClients clients) {
    /**
     * The role's credentials.
     *
     * @throws dev.dbops.OpsException of kind UNREACHABLE when the profile is not complete
     */
    AwsCredentialsProvider provider(Profile profile) {
        ProfileLogin.required(profile, "sso_account_id");
        ProfileLogin.required(profile, "sso_role_name");
        var context = ProfileProviderCredentialsContext.builder()
                .profile(profile)
                .profileFile(clients.profiles())
                .build();
        var session = profile.property("sso_session");
        var region =
                session.isPresent() ? region(profile, session.get()) : ProfileLogin.required(profile, "sso_region");
        var tokens = session.isPresent()
                ? ofSession(session.get(), region)
                : new SsoAccessTokenProvider(file(ProfileLogin.required(profile, "sso_start_url")));
        return new SsoProfileCredentialsProviderFactory().create(context, tokens, clients.sso(region));
    }

    private String region(Profile profile, String session) {
        return clients.profiles()
                .getSection("sso-session", session)
                .flatMap(section -> section.property("sso_region"))
                .orElseThrow(() -> ProfileLogin.incomplete(
                        profile, "there is no section [sso-session %s] with an sso_region".formatted(session)));
    }

    /** Renews an expired token with the refresh token beside it. */
    private SdkTokenProvider ofSession(String session, String region) {
        return SsoOidcTokenProvider.builder()
                .sessionName(session)
                .ssoOidcClient(clients.tokens(region))
                .build();
    }

    /** The name of the file is the SHA-1 of the URL, as the aws CLI writes it. */
    private Path file(String url) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(url.getBytes(StandardCharsets.UTF_8));
            return settings.home()
                    .resolve(".aws/sso/cache")
                    .resolve(HexFormat.of().formatHex(digest) + ".json");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
