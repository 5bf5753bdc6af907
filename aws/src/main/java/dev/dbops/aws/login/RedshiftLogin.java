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
        var answer = AwsCall.of(
                OF_CLUSTER,
                () -> clients.redshift()
                        .getClusterCredentials(request -> request.clusterIdentifier(cluster)
                                .dbUser(target.user())
                                .dbName(target.database())
                                .durationSeconds(SECONDS)
                                .autoCreate(false)));
        return new Login(answer.dbUser(), new Password(answer.dbPassword()));
    }

    /** The role is that of the IAM identity, whatever the target names. */
    private static Login ofWorkgroup(AwsClients clients, String workgroup, ConnectionTarget target) {
        var answer = AwsCall.of(
                OF_WORKGROUP,
                () -> clients.redshiftServerless()
                        .getCredentials(request -> request.workgroupName(workgroup)
                                .dbName(target.database())
                                .durationSeconds(SECONDS)));
        return new Login(answer.dbUser(), new Password(answer.dbPassword()));
    }

    /** A second password would not differ in what it allows. */
    @Override
    public Optional<Login> renewed(ConnectionTarget target, Login refused) {
        return Optional.empty();
    }

    @Override
    public String hint(ConnectionTarget target, Refusal refusal) {
        return "the user must exist in the warehouse: CREATE USER \"%s\" PASSWORD DISABLE"
                .formatted(target.user().replace("\"", "\"\""));
    }
}
