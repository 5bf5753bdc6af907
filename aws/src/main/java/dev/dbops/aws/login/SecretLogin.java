package dev.dbops.aws.login;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import dev.dbops.aws.AwsSettings;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials;
import dev.dbops.target.HostPort;
import dev.dbops.target.Login;
import dev.dbops.target.RdsEndpoint;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.model.DecryptionFailureException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/**
 * Role and password of a secret in AWS Secrets Manager. It is read once, and again when the server refuses the login,
 * because it may have been rotated in between.
 */
public final class SecretLogin implements Credentials {
    private static final String ACTION = "secretsmanager:GetSecretValue";

    private final AwsSettings settings;
    private final SecretReference reference;
    private Optional<DatabaseSecret> known = Optional.empty();
    private List<HostPort> own = List.of();

    /**
     * @param secret the secret's name or ARN
     * @throws OpsException of kind USAGE when it is neither
     */
    public SecretLogin(AwsSettings settings, String secret) {
        this.settings = settings;
        this.reference = SecretReference.parse(secret);
    }

    @Override
    public String description() {
        return "the password of " + reference.description();
    }

    @Override
    public synchronized Login login(ConnectionTarget target) {
        if (known.isEmpty()) {
            known = Optional.of(read(target));
        }
        check(target, known.get());
        return login(target, known.get());
    }

    @Override
    public synchronized Optional<Login> renewed(ConnectionTarget target, Login refused) {
        known = Optional.of(read(target));
        check(target, known.get());
        var login = login(target, known.get());
        return login.equals(refused) ? Optional.empty() : Optional.of(login);
    }

    /** A secret without a host is trusted for a server that the user names, but not for one that a file names. */
    private void check(ConnectionTarget target, DatabaseSecret secret) {
        var server = new SecretServer(target, reference);
        if (!secret.host().isEmpty()) {
            server.refuseAnother(secret);
        } else if (target.origin().isFile() && !target.hosts().equals(own)) {
            server.refuseForeign(() -> new AwsClients(settings, region(target)));
            own = target.hosts();
        }
    }

    /** A role in the target takes precedence over the role in the secret. */
    private Login login(ConnectionTarget target, DatabaseSecret secret) {
        var user = target.user().isEmpty() ? secret.user() : target.user();
        if (user.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    reference.description() + " has no \"username\"",
                    "add the user to " + target.origin().description());
        }
        return new Login(user, secret.password());
    }

    @Override
    public synchronized String hint(ConnectionTarget target, Refusal refusal) {
        var user = known.map(DatabaseSecret::user).orElse("");
        if (refusal == Refusal.PAM) {
            return "a role with rds_iam needs a token instead of a password: --iam-auth";
        }
        return target.user().isEmpty() || user.isEmpty() || target.user().equals(user)
                ? "check that the secret is for this server; during a rotation, try again in a minute"
                : "the secret is for user \"%s\", and %s has \"%s\": remove the user there"
                        .formatted(user, target.origin().description(), target.user());
    }

    private DatabaseSecret read(ConnectionTarget target) {
        try (var clients = new AwsClients(settings, reference.region().or(() -> region(target)))) {
            var value = AwsCall.of(ACTION, () -> {
                try {
                    return clients.secrets().getSecretValue(request -> request.secretId(reference.id()));
                } catch (SecretsManagerException e) {
                    throw translate(e, clients.region());
                }
            });
            return DatabaseSecret.read(value, reference);
        }
    }

    private static Optional<String> region(ConnectionTarget target) {
        return RdsEndpoint.parse(target.hosts().getFirst().host())
                .map(RdsEndpoint::region)
                .filter(region -> !region.isEmpty());
    }

    /** Failures specific to secrets; see the errors of GetSecretValue in the Secrets Manager API reference. */
    private RuntimeException translate(SecretsManagerException failure, String region) {
        return switch (failure) {
            case ResourceNotFoundException _ -> notFound(failure, region);
            case DecryptionFailureException _ -> notDecrypted(failure);
            case InvalidRequestException _ ->
                new OpsException(
                        Kind.FAILED,
                        "%s cannot be read: %s".formatted(reference.description(), AwsFailure.message(failure)),
                        "if it is scheduled for deletion, restore it: aws secretsmanager restore-secret --secret-id "
                                + reference.id(),
                        failure);
            default ->
                AwsFailure.of(failure) == AwsFailure.DENIED
                                && AwsFailure.message(failure).contains("KMS")
                        ? notDecrypted(failure)
                        : failure;
        };
    }

    private OpsException notFound(SecretsManagerException failure, String region) {
        return AwsFailure.message(failure).contains("AWSCURRENT")
                ? new OpsException(
                        Kind.USAGE,
                        reference.description() + " has no value yet",
                        "set a value: aws secretsmanager put-secret-value",
                        failure)
                : new OpsException(
                        Kind.USAGE,
                        "there is no secret \"%s\" in %s".formatted(reference.id(), region),
                        "check its name, the region (AWS_REGION, or the secret's ARN) and the account (AWS_PROFILE)",
                        failure);
    }

    private OpsException notDecrypted(SecretsManagerException failure) {
        return new OpsException(
                Kind.UNREACHABLE,
                "%s cannot be decrypted: %s".formatted(reference.description(), AwsFailure.message(failure)),
                "let an administrator allow the IAM action kms:Decrypt with the secret's key",
                failure);
    }
}
