package dev.dbops.aws;

import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.UserAuthConfig;

/** Puts the databases of the emulator into the states that tests begin with, and says which they are in. */
public final class EmulatedStates implements AutoCloseable {
    private final AwsEmulator aws;
    private final AwsClients clients;

    public EmulatedStates(AwsEmulator aws) {
        this.aws = aws;
        this.clients = aws.clients();
    }

    /** A Multi-AZ instance. */
    public EmulatedStates multiAz(String name) {
        return instance(name, request -> request.multiAZ(true));
    }

    /** An instance of a version of PostgreSQL. */
    public EmulatedStates ofVersion(String name, String version) {
        return instance(name, request -> request.engineVersion(version));
    }

    private EmulatedStates instance(String name, Consumer<CreateDbInstanceRequest.Builder> more) {
        clients.rds()
                .createDBInstance(request -> request.dbInstanceIdentifier(name)
                        .engine("postgres")
                        .dbInstanceClass("db.t4g.micro")
                        .allocatedStorage(20)
                        .masterUsername("postgres")
                        .masterUserPassword("secret99")
                        .applyMutation(more));
        return this;
    }

    /** A member of an Aurora cluster; the first one writes. */
    public EmulatedStates member(String cluster, String name) {
        clients.rds()
                .createDBInstance(request -> request.dbInstanceIdentifier(name)
                        .engine("aurora-postgresql")
                        .dbInstanceClass("db.r8g.large")
                        .dbClusterIdentifier(cluster));
        return this;
    }

    /**
     * A proxy, which requires TLS.
     *
     * @return the connection URL of a database of the proxy
     */
    public String proxy(String name) {
        return guardedProxy(name);
    }

    /** A proxy as the other one, which these security groups guard. */
    public String guardedProxy(String name, String... groups) {
        // the subnets of the default VPC, one in each zone
        var ofDefault = Filter.builder().name("default-for-az").values("true").build();
        var subnets = clients.ec2().describeSubnets(request -> request.filters(ofDefault)).subnets().stream()
                .map(subnet -> subnet.subnetId())
                .toList();
        var secret =
                "arn:aws:secretsmanager:%s:%s:secret:app-abcdef".formatted(AwsEmulator.REGION, AwsEmulator.ACCOUNT);
        clients.rds()
                .createDBProxy(request -> request.dbProxyName(name)
                        .engineFamily("POSTGRESQL")
                        .auth(UserAuthConfig.builder()
                                .authScheme("SECRETS")
                                .secretArn(secret)
                                .build())
                        .roleArn("arn:aws:iam::%s:role/proxy".formatted(AwsEmulator.ACCOUNT))
                        .vpcSubnetIds(subnets)
                        .vpcSecurityGroupIds(groups)
                        .requireTLS(true));
        return "postgresql://app:secret99@%s.proxy-abc.%s.rds.amazonaws.com/cruddur"
                .formatted(name, AwsEmulator.REGION);
    }

    /** A read replica of an instance. */
    public EmulatedStates replica(String source, String name) {
        clients.rds()
                .createDBInstanceReadReplica(
                        request -> request.sourceDBInstanceIdentifier(source).dbInstanceIdentifier(name));
        return this;
    }

    /** Stops an instance, at once. */
    public EmulatedStates stopped(String instance) {
        clients.rds().stopDBInstance(request -> request.dbInstanceIdentifier(instance));
        return this;
    }

    /** Stops a cluster, at once. */
    public EmulatedStates stoppedCluster(String cluster) {
        clients.rds().stopDBCluster(request -> request.dbClusterIdentifier(cluster));
        return this;
    }

    /** Lets an instance be seen in this state for ever, once the states that pass are over. */
    public EmulatedStates broken(String instance, String state) {
        aws.control("state", """
            {"what": "instance", "name": "%s", "state": "%s"}\
            """.formatted(instance, state));
        return this;
    }

    /** The state of an instance, which the emulator counts as one look at it. */
    public String state(String instance) {
        return describe(instance).dbInstanceStatus();
    }

    /** The state of a cluster, which the emulator counts as one look at it. */
    public String clusterState(String cluster) {
        return clients.rds()
                .describeDBClusters(request -> request.dbClusterIdentifier(cluster))
                .dbClusters()
                .getFirst()
                .status();
    }

    /** The member that writes. */
    public String writer(String cluster) {
        return clients
                .rds()
                .describeDBClusters(request -> request.dbClusterIdentifier(cluster))
                .dbClusters()
                .getFirst()
                .dbClusterMembers()
                .stream()
                .filter(DBClusterMember::isClusterWriter)
                .map(DBClusterMember::dbInstanceIdentifier)
                .findFirst()
                .orElseThrow();
    }

    /** Where an instance is. */
    public String zone(String instance) {
        return describe(instance).availabilityZone();
    }

    /** The names of the manual snapshots of an instance. */
    public List<String> snapshots(String instance) {
        return clients
                .rds()
                .describeDBSnapshots(
                        request -> request.dbInstanceIdentifier(instance).snapshotType("manual"))
                .dbSnapshots()
                .stream()
                .map(DBSnapshot::dbSnapshotIdentifier)
                .toList();
    }

    private DBInstance describe(String instance) {
        return clients.rds()
                .describeDBInstances(request -> request.dbInstanceIdentifier(instance))
                .dbInstances()
                .getFirst();
    }

    @Override
    public void close() {
        clients.close();
    }
}
