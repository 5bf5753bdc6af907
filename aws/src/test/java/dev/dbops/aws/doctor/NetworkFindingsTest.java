package dev.dbops.aws.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedDatabases;
import dev.dbops.aws.EmulatedGroups;
import dev.dbops.aws.EmulatedTroubles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks the path of packets from this machine, which is seen as 18.195.0.7, to an instance and back. */
class NetworkFindingsTest {
    private static final String FROM_INSIDE =
            "connect from its VPC: over a VPN, or through a machine there with --via ssm:INSTANCE-ID or --via ssh:HOST";

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedDatabases databases = new EmulatedDatabases(aws);
    private final EmulatedGroups groups = new EmulatedGroups(aws);
    private final EmulatedTroubles troubles = new EmulatedTroubles(aws);
    private final EmulatedDatabases.Network network = databases.network();

    @BeforeEach
    void publicInstance() {
        troubles.publicInstance("cruddur-db", network);
    }

    private ExaminedDatabase examined() {
        return ExaminedDatabase.ofInstance(aws, "cruddur-db");
    }

    @Test
    void aGroupThatDoesNotListThisMachineIsWhyItGetsNoAnswer() {
        groups.rule(network.securityGroup(), "18.195.0.8/32", 5432, "a colleague");
        groups.rule(network.securityGroup(), "18.195.0.7/32", 5433, "another port");

        assertThat(examined().notReached())
                .contains(
                        "ok public access: it has a public address",
                        "failed security group: no rule of %s allows 18.195.0.7 on port 5432 -> db-ops sg-update prod"
                                .formatted(network.securityGroup()));
    }

    @Test
    void aGroupThatDoesIsNot() {
        var rule = groups.rule(network.securityGroup(), "18.195.0.0/16", 5432, "the office");

        assertThat(examined().notReached())
                .contains("ok security group: rule %s (\"the office\") of %s allows 18.195.0.7 on port 5432"
                        .formatted(rule, network.securityGroup()));
    }

    @Test
    void aRuleOfIpv6CountsWhereTheHostHasSuchAnAddress() {
        groups.rule(network.securityGroup(), "2600:1f14::/32", 5432, "the office");
        var seen = examined().seenBy("18.195.0.7", "2600:1f14::7");

        assertThat(seen.leadingTo("3.120.1.2", "2a05:d014::1").notReached())
                .anyMatch(line -> line.contains("allows 2600:1f14::7 on port 5432"));
        assertThat(seen.leadingTo("3.120.1.2").notReached())
                .anyMatch(line -> line.contains("allows 18.195.0.7 on port 5432 -> db-ops sg-update prod"));
        assertThat(seen.seenBy("2600:1f14::7").notReached())
                .contains("skipped security group: this machine has no public address of the IP version that the host"
                        + " has");
    }

    @Test
    void aRuleForAnotherGroupMayCoverThisMachineToo() {
        groups.rule(network.securityGroup(), network.securityGroup(), 5432, "");

        assertThat(examined().notReached())
                .contains(
                        "failed security group: no rule of %1$s allows 18.195.0.7 on port 5432, unless it belongs to %1$s ->"
                                        .formatted(network.securityGroup())
                                + " db-ops sg-update prod");
    }

    @Test
    void aDatabaseThatAnswersIsReachedAnotherWay() {
        assertThat(examined().reached())
                .contains("ok security group: no rule names 18.195.0.7, yet the database answers: there is another way"
                        + " to it, such as a VPN");
    }

    @Test
    void aRuleForTheWholeWorldIsAWarning() {
        var rule = groups.rule(network.securityGroup(), "0.0.0.0/0", 5432, "temporary");

        assertThat(examined().reached())
                .contains(
                        ("warning open to the world: rule %s (\"temporary\") of %s allows every address (0.0.0.0/0) on"
                                        + " port 5432 -> db-ops sg-revoke --rule %s prod")
                                .formatted(rule, network.securityGroup(), rule));
    }

    @Test
    void anInstanceWithoutAPublicAddressIsReachedFromInside() {
        databases.placedInstance("private-db", network);
        var open = "; or make it public: db-ops rds-modify --instance private-db"
                + " --public --apply-immediately --region eu-central-1";
        var examined = ExaminedDatabase.ofInstance(aws, "private-db");

        assertThat(examined.leadingTo().notReached())
                .contains("failed public access: it has no public address -> " + FROM_INSIDE + open);
        assertThat(examined.leadingTo("10.1.0.9").notReached())
                .contains(
                        "failed public access: its host has the private address 10.1.0.9, which only machines in its"
                                + " VPC can reach -> "
                                + FROM_INSIDE + open,
                        "skipped security group: the rules apply to this machine's address in the VPC, which is not"
                                + " known here");
        assertThat(examined.leadingTo("10.1.0.9").reached())
                .contains(
                        "ok public access: it answers at the private address 10.1.0.9: in its VPC, or over a VPN",
                        "ok security group: it allows this connection");
    }

    @Test
    void throughATunnelAnotherAddressCounts() {
        assertThat(examined().leadingTo("127.0.0.1").throughATunnel().notReached())
                .contains(
                        "ok public access: the connection goes through a tunnel that begins at this machine",
                        "skipped security group: the rules apply to the address of the tunnel's other end, which is"
                                + " not known here");
    }

    @Test
    void withoutARouteToTheInternetNoAnswerLeavesTheVpc() {
        var missing = "its subnet %s has no route to an internet gateway, so no answer leaves the VPC -> add a route"
                .formatted(network.subnets().getFirst());

        assertThat(examined().notReached()).anyMatch(line -> line.startsWith("failed internet route: " + missing));
        assertThat(examined().reached()).anyMatch(line -> line.startsWith("warning internet route: " + missing));
    }

    @Test
    void aSubnetWithoutARouteTableHasTheMainOne() {
        troubles.connectMainTable(network);

        assertThat(examined().notReached())
                .contains("ok internet route: its subnets have a route to an internet gateway");
    }

    @Test
    void theRouteTableOfASubnetComesBeforeTheMainOne() {
        troubles.connectMainTable(network).isolate(network, network.subnets().getFirst());

        assertThat(examined().notReached())
                .anyMatch(line -> line.startsWith(
                        "failed internet route: its subnet " + network.subnets().getFirst() + " has no route"));
    }

    @Test
    void theSubnetOfTheNextFailoverIsLookedAtToo() {
        troubles.connectMainTable(network).isolate(network, network.subnets().getLast());

        assertThat(examined().notReached())
                .anyMatch(line -> line.startsWith("warning internet route: after a failover it may be in "
                        + network.subnets().getLast()));
    }
}
