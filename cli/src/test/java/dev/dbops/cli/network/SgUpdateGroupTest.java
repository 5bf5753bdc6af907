package dev.dbops.cli.network;

import static dev.dbops.cli.network.NetworkFixture.RULE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which security group, rule and port sg-update chooses. */
class SgUpdateGroupTest {
    @TempDir
    private Path directory;

    private NetworkFixture network;

    @BeforeEach
    void anInstanceWithASecurityGroup() {
        network = new NetworkFixture(directory);
    }

    @Test
    void theOldScriptsVariableNamesTheGroupWithoutListingDatabases() {
        var other = network.groups.group("other");
        network.cli.with("DB_SG_ID", other);
        network.run(0, "sg-update");
        assertThat(network.groups.rules(other)).containsExactly(RULE);
        assertThat(network.groups.rules(network.group)).isEmpty();

        network.run(0, "sg-update");

        assertThat(network.calls()).containsExactly("ec2:DescribeSecurityGroupRules");
    }

    @Test
    void theOptionOverridesTheVariable() {
        var other = network.groups.group("other");
        network.cli.with("DB_SG_ID", other);

        network.run(0, "sg-update", "--group", network.group);

        assertThat(network.groups.rules(network.group)).containsExactly(RULE);
    }

    @Test
    void aMissingGroupIsNamedWithItsRegionAndSource() {
        network.cli.with("DB_SG_ID", "sg-0123456789abcdef0");

        assertThat(network.run(2, "sg-update").err())
                .startsWith(
                        "error: there is no security group \"sg-0123456789abcdef0\" in eu-central-1 (from DB_SG_ID)\n"
                                + "hint: is it in another region (--region) or account (--profile)?");
        network.assertThatNothingWasChanged();
    }

    @Test
    void withNothingConfiguredTheHintNamesEveryWay() {
        network.cli.with("CONNECTION_URL", "");

        assertThat(network.run(2, "sg-update").err()).isEqualTo("""
            error: no RDS instance is named, and no connection URL is set
            hint: name the instance: --instance NAME, or RDS_INSTANCE_ID; or pass the group: --group sg-..., or set DB_SG_ID
            """);
        network.assertThatNothingWasChanged();
    }

    @Test
    void aGroupWithoutAnyRuleIsFound() {
        try (var clients = network.aws.clients()) {
            network.groups.revokeEgress(clients, network.group);
        }

        network.run(0, "sg-update");

        assertThat(network.groups.rules(network.group)).containsExactly(RULE);
    }

    @Test
    void withAGroupThePortComesFromTheUrl() {
        network.cli
                .with("DB_SG_ID", network.group)
                .with("CONNECTION_URL", "postgresql://app@db.example.com:6432/cruddur");

        network.run(0, "sg-update");

        assertThat(network.groups.rules(network.group)).first().asString().startsWith("tcp 6432 18.195.0.7/32 ");
    }

    @Test
    void aPortOfThisMachineIsNotUsedForTheGroup() {
        network.cli.with("DB_SG_ID", network.group).with("CONNECTION_URL", "postgresql://app@localhost:6432/cruddur");

        network.run(0, "sg-update");

        assertThat(network.groups.rules(network.group)).containsExactly(RULE);
    }

    @Test
    void thePortCanBeGiven() {
        network.run(0, "sg-update", "--port", "6432");

        assertThat(network.groups.rules(network.group)).first().asString().startsWith("tcp 6432 18.195.0.7/32 ");
    }

    @Test
    void theInstanceCanBeNamed() {
        network.cli.with("CONNECTION_URL", "");

        network.run(0, "sg-update", "--instance", "cruddur-db");

        assertThat(network.groups.rules(network.group)).containsExactly(RULE);
    }

    @Test
    void severalGroupsRequireAChoice() {
        var second = network.groups.group("second");
        network.cli.with("CONNECTION_URL", network.groups.instance("billing-db", network.group, second));

        assertThat(network.run(2, "sg-update").err()).isEqualTo("""
            error: instance "billing-db" has 2 security groups, and none of them allows an address to reach port 5432
            hint: choose one: --group %s, or --group %s
            """.formatted(network.group, second));
        network.assertThatNothingWasChanged();
    }

    @Test
    void ofSeveralGroupsTheOnlyOneThatAllowsAddressesIsChosen() {
        var second = network.groups.group("second");
        network.cli.with("CONNECTION_URL", network.groups.instance("billing-db", network.group, second));
        network.groups.rule(second, "18.195.0.1/32", 5432, "office");
        network.groups.rule(network.group, second, 5432, "");

        network.run(0, "sg-update");

        assertThat(network.groups.rules(second)).contains(RULE);
    }

