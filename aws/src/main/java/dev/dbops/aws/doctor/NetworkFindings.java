package dev.dbops.aws.doctor;

import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Subnet;

/** Findings about whether the network allows this machine, and which others, to reach the database. */
final class NetworkFindings {
    private static final Step ACCESS = new Step(AwsChecks.SECTION, "public access");
    private static final Step GROUP = new Step(AwsChecks.SECTION, "security group");
    private static final Step WORLD = new Step(AwsChecks.SECTION, "open to the world");
    private static final Step ROUTE = new Step(AwsChecks.SECTION, "internet route");

    private static final String FROM_INSIDE =
            "connect from its VPC: over a VPN, or through a machine there with --via ssm:INSTANCE-ID or --via ssh:HOST";

    private final Inquiry answers;
    private final Description database;
    private final Remedies remedies;
    private final int port;

    NetworkFindings(Inquiry answers, ConnectionTarget target, Remedies remedies) {
        this.answers = answers;
        this.database = answers.database();
        this.remedies = remedies;
        var host = target.hosts().getFirst();
        // the port of a tunnel's end is not the one that a group guards
        this.port = Approach.isThisMachine(target) ? database.found().port() : host.port();
    }

    void examine(boolean reached, AsyncCall<List<AddressRange>> own, Approach approach, Consumer<Finding> findings) {
        findings.accept(access(reached, approach));
        if (approach.tunnel() || !approach.privateAddress().isEmpty()) {
            findings.accept(groupFromInside(reached, approach));
        } else {
            answers.rules()
                    .then(
                            GROUP,
                            findings,
                            rules -> own.then(
                                    GROUP,
                                    findings,
                                    addresses -> findings.accept(group(reached, approach, rules, addresses))));
        }
        if (database.isPublic()) {
            answers.rules().then(WORLD, _ -> {}, rules -> world(rules, findings));
            answers.routes().then(ROUTE, findings, routes -> routes(reached, routes, findings));
        }
    }

    private Finding access(boolean reached, Approach approach) {
        if (approach.tunnel()) {
            return ACCESS.ok("the connection goes through a tunnel that begins at this machine");
        }
        var address = approach.privateAddress();
        if (!address.isEmpty()) {
            return reached
                    ? ACCESS.ok("it answers at the private address %s: in its VPC, or over a VPN".formatted(address))
                    : ACCESS.failed(
                            "its host has the private address %s, which only machines in its VPC can reach"
                                    .formatted(address),
                            database.isPublic() || database.isProxy() ? Remedy.prose(FROM_INSIDE) : open());
        }
        if (database.isPublic()) {
            return ACCESS.ok("it has a public address");
        }
        return reached
                ? ACCESS.ok("it has no public address, but can be reached")
                : ACCESS.failed("it has no public address", open());
    }

    private Remedy open() {
        return database.isProxy()
                ? Remedy.prose(FROM_INSIDE)
                : Remedy.of(FROM_INSIDE + "; or make it public: `%s`", database.modifyInstance("--public"));
    }

    /** In that network, the private address of this machine counts, not its public one. */
    private static Finding groupFromInside(boolean reached, Approach approach) {
        if (reached) {
            return GROUP.ok("it allows this connection");
        }
        return GROUP.skipped(
                approach.tunnel()
                        ? "the rules apply to the address of the tunnel's other end, which is not known here"
                        : "the rules apply to this machine's address in the VPC, which is not known here");
    }

    private Finding group(
            boolean reached, Approach approach, List<SecurityGroupRule> rules, List<AddressRange> addresses) {
        var candidates = new ArrayList<AddressRange>();
        for (var address : addresses) {
            if (approach.takes(address.version())) {
                candidates.add(address);
            }
        }
        if (candidates.isEmpty()) {
            return GROUP.skipped("this machine has no public address of the IP version that the host has");
        }
        for (var rule : rules) {
            for (var address : candidates) {
                if (rule.opens(port)
                        && rule.range().isPresent()
                        && rule.range().get().contains(address)) {
                    return GROUP.ok("%s of %s allows %s on port %d"
                            .formatted(rule.title(), rule.group(), address.address(), port));
                }
            }
        }
        return notListed(reached, rules, candidates);
    }

    private Finding notListed(boolean reached, List<SecurityGroupRule> rules, List<AddressRange> candidates) {
        var mine = String.join(
                " or ", candidates.stream().map(AddressRange::address).toList());
        if (reached) {
            return GROUP.ok("no rule names %s, yet the database answers: there is another way to it, such as a VPN"
                    .formatted(mine));
        }
        var groups = String.join(", ", database.found().securityGroups());
        var others = new ArrayList<String>();
        for (var rule : rules) {
            if (rule.opens(port) && rule.range().isEmpty()) {
                others.add(rule.source());
            }
        }
        var perhaps = others.isEmpty() ? "" : ", unless it belongs to " + String.join(", ", others);
        return GROUP.failed(
                "no rule of %s allows %s on port %d%s".formatted(groups, mine, port, perhaps),
                Remedy.command(remedies.command("sg-update")));
    }

    private void world(List<SecurityGroupRule> rules, Consumer<Finding> findings) {
        for (var rule : rules) {
            if (rule.opens(port) && rule.isWorldOpen()) {
                findings.accept(WORLD.warning(
                        "%s of %s allows every address (%s) on port %d"
                                .formatted(rule.title(), rule.group(), rule.source(), port),
                        Remedy.command(remedies.command("sg-revoke --rule " + rule.id()))));
            }
        }
    }

    private void routes(boolean reached, RouteTables routes, Consumer<Finding> findings) {
        if (routes.isEmpty()) {
            return;
        }
        var instance = database.instance().orElseThrow();
        var here = new ArrayList<String>();
        var elsewhere = new ArrayList<String>();
        for (var subnet : instance.dbSubnetGroup().subnets()) {
            if (!routes.leadsToInternet(subnet.subnetIdentifier())) {
                (isOf(instance, subnet) ? here : elsewhere).add(subnet.subnetIdentifier());
            }
        }
        var remedy = "add a route for 0.0.0.0/0 to an internet gateway to their route table, with aws ec2 create-route";
        if (!here.isEmpty()) {
            var message = "its subnet %s has no route to an internet gateway, so no answer leaves the VPC"
                    .formatted(String.join(", ", here));
            findings.accept(reached ? ROUTE.warning(message, remedy) : ROUTE.failed(message, remedy));
        } else if (!elsewhere.isEmpty()) {
            findings.accept(ROUTE.warning(
                    "after a failover it may be in %s, which has no route to an internet gateway"
                            .formatted(String.join(", ", elsewhere)),
                    remedy));
        } else {
            findings.accept(ROUTE.ok("its subnets have a route to an internet gateway"));
        }
    }

    private static boolean isOf(DBInstance instance, Subnet subnet) {
        return subnet.subnetAvailabilityZone() == null
                || instance.availabilityZone() == null
                || instance.availabilityZone()
                        .equals(subnet.subnetAvailabilityZone().name());
    }
}
