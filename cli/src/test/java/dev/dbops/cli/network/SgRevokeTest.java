package dev.dbops.cli.network;

import static dev.dbops.cli.network.NetworkFixture.RULE;
import static dev.dbops.cli.network.NetworkFixture.narrow;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SgRevokeTest {
    @TempDir
    private Path directory;

    private NetworkFixture network;

    @BeforeEach
    void anInstanceWithASecurityGroup() {
        network = new NetworkFixture(directory);
    }

    @Test
    void revokesExpiredRules() {
        network.run(0, "sg-update");
        ours("18.195.0.1/32", 5432, "anna", "2026-01-01T00:00:00Z");
        ours("18.195.0.2/32", 6432, "bob", "2026-01-01T00:00:00Z");
        ours("18.195.0.3/32", 5432, "carl", "2999-01-01T00:00:00Z");

        var revoke = network.run(0, "sg-revoke", "--expired");

        assertThat(narrow(revoke.out()))
                .startsWith("revoked 2 rules\nGROUP RULE SOURCE ")
                .contains(" 18.195.0.1/32 tcp 5432 anna END expired\n")
                .contains(" 18.195.0.2/32 tcp 6432 bob END expired\n");
        assertThat(network.groups.rules(network.group))
                .containsExactlyInAnyOrder(RULE, "tcp 5432 18.195.0.3/32 \"\" db-ops:expires=END db-ops:name=carl");
    }

    @ParameterizedTest
    @CsvSource({"--name, brave-otter", "--ip, 18.195.0.7", "--ip, 18.195.0.7/32"})
    void revokesTheRulesOfANameOrAnAddress(String option, String value) {
        network.run(0, "sg-update");
        network.groups.rule(network.group, "18.195.0.1/32", 5432, "office");
        network.groups.rule(network.group, "18.195.0.7/32", 22, "brave-otter");

        var revoke = network.run(0, "sg-revoke", option, value);

        assertThat(revoke.out()).startsWith("revoked 1 rule\n");
        assertThat(network.groups.rules(network.group))
                .containsExactlyInAnyOrder("tcp 5432 18.195.0.1/32 \"office\"", "tcp 22 18.195.0.7/32 \"brave-otter\"");
    }

    @Test
    void optionsAreCombinedWithAnd() {
        network.run(0, "sg-update");

        var revoke = network.run(0, "sg-revoke", "--name", "brave-otter", "--expired");

        assertThat(revoke.out()).isEqualTo("nothing to do: there is no such rule\n");
        network.assertThatNothingWasChanged();
    }

    @Test
    void aRuleThatDbOpsDidNotCreateRequiresAConfirmation() {
        var office = network.groups.rule(network.group, "18.195.0.1/32", 5432, "office");

        var refused = network.run(5, "sg-revoke", "--rule", office);

        assertThat(refused.err()).isEqualTo("""
            error: this will revoke rule %s ("office"), which db-ops did not create: 18.195.0.1/32 to tcp port 5432
            hint: if that is meant, pass --yes
            """.formatted(office));
        network.assertThatNothingWasChanged();
        network.run(0, "sg-revoke", "--rule", office, "--yes");
        assertThat(network.groups.rules(network.group)).isEmpty();
    }

    @Test
    void aRuleIsEnoughToFindItsGroup() {
        network.run(0, "sg-update");
        network.cli.with("CONNECTION_URL", "");

        network.run(0, "sg-revoke", "--rule", network.groups.ids(network.group).getFirst());

        assertThat(network.groups.rules(network.group)).isEmpty();
    }

    @Test
    void aMissingRuleOneOfAnotherGroupAndAnEgressRuleAreRefused() {
        var other = network.groups.group("other");
        var elsewhere = network.groups.rule(other, "18.195.0.1/32", 5432, "");
        var egress = network.groups.egressRule(network.group);

        assertThat(network.run(2, "sg-revoke", "--rule", "sgr-0123456789abcdef0")
                        .err())
                .startsWith("error: there is no rule \"sgr-0123456789abcdef0\" in eu-central-1 (from --rule)\n");
        assertThat(network.run(2, "sg-revoke", "--rule", egress).err())
                .startsWith("error: rule " + egress + " is for traffic from the database, not to it\n");
        network.cli.with("DB_SG_ID", network.group);
        assertThat(network.run(2, "sg-revoke", "--rule", elsewhere).err())
                .startsWith("error: rule %s is in security group %s, not in %s (from DB_SG_ID)\n"
                        .formatted(elsewhere, other, network.group));
        network.assertThatNothingWasChanged();
    }

    @Test
    void aMissingGroupIsAnError() {
        assertThat(network.run(2, "sg-revoke", "--expired", "--group", "sg-0123456789abcdef0")
                        .err())
                .startsWith(
                        "error: there is no security group \"sg-0123456789abcdef0\" in eu-central-1 (from --group)\n");
    }

    @Test
    void aRuleThatIsDeletedMeanwhileIsNotAFailure() {
        network.run(0, "sg-update");
        network.aws.fail("ec2:RevokeSecurityGroupIngress", "InvalidSecurityGroupRuleId.NotFound", 400, 1);

        network.run(0, "sg-revoke", "--name", "brave-otter");
    }

    @Test
    void rulesRevokedBeforeAFailureAreNamed() {
        var second = network.groups.group("second");
        network.cli.with("CONNECTION_URL", network.groups.instance("billing-db", network.group, second));
        ours("18.195.0.1/32", 5432, "anna", "2026-01-01T00:00:00Z");
        var first = network.groups.ids(network.group).getFirst();
        network.groups.rule(
                second,
                "18.195.0.1/32",
                5432,
                "",
                Map.of("db-ops:name", "a", "db-ops:expires", "2026-01-01T00:00:00Z"));
        network.aws.failAfter("ec2:RevokeSecurityGroupIngress", 1, "UnauthorizedOperation", 403);

        var revoke = network.run(4, "sg-revoke", "--expired");

        assertThat(revoke.err())
                .startsWith("error: AWS denies ec2:RevokeSecurityGroupIngress: the emulator fails as requested; before"
                        + " that, "
                        + first + " was revoked\n");
        assertThat(network.groups.rules(network.group)).isEmpty();
        assertThat(network.groups.rules(second)).hasSize(1);
    }

    @Test
    void aDryRunShowsTheRulesToRevoke() {
        network.run(0, "sg-update");

        var revoke = network.run(0, "sg-revoke", "--name", "brave-otter", "--dry-run");

        assertThat(revoke.out()).startsWith("would revoke 1 rule\n");
        network.assertThatNothingWasChanged();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''            | no option selects the rules to revoke
        --rule sg-1   | "sg-1" is not the id of a security group rule (from --rule)
        --ip here     | "here" is not an IP address (from --ip)
        """)
    void invalidValuesAreRefused(String options, String message) {
        var args = ("sg-revoke " + options).strip().split(" ");

        assertThat(network.run(2, args).err()).startsWith("error: " + message + "\n");
        network.assertThatNothingWasChanged();
    }

    private void ours(String cidr, int port, String name, String end) {
        network.groups.rule(network.group, cidr, port, "", Map.of("db-ops:name", name, "db-ops:expires", end));
    }
}
