package dev.dbops.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBProxy;
import software.amazon.awssdk.services.rds.model.DBProxyTarget;
import software.amazon.awssdk.services.rds.model.Parameter;

/** The databases that tests check after commands created or deleted databases, straight in the emulator. */
public final class EmulatedDatabases {
    private final AwsEmulator aws;

    public EmulatedDatabases(AwsEmulator aws) {
        this.aws = aws;
    }

    /**
     * Where databases can be placed.
     *
     * @param subnetGroup a subnet group of two zones
     * @param subnets its subnets
     * @param securityGroup a security group in the same VPC
     */
    public record Network(String subnetGroup, List<String> subnets, String securityGroup) {}

    /** A subnet group and a security group of their own. */
    public Network network() {
        try (var clients = aws.clients()) {
            var ec2 = clients.ec2();
            var vpc = ec2.createVpc(request -> request.cidrBlock("10.1.0.0/16"))
                    .vpc()
                    .vpcId();
            var subnets = new ArrayList<String>();
            for (var zone : List.of("a", "b")) {
                var block = "10.1.%d.0/24".formatted(subnets.size());
                subnets.add(ec2.createSubnet(request ->
                                request.vpcId(vpc).cidrBlock(block).availabilityZone(AwsEmulator.REGION + zone))
                        .subnet()
                        .subnetId());
            }
            clients.rds()
                    .createDBSubnetGroup(request -> request.dbSubnetGroupName("databases")
                            .dbSubnetGroupDescription("for tests")
                            .subnetIds(subnets));
            var group = ec2.createSecurityGroup(
                            request -> request.vpcId(vpc).groupName("databases").description("for tests"))
                    .groupId();
            return new Network("databases", List.copyOf(subnets), group);
        }
    }

    /** An encrypted instance with deletion protection, whose master password RDS manages. */
    public void protectedInstance(String name) {
        with(rds -> rds.createDBInstance(request -> request.dbInstanceIdentifier(name)
                .engine("postgres")
                .engineVersion("17.6")
                .dbInstanceClass("db.m7g.large")
                .allocatedStorage(20)
                .storageEncrypted(true)
                .deletionProtection(true)
                .backupRetentionPeriod(7)
                .masterUsername("postgres")
                .manageMasterUserPassword(true)));
    }

    /** As a protected instance, in a network of its own, with IAM authentication. */
    public void placedInstance(String name, Network network) {
        with(rds -> rds.createDBInstance(request -> request.dbInstanceIdentifier(name)
                .engine("postgres")
                .engineVersion("17.6")
                .dbInstanceClass("db.m7g.large")
                .allocatedStorage(20)
                .storageEncrypted(true)
                .deletionProtection(true)
                .backupRetentionPeriod(7)
                .publiclyAccessible(false)
                .enableIAMDatabaseAuthentication(true)
                .dbSubnetGroupName(network.subnetGroup())
                .vpcSecurityGroupIds(network.securityGroup())
                .masterUsername("postgres")
                .manageMasterUserPassword(true)));
    }

    /** An instance with storage that grows by itself, and log exports. */
    public void growingInstance(String name) {
        with(rds -> rds.createDBInstance(request -> request.dbInstanceIdentifier(name)
                .engine("postgres")
                .engineVersion("17.6")
                .dbInstanceClass("db.m7g.large")
                .allocatedStorage(500)
                .maxAllocatedStorage(1000)
                .storageType("gp3")
                .iops(13_000)
                .storageThroughput(600)
                .enableCloudwatchLogsExports("postgresql", "upgrade")
                .backupRetentionPeriod(7)
                .masterUsername("postgres")
                .manageMasterUserPassword(true)));
    }

    /** An instance without automated backups. */
    public void instanceWithoutBackups(String name) {
        with(rds -> rds.createDBInstance(request -> request.dbInstanceIdentifier(name)
                .engine("postgres")
                .dbInstanceClass("db.t4g.micro")
                .allocatedStorage(20)
                .backupRetentionPeriod(0)
                .masterUsername("postgres")
                .masterUserPassword("secret99")));
    }

    /** An Aurora cluster with deletion protection and without members. */
    public void protectedCluster(String name) {
        with(rds -> rds.createDBCluster(request -> request.dbClusterIdentifier(name)
                .engine("aurora-postgresql")
                .engineVersion("17.5")
                .storageEncrypted(true)
                .deletionProtection(true)
                .backupRetentionPeriod(7)
                .masterUsername("postgres")
                .manageMasterUserPassword(true)));
    }

