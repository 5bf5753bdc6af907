package dev.dbops.cli.network;

import static dev.dbops.cli.network.NetworkFixture.narrow;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SgListTest {
    @TempDir
    private Path directory;

    private NetworkFixture network;

    @BeforeEach
    void anInstanceWithASecurityGroup() {
        network = new NetworkFixture(directory);
    }

    @Test
    void marksWorldOpenAndExpiredRules() {
        var group = network.group;
        var open = network.groups.rule(group, "0.0.0.0/0", 5432, "all");
        var expired = network.groups.rule(
                group,
                "18.195.0.1/32",
                5432,
                "",
                Map.of("db-ops:name", "anna", "db-ops:expires", "2026-01-01T00:00:00Z"));
        var lasting = network.groups.rule(
                group,
                "2a05:d014::1/128",
                22,
                "",
                Map.of("db-ops:name", "bob", "db-ops:expires", "2999-01-01T00:00:00Z"));
        var application = network.groups.group("application");
        var byGroup = network.groups.rule(group, application, 5432, "");

        var list = network.run(0, "sg-list");

        assertThat(narrow(list.out())).isEqualTo("""
            GROUP RULE SOURCE PROTOCOL PORTS NAME EXPIRES MARK
            %1$s %2$s 0.0.0.0/0 tcp 5432 all world-open
            %1$s %3$s 18.195.0.1/32 tcp 5432 anna END expired
            %1$s %4$s 2a05:d014::1/128 tcp 22 bob END
            %1$s %5$s %6$s tcp 5432
            """.formatted(group, open, expired, lasting, byGroup, application));
        assertThat(list.err()).isEqualTo("""
            note: to revoke the expired rules: db-ops sg-revoke --expired
            warning: rule %1$s ("all") of %2$s allows access from the whole internet (0.0.0.0/0); to revoke it: db-ops sg-revoke --rule %1$s
            """.formatted(open, group));
        network.assertThatNothingWasChanged();
    }

    @Test
    void aGroupWithoutRulesIsNotAnError() {
        assertThat(network.run(0, "sg-list").out()).isEqualTo("no rule allows access through " + network.group + "\n");
        assertThat(network.run(0, "sg-list", "-o", "json").out()).isEqualTo("[]\n");
    }

    @Test
    void allGroupsOfTheInstanceAndAllPagesAreListed() {
        var second = network.groups.group("second");
        network.cli.with("CONNECTION_URL", network.groups.instance("billing-db", network.group, second));
        for (var i = 0; i < 30; i++) {
            network.groups.rule(network.group, "18.195.1." + i + "/32", 5432, "");
            network.groups.rule(second, "18.195.2." + i + "/32", 5432, "");
        }

        var list = network.run(0, "sg-list", "-o", "csv");

        assertThat(list.out().lines()).hasSize(61);
        assertThat(network.calls().stream().filter("ec2:DescribeSecurityGroupRules"::equals))
                .hasSizeGreaterThan(1);
    }

    @Test
    void anEndThatIsNotATimeIsIgnored() {
        network.groups.rule(network.group, "18.195.0.1/32", 5432, "", Map.of("db-ops:expires", "tomorrow"));

        assertThat(network.run(0, "sg-list", "-o", "json").out()).contains("\"expires\":null,\"mark\":\"\"");
    }

    @Test
    void aMissingGroupIsAnError() {
        assertThat(network.run(2, "sg-list", "--group", "sg-0123456789abcdef0").err())
                .startsWith(
                        "error: there is no security group \"sg-0123456789abcdef0\" in eu-central-1 (from --group)\n");
    }

    @Test
    void withoutAnInstanceTheHintSaysHowToNameIt() {
        network.cli.with("CONNECTION_URL", "");

        assertThat(network.run(2, "sg-list").err()).contains("no RDS instance is named");
    }
}
