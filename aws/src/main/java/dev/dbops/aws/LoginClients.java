package dev.dbops.aws;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.signin.SigninClient;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The clients of the services that give credentials. Those that the SDK creates by itself use neither the proxy, nor
 * the authorities, nor the endpoints of the settings.
 *
 * @param settings the endpoints, and the name of the profile
 * @param profiles the profiles, which have settings of clients too
 * @param region the region of the requests, where the profile has no other one for them
 * @param http sends the requests
 */
record LoginClients(AwsSettings settings, ProfileFile profiles, Region region, SdkHttpClient http) {
    /** The client of STS: roles. */
    StsClient sts(AwsCredentialsProvider credentials) {
        return build(StsClient.builder(), "STS", region, credentials);
    }

    /** The client of STS for a caller who has no credentials yet. */
    StsClient sts() {
        return sts(AnonymousCredentialsProvider.create());
    }

    /** The client of single sign-on: credentials for a token. */
    SsoClient sso(String ssoRegion) {
        return build(SsoClient.builder(), "SSO", Region.of(ssoRegion), AnonymousCredentialsProvider.create());
    }

    /** The client that renews the tokens of single sign-on. */
    SsoOidcClient tokens(String ssoRegion) {
        return build(SsoOidcClient.builder(), "SSO_OIDC", Region.of(ssoRegion), AnonymousCredentialsProvider.create());
    }

    /** The client that renews the credentials of {@code aws login}. */
    SigninClient signin() {
        return build(SigninClient.builder(), "SIGNIN", region, AnonymousCredentialsProvider.create());
    }

    private <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C build(
            B builder, String service, Region in, AwsCredentialsProvider credentials) {
        settings.endpoint(service).ifPresent(builder::endpointOverride);
        return builder.region(in)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(configuration -> configuration
                        .retryStrategy(RetryMode.STANDARD)
                        .defaultProfileFileSupplier(() -> profiles)
                        .defaultProfileName(settings.profileName()))
                .build();
    }
}