    /** As a protected cluster, in a network of its own. */
    public void placedCluster(String name, Network network) {
        with(rds -> rds.createDBCluster(request -> request.dbClusterIdentifier(name)
                .engine("aurora-postgresql")
                .engineVersion("17.5")
                .storageEncrypted(true)
                .deletionProtection(true)
                .backupRetentionPeriod(7)
                .dbSubnetGroupName(network.subnetGroup())
                .vpcSecurityGroupIds(network.securityGroup())
                .masterUsername("postgres")
                .manageMasterUserPassword(true)));
    }

    /** A Multi-AZ cluster that is not Aurora. */
    public void multiAzCluster(String name) {
        with(rds -> rds.createDBCluster(request -> request.dbClusterIdentifier(name)
                .engine("postgres")
                .engineVersion("17.6")
                .dbClusterInstanceClass("db.m6gd.large")
                .allocatedStorage(100)
                .storageType("io1")
                .iops(1000)
                .masterUsername("postgres")
                .masterUserPassword("secret99")));
    }

    /** An Aurora cluster of a version, without members. */
    public void olderCluster(String name, String version) {
        with(rds -> rds.createDBCluster(request -> request.dbClusterIdentifier(name)
                .engine("aurora-postgresql")
                .engineVersion(version)
                .masterUsername("postgres")
                .masterUserPassword("secret99")));
    }

    /** Upgrades an instance, and gives it the default parameter group of the new version. */
    public void upgrade(String name, String version) {
        with(rds -> rds.modifyDBInstance(request -> request.dbInstanceIdentifier(name)
                .engineVersion(version)
                .allowMajorVersionUpgrade(true)
                .dbParameterGroupName("upgraded")
                .applyImmediately(true)));
    }

    /** A parameter group of instances. */
    public void parameterGroup(String name, String family) {
        with(rds -> rds.createDBParameterGroup(request -> request.dbParameterGroupName(name)
                .dbParameterGroupFamily(family)
                .description("for tests")));
    }

    /** Lets RDS list the backups of a deleted instance of that name before those of the instance. */
    public void namesake(String name) {
        aws.control("namesake", "{\"name\": \"%s\"}".formatted(name));
    }

    /** An instance of a cluster. */
    public void member(String cluster, String name) {
        with(rds -> rds.createDBInstance(request -> request.dbInstanceIdentifier(name)
                .dbClusterIdentifier(cluster)
                .engine("aurora-postgresql")
                .dbInstanceClass("db.r7g.large")));
    }

    public void stopCluster(String name) {
        with(rds -> rds.stopDBCluster(request -> request.dbClusterIdentifier(name)));
    }

    public DBInstance instance(String name) {
        return with(rds -> rds.describeDBInstances(request -> request.dbInstanceIdentifier(name))
                .dbInstances()
                .getFirst());
    }

    public DBCluster cluster(String name) {
        return with(rds -> rds.describeDBClusters(request -> request.dbClusterIdentifier(name))
                .dbClusters()
                .getFirst());
    }

    public DBProxy proxy(String name) {
        return with(rds -> rds.describeDBProxies(request -> request.dbProxyName(name))
                .dbProxies()
                .getFirst());
    }

    /** The names of all proxies. */
    public List<String> proxies() {
        return with(rds -> rds.describeDBProxies(_ -> {}).dbProxies().stream()
                .map(DBProxy::dbProxyName)
                .toList());
    }

    /** The databases behind a proxy. */
    public List<String> proxyTargets(String name) {
        return with(rds -> rds.describeDBProxyTargets(request -> request.dbProxyName(name)).targets().stream()
                .map(DBProxyTarget::rdsResourceId)
                .toList());
    }

    /** All instances and clusters. */
    public List<String> names() {
        return with(rds -> {
            var names = new ArrayList<String>();
            rds.describeDBInstances().dbInstances().forEach(instance -> names.add(instance.dbInstanceIdentifier()));
            rds.describeDBClusters().dbClusters().forEach(cluster -> names.add(cluster.dbClusterIdentifier()));
            return List.copyOf(names);
        });
    }

    /** A parameter's value in a group of instances. */
    public String parameter(String group, String name) {
        return with(rds -> value(
                rds.describeDBParametersPaginator(request -> request.dbParameterGroupName(group))
                        .parameters(),
                name));
    }

    /** A parameter's value in a group of clusters. */
    public String clusterParameter(String group, String name) {
        return with(rds -> value(
                rds.describeDBClusterParametersPaginator(request -> request.dbClusterParameterGroupName(group))
                        .parameters(),
                name));
    }

    private static String value(Iterable<Parameter> parameters, String name) {
        for (var parameter : parameters) {
            if (name.equals(parameter.parameterName())) {
                return parameter.parameterValue();
            }
        }
        return "";
    }

    <T> T with(Function<RdsClient, T> look) {
        try (var clients = aws.clients()) {
            return look.apply(clients.rds());
        }
    }
}
