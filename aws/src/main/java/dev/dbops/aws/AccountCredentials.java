package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.services.signin.model.SigninException;
import software.amazon.awssdk.services.sso.model.SsoException;
import software.amazon.awssdk.services.ssooidc.model.SsoOidcException;

/**
 * The credentials that the settings select, in the aws CLI's order of precedence. The source is looked up at the first
 * request. If it gives none, the message has the reason, which is unspecific where the SDK reports it.
 */
final class AccountCredentials implements AwsCredentialsProvider {
    private final AwsSettings settings;
    private final LoginClients clients;
    private Optional<AwsCredentialsProvider> provider = Optional.empty();

    AccountCredentials(AwsSettings settings, LoginClients clients) {
        this.settings = settings;
        this.clients = clients;
    }

    /**
     * Where credentials come from.
     *
     * @param name the subject of the message when there are none
     * @param hint what to do then
     */
    private record Source(String name, String hint) {}

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return provider().resolveCredentials();
        } catch (OpsException e) {
            throw e;
        } catch (SdkException e) {
            throw isSpecific(e) ? e : failure(e);
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Answers of AWS and network failures have their own messages, but those of a login lead to the next login. */
    private static boolean isSpecific(SdkException failure) {
        return switch (AwsFailure.of(failure)) {
            case OTHER -> false;
            case EXPIRED, DENIED, NOT_ACCEPTED ->
                !(failure instanceof SdkClientException
                        || failure instanceof SigninException
                        || failure instanceof SsoException
                        || failure instanceof SsoOidcException);
            default -> true;
        };
    }

    private synchronized AwsCredentialsProvider provider() {
        if (provider.isEmpty()) {
            provider = Optional.of(find());
        }
        return provider.get();
    }

    /** An option that names a profile takes precedence over the variables. */
    private AwsCredentialsProvider find() {
        if (settings.profile().isEmpty() && settings.keys().isPresent()) {
            return settings.keys().get();
        }
        if (isWebIdentity()) {
            return webIdentity();
        }
        var profile = asked();
        return profile.isPresent() ? new ProfileLogin(settings, clients).of(profile.get()) : ofMachine();
    }

    private boolean isWebIdentity() {
        return settings.profile().isEmpty()
                && !settings.variable("AWS_ROLE_ARN").isEmpty()
                && !settings.variable("AWS_WEB_IDENTITY_TOKEN_FILE").isEmpty();
    }

    private AwsCredentialsProvider webIdentity() {
        var session = settings.variable("AWS_ROLE_SESSION_NAME");
        return new WebIdentity(clients)
                .provider(
                        settings.variable("AWS_ROLE_ARN"),
                        settings.home().resolve(settings.variable("AWS_WEB_IDENTITY_TOKEN_FILE")),
                        session.isEmpty() ? Optional.empty() : Optional.of(session));
    }

    /** The profile, if it is asked for credentials. */
    private Optional<Profile> asked() {
        return clients.profiles()
                .profile(settings.profileName())
                .filter(profile -> settings.profile().isPresent() || ProfileLogin.saysHow(profile));
    }

    /** The role of the container or of the instance. */
    private AwsCredentialsProvider ofMachine() {
        return AwsCredentialsProviderChain.of(
                ContainerCredentialsProvider.create(),
                InstanceProfileCredentialsProvider.builder()
                        .profileFile(clients::profiles)
                        .profileName(settings.profileName())
                        .build());
    }

    private Source source() {
        if (isWebIdentity()) {
            return new Source("the web identity", "check AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN");
        }
        return asked().map(profile ->
                        new Source("the AWS profile \"%s\"".formatted(profile.name()), ProfileLogin.hint(profile)))
                .orElse(new Source("this machine", "check the role of the container or of the instance"));
    }

    private OpsException failure(RuntimeException cause) {
        var source = source();
        return new OpsException(
                Kind.UNREACHABLE,
                "%s gives no credentials: %s".formatted(source.name(), reason(cause)),
                source.hint(),
                cause);
    }

    private static String reason(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchFileException) {
                // its message is only the name
                return "there is no file " + cause.getMessage();
            }
        }
        return switch (failure) {
            // its answer is lost: Java drops the body of a 401
            case SigninException e -> "the login has ended (%s)".formatted(AwsFailure.code(e));
            case SdkException e -> AwsFailure.message(e);
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}
