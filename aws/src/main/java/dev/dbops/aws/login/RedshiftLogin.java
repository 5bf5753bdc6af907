package dev.dbops.aws.login;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsSettings;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials;
import dev.dbops.target.Login;
import dev.dbops.target.Password;
import dev.dbops.target.endpoint.RedshiftEndpoint;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.redshift.model.ClusterNotFoundException;
import software.amazon.awssdk.services.redshiftserverless.model.ResourceNotFoundException;

/**
 * Temporary passwords of Amazon Redshift, which AWS makes for an IAM identity. See "Using IAM authentication to generate
 * database user credentials" in the Redshift management guide.
 */
public final class RedshiftLogin implements Credentials {
    private static final String OF_CLUSTER = "redshift:GetClusterCredentials";
    private static final String OF_WORKGROUP = "redshift-serverless:GetCredentials";

    /** The shortest that Redshift accepts; it only limits the login, not the session. */
    private static final int SECONDS = 900;

    private final AwsSettings settings;

    public RedshiftLogin(AwsSettings settings) {
        this.settings = settings;
    }

    @Override
    public String description() {
        return "the temporary password";
    }

    @Override
    public Login login(ConnectionTarget target) {
        var host = target.hosts().getFirst().host();
        var endpoint = RedshiftEndpoint.parse(host)
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "iam_auth needs an endpoint of Amazon Redshift, and %s is not one (from %s)"
                                .formatted(host, target.origin().description()),
                        "set the host to the endpoint of the cluster or workgroup; for a tunnel, add its address as"
                                + " hostaddr=ADDRESS"));
        try (var clients = new AwsClients(settings, Optional.of(endpoint.region()))) {
            return endpoint.isServerless()
                    ? ofWorkgroup(clients, endpoint.name(), target)
                    : ofCluster(clients, endpoint.name(), target);
        }
    }

    /** The role must exist: db-ops never creates one. The answer names it with a prefix, such as IAM:. */
    private static Login ofCluster(AwsClients clients, String cluster, ConnectionTarget target) {
        return AwsCall.of(OF_CLUSTER, () -> {
            try {
                var answer = clients.redshift()
                        .getClusterCredentials(request -> request.clusterIdentifier(cluster)
                                .dbUser(target.user())
                                .dbName(target.database())
                                .durationSeconds(SECONDS)
                                .autoCreate(false));
                return new Login(answer.dbUser(), new Password(answer.dbPassword()));
            } catch (ClusterNotFoundException e) {
                throw notFound("cluster", cluster, target, e);
            }
        });
    }

    /** The role is that of the IAM identity, whatever the target names. */
    private static Login ofWorkgroup(AwsClients clients, String workgroup, ConnectionTarget target) {
        return AwsCall.of(OF_WORKGROUP, () -> {
            try {
                var answer = clients.redshiftServerless()
                        .getCredentials(request -> request.workgroupName(workgroup)
                                .dbName(target.database())
                                .durationSeconds(SECONDS));
                return new Login(answer.dbUser(), new Password(answer.dbPassword()));
            } catch (ResourceNotFoundException e) {
                throw notFound("workgroup", workgroup, target, e);
            }
        });
    }

    private static OpsException notFound(String kind, String name, ConnectionTarget target, SdkException failure) {
        return new OpsException(
                Kind.UNREACHABLE,
                "AWS has no Redshift %s \"%s\" in the region of its endpoint (from %s)"
                        .formatted(kind, name, target.origin().description()),
                "check the host, and that the credentials of AWS are of the account that has it",
                failure);
    }

    /** A second password would not differ in what it allows. */
    @Override
    public Optional<Login> renewed(ConnectionTarget target, Login refused) {
        return Optional.empty();
    }

    /** GetClusterCredentials succeeds for a role that does not exist, and the login fails (its API reference, DbUser). */
    @Override
    public String hint(ConnectionTarget target, Refusal refusal) {
        return RedshiftEndpoint.parse(target.hosts().getFirst().host())
                        .filter(RedshiftEndpoint::isServerless)
                        .isPresent()
                ? "let an administrator of the workgroup allow the IAM identity to log in: it is its role that connects"
                : "the user must exist in the warehouse: CREATE USER \"%s\" PASSWORD DISABLE"
                        .formatted(target.user().replace("\"", "\"\""));
    }
}
