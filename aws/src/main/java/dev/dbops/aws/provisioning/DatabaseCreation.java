package dev.dbops.aws.provisioning;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.ExtendedSupport;
import dev.dbops.aws.rds.Waiter;
import software.amazon.awssdk.services.rds.model.CreateDbClusterRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;

/**
 * Creates an instance, or an Aurora cluster with its members.
 *
 * <p>Safe by default: storage encrypted, no address on the internet, deletion protection, a week of backups, the master
 * password in Secrets Manager, IAM authentication, no connection without TLS.
 */
public final class DatabaseCreation {
    private static final int BACKUP_DAYS = 7;
    private static final String CREATE_INSTANCE = "rds:CreateDBInstance";

    private final AwsClients clients;
    private final NewDatabase wanted;
    private final EngineVersion version;
    private final ResourceTags tags;

    /**
     * @param tags the tags of all that is created
     * @throws OpsException of kind USAGE when the name is taken, or the region does not offer the version
     */
    public DatabaseCreation(AwsClients clients, NewDatabase wanted, ResourceTags tags) {
        this.clients = clients;
        this.wanted = wanted;
        this.tags = tags;
        TakenName.refuse(clients, wanted.name());
        this.version = new EngineVersions(clients, wanted.engine()).choose(wanted.engineVersion());
    }

    /** {@code PostgreSQL 17.6, db.t4g.micro, 20 GiB}. */
    public String summary() {
        return "%s %s, %s%s"
                .formatted(
                        wanted.engine().title(),
                        version.number(),
                        wanted.chosenClass(),
                        wanted.aurora() ? "" : ", %d GiB".formatted(wanted.gibibytes()));
    }

    /** The requests that create it. */
    public RequestPlan plan() {
        var plan = new RequestPlan();
        return (wanted.aurora() ? cluster(plan) : instance(plan)).tagged(tags);
    }

    /**
     * Creates it.
     *
     * @throws OpsException when a request is refused; the message names the resources that were created before
     */
    public ProvisionedDatabase run() {
        plan().run();
        return new ProvisionedDatabases(clients)
                .find(wanted.type(), wanted.name())
                .orElseThrow(() -> new OpsException(Kind.FAILED, wanted.description() + " is not there"));
    }

    /** Waits until it can be used. */
    public ProvisionedDatabase awaitAvailable(Waiter waiter) {
        return new ProvisionedDatabases(clients).awaitAvailable(wanted.type(), wanted.name(), waiter);
    }

    private RequestPlan instance(RequestPlan plan) {
        var request = CreateDbInstanceRequest.builder()
                .dbInstanceIdentifier(wanted.name())
                .engine(wanted.engine().id())
                .engineVersion(version.number())
                .dbInstanceClass(wanted.chosenClass())
                .allocatedStorage(wanted.gibibytes())
                .storageType("gp3")
                .storageEncrypted(true)
                .multiAZ(wanted.multiAz())
                .publiclyAccessible(wanted.publicAddress())
                .deletionProtection(true)
                .backupRetentionPeriod(BACKUP_DAYS)
                .copyTagsToSnapshot(true)
                .masterUsername(wanted.user())
                .manageMasterUserPassword(true)
                .enableIAMDatabaseAuthentication(true)
                .engineLifecycleSupport(ExtendedSupport.value(wanted.extendedSupport()));
        wanted.database().ifPresent(request::dbName);
        wanted.subnetGroup().ifPresent(request::dbSubnetGroupName);
        if (!wanted.securityGroups().isEmpty()) {
            request.vpcSecurityGroupIds(wanted.securityGroups());
        }
        if (wanted.engine().allowsPlainConnections(version)) {
            var tls = new ForcedTls(clients, version);
            tls.addForInstance(plan);
            request.dbParameterGroupName(tls.group());
        }
        return plan.add(
                CREATE_INSTANCE,
                request.build(),
                clients.rds()::createDBInstance,
                wanted.description() + " was created",
                Removal.of(clients, wanted.name()));
    }

    private RequestPlan cluster(RequestPlan plan) {
        var request = CreateDbClusterRequest.builder()
                .dbClusterIdentifier(wanted.name())
                .engine(wanted.engine().id())
                .engineVersion(version.number())
                .storageEncrypted(true)
                .deletionProtection(true)
                .backupRetentionPeriod(BACKUP_DAYS)
                .copyTagsToSnapshot(true)
                .masterUsername(wanted.user())
                .manageMasterUserPassword(true)
                .enableIAMDatabaseAuthentication(true)
                .engineLifecycleSupport(ExtendedSupport.value(wanted.extendedSupport()));
        wanted.database().ifPresent(request::databaseName);
        wanted.subnetGroup().ifPresent(request::dbSubnetGroupName);
        wanted.capacity().ifPresent(capacity -> request.serverlessV2ScalingConfiguration(capacity.configuration()));
        if (!wanted.securityGroups().isEmpty()) {
            request.vpcSecurityGroupIds(wanted.securityGroups());
        }
        if (wanted.engine().allowsPlainConnections(version)) {
            var tls = new ForcedTls(clients, version);
            tls.addForCluster(plan);
            request.dbClusterParameterGroupName(tls.group());
        }
        plan.add(
                "rds:CreateDBCluster",
                request.build(),
                clients.rds()::createDBCluster,
                wanted.description() + " was created",
                Removal.of(clients, wanted.name()));
        for (var number = 1; number <= (wanted.multiAz() ? 2 : 1); number++) {
            addMember(plan, wanted.name() + "-" + number);
        }
        return plan;
    }

    private void addMember(RequestPlan plan, String name) {
        plan.add(
                CREATE_INSTANCE,
                CreateDbInstanceRequest.builder()
                        .dbInstanceIdentifier(name)
                        .dbClusterIdentifier(wanted.name())
                        .engine(wanted.engine().id())
                        .dbInstanceClass(wanted.chosenClass())
                        .publiclyAccessible(wanted.publicAddress())
                        .build(),
                clients.rds()::createDBInstance,
                "its instance \"%s\"".formatted(name),
                "");
    }
}
