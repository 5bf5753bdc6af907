package dev.dbops.aws;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.Filter;

/** Gives the databases of the emulator what the doctor is to find. */
public final class EmulatedTroubles {
    private final AwsEmulator aws;

    public EmulatedTroubles(AwsEmulator aws) {
        this.aws = aws;
    }

    /** Lets RDS describe an instance or a cluster with this element, in place of the one of that name. */
    public EmulatedTroubles described(String name, String element, String xml) {
        aws.control("described", """
            {"name": "%s", "element": "%s", "xml": "%s"}\
            """.formatted(name, element, xml));
        return this;
    }

    /** Announces maintenance of an instance. */
    public EmulatedTroubles maintenance(String instance, String xml) {
        aws.control("maintenance", """
            {"arn": "arn:aws:rds:%s:%s:db:%s", "xml": "%s"}\
            """.formatted(AwsEmulator.REGION, AwsEmulator.ACCOUNT, instance, xml));
        return this;
    }

    /** Lets an instance measure that many free bytes. */
    public EmulatedTroubles freeStorage(String instance, long bytes) {
        aws.control("free-storage", """
            {"name": "%s", "bytes": %d}\
            """.formatted(instance, bytes));
        return this;
    }

    /**
     * An instance that is publicly accessible, in the subnets and behind the group of a network.
     *
     * @return the host of its endpoint
     */
    public String publicInstance(String name, EmulatedDatabases.Network network) {
        try (var clients = aws.clients()) {
            return clients.rds()
                    .createDBInstance(request -> request.dbInstanceIdentifier(name)
                            .engine("postgres")
                            .engineVersion("17.6")
                            .dbInstanceClass("db.t4g.micro")
                            .allocatedStorage(20)
                            .publiclyAccessible(true)
                            .dbSubnetGroupName(network.subnetGroup())
                            .vpcSecurityGroupIds(network.securityGroup())
                            .masterUsername("postgres")
                            .masterUserPassword("secret99"))
                    .dbInstance()
                    .endpoint()
                    .address();
        }
    }

    /** Gives the main route table of a network a route to an internet gateway. */
    public EmulatedTroubles connectMainTable(EmulatedDatabases.Network network) {
        try (var clients = aws.clients()) {
            var ec2 = clients.ec2();
            var vpc = vpc(clients, network);
            var main = ec2.describeRouteTables(request -> request.filters(
                            Filter.builder().name("vpc-id").values(vpc).build(),
                            Filter.builder()
                                    .name("association.main")
                                    .values("true")
                                    .build()))
                    .routeTables()
                    .getFirst()
                    .routeTableId();
            var gateway = ec2.createInternetGateway(_ -> {}).internetGateway().internetGatewayId();
            ec2.attachInternetGateway(
                    request -> request.internetGatewayId(gateway).vpcId(vpc));
            ec2.createRoute(request ->
                    request.routeTableId(main).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway));
        }
        return this;
    }

    /** Gives one subnet of a network a route table of its own, without a way out. */
    public EmulatedTroubles isolate(EmulatedDatabases.Network network, String subnet) {
        try (var clients = aws.clients()) {
            var ec2 = clients.ec2();
            var vpc = vpc(clients, network);
            var table = ec2.createRouteTable(request -> request.vpcId(vpc))
                    .routeTable()
                    .routeTableId();
            ec2.associateRouteTable(request -> request.routeTableId(table).subnetId(subnet));
        }
        return this;
    }

    private static String vpc(AwsClients clients, EmulatedDatabases.Network network) {
        return clients.ec2()
                .describeSubnets(
                        request -> request.subnetIds(List.of(network.subnets().getFirst())))
                .subnets()
                .getFirst()
                .vpcId();
    }
}