    @Test
    void ofSeveralGroupsTheOneThatHasTheRuleIsChosen() {
        var second = network.groups.group("second");
        network.cli.with("CONNECTION_URL", network.groups.instance("billing-db", network.group, second));
        network.groups.rule(network.group, "18.195.0.1/32", 5432, "office");
        network.groups.rule(second, "18.195.0.2/32", 5432, "brave-otter");

        network.run(0, "sg-update");

        assertThat(network.groups.rules(second)).containsExactly("tcp 5432 18.195.0.7/32 \"brave-otter\"");
    }

    @Test
    void theOldScriptsRuleGetsTheAddressAndKeepsItsName() {
        var rule = network.groups.rule(network.group, "18.195.0.1/32", 5432, "GITPOD #1");
        network.cli.with("DB_SG_RULE_ID", rule).with("DB_SG_ID", network.group);
        network.aws.address("18.195.0.7", "2a05:d014::7");

        network.run(0, "sg-update");

        assertThat(network.groups.ids(network.group)).containsExactly(rule);
        assertThat(network.groups.rules(network.group)).containsExactly("tcp 5432 18.195.0.7/32 \"GITPOD #1\"");
        assertThat(network.run(0, "sg-update").out()).startsWith("nothing to do: 18.195.0.7/32 may reach");
    }

    @Test
    void aRuleIsEnoughToFindItsGroup() {
        var rule = network.groups.rule(network.group, "18.195.0.1/32", 6432, "");
        network.cli.with("CONNECTION_URL", "");

        network.run(0, "sg-update", "--rule", rule, "--ttl", "1h");

        assertThat(network.groups.rules(network.group))
                .containsExactly("tcp 6432 18.195.0.7/32 \"brave-otter, until END\""
                        + " db-ops:expires=END db-ops:name=brave-otter");
    }

    @Test
    void aRuleOfIpv6GetsTheAddressOfIpv6() {
        var rule = network.groups.rule(network.group, "2a05:d014::1/128", 5432, "old");
        network.aws.address("18.195.0.7", "2a05:d014::7");

        network.run(0, "sg-update", "--rule", rule);

        assertThat(network.groups.rules(network.group)).containsExactly("tcp 5432 2a05:d014::7/128 \"old\"");
    }

    @Test
    void aRuleOfTheOtherVersionOfIpIsRefused() {
        var rule = network.groups.rule(network.group, "2a05:d014::1/128", 5432, "old");

        assertThat(network.run(2, "sg-update", "--rule", rule).err()).isEqualTo("""
            error: rule %s (from --rule) is for IPv6, and the address is 18.195.0.7/32
            hint: omit --rule to find or create a rule by its name
            """.formatted(rule));
        network.assertThatNothingWasChanged();
    }

    @Test
    void aMissingRuleIsRefused() {
        network.cli.with("DB_SG_RULE_ID", "sgr-0123456789abcdef0");

        assertThat(network.run(2, "sg-update").err())
                .startsWith("error: there is no rule \"sgr-0123456789abcdef0\" in eu-central-1 (from DB_SG_RULE_ID)\n");
    }

    @Test
    void aRuleOfAnotherGroupIsRefused() {
        var other = network.groups.group("other");
        var rule = network.groups.rule(other, "18.195.0.1/32", 5432, "old");
        network.cli.with("DB_SG_RULE_ID", rule).with("DB_SG_ID", network.group);

        assertThat(network.run(2, "sg-update").err()).isEqualTo("""
            error: rule %1$s (from DB_SG_RULE_ID) is in security group %2$s, not in %3$s (from DB_SG_ID)
            hint: pass a rule of that group, or the group of the rule: --group %2$s
            """.formatted(rule, other, network.group));
        network.assertThatNothingWasChanged();
    }

    @Test
    void aRuleThatCannotHoldTheAddressIsRefused() {
        var egress = network.groups.egressRule(network.group);
        var byGroup = network.groups.rule(network.group, network.groups.group("application"), 5432, "");
        var ssh = network.groups.rule(network.group, "18.195.0.1/32", 22, "");

        assertThat(network.run(2, "sg-update", "--rule", egress).err())
                .startsWith("error: rule " + egress + " (from --rule) is for traffic from the database, not to it\n");
        assertThat(network.run(2, "sg-update", "--rule", byGroup).err())
                .startsWith("error: rule " + byGroup + " (from --rule) allows sg-")
                .contains(", and AWS cannot change that to an address\n");
        network.cli.with("DB_SG_ID", network.group);
        assertThat(network.run(2, "sg-update", "--rule", ssh).err())
                .startsWith("error: rule " + ssh + " (from --rule) is for tcp port 22, not for tcp port 5432\n");
        network.assertThatNothingWasChanged();
    }

    @Test
    void aRuleThatWasWorldOpenIsNarrowedWithoutAWarning() {
        var rule = network.groups.rule(network.group, "0.0.0.0/0", 5432, "all");

        var update = network.run(0, "sg-update", "--rule", rule);

        assertThat(update.err()).isEmpty();
        assertThat(network.groups.rules(network.group)).containsExactly("tcp 5432 18.195.0.7/32 \"all\"");
    }
}
