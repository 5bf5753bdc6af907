package dev.dbops.aws;

import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.signin.auth.LoginCredentialsProvider;

/**
 * The login of {@code aws login}, which the aws CLI keeps in a file and db-ops renews.
 *
 * @param settings where the aws CLI keeps the login
 * @param clients the client that renews it
 */
record ConsoleLogin(AwsSettings settings, LoginClients clients) {
    /**
     * The login's credentials.
     *
     * @param session the identity that has logged in, as the profile names it
     */
    AwsCredentialsProvider provider(String session) {
        return LoginCredentialsProvider.builder()
                .loginSession(session)
                .signinClient(clients.signin())
                .tokenCacheLocation(cache())
                .build();
    }

    private Path cache() {
        var own = settings.variable("AWS_LOGIN_CACHE_DIRECTORY");
        return own.isEmpty()
                ? settings.home().resolve(".aws/login/cache")
                : settings.home().resolve(own);
    }
}
