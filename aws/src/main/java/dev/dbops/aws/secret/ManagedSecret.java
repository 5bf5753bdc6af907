package dev.dbops.aws.secret;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.Waiter;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretRequest;

/**
 * The secret in which RDS keeps the master user's password: its state and its rotation. The content is never read. See
 * "Password management with Amazon RDS and AWS Secrets Manager" in the RDS user guide.
 */
public final class ManagedSecret {
    private static final String ACTIVE = "active";
    private static final String IMPAIRED = "impaired";
    private static final String CURRENT = "AWSCURRENT";

    private final AwsClients clients;
    private final ProvisionedDatabases databases;
    private final DatabaseInstance database;

    /**
     * @param reference an instance or a cluster; a member stands for its cluster, which has the secret
     * @throws OpsException of kind USAGE when there is no such instance or cluster
     */
    public ManagedSecret(AwsClients clients, InstanceReference reference) {
        this.clients = clients;
        this.databases = new ProvisionedDatabases(clients);
        this.database = databases.findWithData(reference);
    }

    /** The instance or cluster that has the password. */
    public DatabaseInstance database() {
        return database;
    }

    private Optional<MasterUserSecret> found() {
        return database.type() == Type.CLUSTER
                ? databases.cluster(database.name()).map(DBCluster::masterUserSecret)
                : databases.instance(database.name()).map(DBInstance::masterUserSecret);
    }

    private String user() {
        return (database.type() == Type.CLUSTER
                        ? databases.cluster(database.name()).map(DBCluster::masterUsername)
                        : databases.instance(database.name()).map(DBInstance::masterUsername))
                .orElse("");
    }

    /** Returns whether RDS keeps the password. */
    public boolean exists() {
        return found().filter(secret -> secret.secretArn() != null).isPresent();
    }

    private MasterUserSecret secret() {
        return found().filter(secret -> secret.secretArn() != null)
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "RDS does not keep the master password of %s in a secret".formatted(database.description()),
                        "to let RDS set a new password and keep it: db-ops rds-secret --manage --instance "
                                + database.name()));
    }

    /**
     * The state of the secret.
     *
     * @throws OpsException of kind USAGE when RDS does not keep the password
     */
    public SecretStatus status() {
        var secret = secret();
        var details = describe(secret.secretArn());
        return new SecretStatus(
                database.type(),
                database.name(),
                user(),
                secret.secretArn(),
                secret.secretStatus(),
                Optional.ofNullable(secret.kmsKeyId()),
                Boolean.TRUE.equals(details.rotationEnabled())
                        ? Optional.ofNullable(details.rotationRules()).map(RotationSchedule::describe)
                        : Optional.empty(),
                Optional.ofNullable(details.lastRotatedDate()),
                Optional.ofNullable(details.nextRotationDate()));
    }

    private DescribeSecretResponse describe(String arn) {
        return AwsCall.of(
                "secretsmanager:DescribeSecret",
                () -> clients.secrets().describeSecret(request -> request.secretId(arn)));
    }

    /**
     * The request that rotates the secret, or changes its schedule.
     *
     * @param now whether to rotate it now
     */
    public RotateSecretRequest rotation(Optional<RotationSchedule> schedule, boolean now) {
        return RotateSecretRequest.builder()
                .secretId(secret().secretArn())
                .rotationRules(schedule.map(RotationSchedule::rules).orElse(null))
                .rotateImmediately(now)
                .build();
    }

    /**
     * Sends the request, and waits for the new password if it rotates the secret now.
     *
     * @throws OpsException of kind FAILED when RDS cannot rotate it
     */
    public void rotate(RotateSecretRequest request, Waiter waiter) {
        var version = AwsCall.of(
                        "secretsmanager:RotateSecret", () -> clients.secrets().rotateSecret(request))
                .versionId();
        if (Boolean.TRUE.equals(request.rotateImmediately())) {
            waiter.until(name(), ACTIVE, lookAgain(), () -> rotating(request.secretId(), version));
        }
    }

    /** The new version is the current one when the password of the database is changed. */
    private String rotating(String arn, String version) {
        var stages = describe(arn).versionIdsToStages().get(version);
        return stages != null && stages.contains(CURRENT) ? usable(state()) : "rotating";
    }

    private String state() {
        return found().map(MasterUserSecret::secretStatus).orElse("creating");
    }

    private String usable(String state) {
        if (state.equals(IMPAIRED)) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is impaired: it can be read, but not rotated".formatted(name()),
                    "are the secret and its KMS key deleted, disabled or forbidden? restore them, then try again");
        }
        return state;
    }

    /** Waits until RDS keeps the password. */
    public void awaitManaged(Waiter waiter) {
        waiter.until(name(), ACTIVE, lookAgain(), () -> exists() ? usable(state()) : "creating");
    }

    private String name() {
        return "the secret of " + database.description();
    }

    private String lookAgain() {
        return "db-ops rds-secret --instance " + database.name();
    }

    /** Sends the request that lets RDS set a new password and keep it. */
    public void manage() {
        new ManagedPassword(clients, database.type(), database.name()).turnOn();
    }
}
