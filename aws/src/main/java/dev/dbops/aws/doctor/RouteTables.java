package dev.dbops.aws.doctor;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/**
 * The subnets of a VPC that have a route to the internet. A subnet without its own route table uses the VPC's main one;
 * see "Subnet route tables" in the VPC user guide.
 *
 * @param tables the VPC's
 */
record RouteTables(List<RouteTable> tables) {
    private static final String INTERNET_GATEWAY = "igw-";

    RouteTables {
        tables = List.copyOf(tables);
    }

    /** Requests all route tables of a VPC. */
    static RouteTables of(AwsClients clients, String vpc) {
        return AwsCall.of("ec2:DescribeRouteTables", () -> {
            var tables = new ArrayList<RouteTable>();
            var filter = Filter.builder().name("vpc-id").values(vpc).build();
            clients.ec2()
                    .describeRouteTablesPaginator(request -> request.filters(filter))
                    .routeTables()
                    .forEach(tables::add);
            return new RouteTables(tables);
        });
    }

    /** Of a network that was not asked about. */
    static RouteTables none() {
        return new RouteTables(List.of());
    }

    boolean isEmpty() {
        return tables.isEmpty();
    }

    /** Returns whether packets from the subnet reach the internet, and so can answer clients there. */
    boolean leadsToInternet(String subnet) {
        var table = tables.stream()
                .filter(candidate -> candidate.associations().stream()
                        .anyMatch(association -> subnet.equals(association.subnetId())))
                .findFirst()
                .or(() -> tables.stream()
                        .filter(candidate -> candidate.associations().stream()
                                .anyMatch(association -> Boolean.TRUE.equals(association.main())))
                        .findFirst());
        return table.isPresent() && table.get().routes().stream().anyMatch(RouteTables::isWayOut);
    }

    private static boolean isWayOut(Route route) {
        var everywhere =
                "0.0.0.0/0".equals(route.destinationCidrBlock()) || "::/0".equals(route.destinationIpv6CidrBlock());
        return everywhere
                && route.gatewayId() != null
                && route.gatewayId().startsWith(INTERNET_GATEWAY)
                && route.state() != RouteState.BLACKHOLE;
    }
}
