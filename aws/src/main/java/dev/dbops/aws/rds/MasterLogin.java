package dev.dbops.aws.rds;

import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * The login of the master user.
 *
 * @param secret the ARN of the secret with the password, when RDS keeps it
 * @param url the connection URL without a password, which names the secret; empty while there is no endpoint
 */
public record MasterLogin(Optional<String> secret, Optional<String> url) {
    private static final int POSTGRESQL_PORT = 5432;
    private static final String SECRET = "?secret=";

    /** The login to an instance. */
    public static MasterLogin of(DBInstance instance) {
        var secret = Optional.ofNullable(instance.masterUserSecret()).map(known -> known.secretArn());
        return new MasterLogin(
                secret,
                Optional.ofNullable(instance.endpoint())
                        .filter(address -> address.address() != null)
                        .map(address -> url(
                                instance.masterUsername(),
                                address.address(),
                                address.port(),
                                instance.dbName(),
                                secret)));
    }

    /** The login to a cluster, on its writer. */
    public static MasterLogin of(DBCluster cluster) {
        var secret = Optional.ofNullable(cluster.masterUserSecret()).map(known -> known.secretArn());
        return new MasterLogin(
                secret,
                Optional.ofNullable(cluster.endpoint())
                        .map(host ->
                                url(cluster.masterUsername(), host, cluster.port(), cluster.databaseName(), secret)));
    }

    /** RDS accepts only letters and digits for users, and also underscores for databases: nothing needs encoding. */
    private static String url(String user, String host, Integer port, String database, Optional<String> secret) {
        var name = database == null || database.isEmpty() ? "postgres" : database;
        var url = "postgresql://%s@%s:%d/%s"
                .formatted(user, host, Optional.ofNullable(port).orElse(POSTGRESQL_PORT), name);
        // RDS's secrets are called rds!db-..., and "!" means something to interactive shells
        return secret.map(arn -> url + SECRET + arn.replace("!", "%21")).orElse(url);
    }

    /** Returns the URL without the secret, which is its last part. */
    public static String withoutSecret(String url) {
        var end = url.indexOf(SECRET);
        return end < 0 ? url : url.substring(0, end);
    }
}
