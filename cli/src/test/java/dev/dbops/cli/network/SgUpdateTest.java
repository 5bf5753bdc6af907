package dev.dbops.cli.network;

import static dev.dbops.cli.network.NetworkFixture.RULE;
import static dev.dbops.cli.network.NetworkFixture.narrow;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule sg-update creates, changes or leaves unchanged. */
class SgUpdateTest {
    @TempDir
    private Path directory;

    private NetworkFixture network;

    @BeforeEach
    void anInstanceWithASecurityGroup() {
        network = new NetworkFixture(directory);
    }

    @Test
    void allowsTheAddressToReachTheInstanceOfTheUrl() {
        var update = network.run(0, "sg-update");

        assertThat(narrow(update.out())).isEqualTo("""
            18.195.0.7/32 may reach port 5432 of security group %s
            ACTION ADDRESS RULE PREVIOUS NAME EXPIRES
            added 18.195.0.7/32 %s brave-otter
            """.formatted(
                        network.group, network.groups.ids(network.group).getFirst()));
        assertThat(update.err()).isEmpty();
        assertThat(network.groups.rules(network.group)).containsExactly(RULE);
    }

    @Test
    void saysThatThereIsNothingToDoAndChangesNothing() {
        network.run(0, "sg-update");

        var update = network.run(0, "sg-update");

        assertThat(narrow(update.out()))
                .startsWith("nothing to do: 18.195.0.7/32 may reach port 5432 of security group " + network.group
                        + " already\n")
                .contains("\nunchanged 18.195.0.7/32 sgr-");
        network.assertThatNothingWasChanged();
        assertThat(network.groups.rules(network.group)).containsExactly(RULE);
    }

    @Test
    void anotherAddressOfTheSameNameChangesTheExistingRule() {
        network.run(0, "sg-update");
        var before = network.groups.ids(network.group);
        network.aws.address("18.195.0.9", "");

        var update = network.run(0, "sg-update");

        assertThat(narrow(update.out())).contains("\nchanged 18.195.0.9/32 " + before.getFirst() + " 18.195.0.7/32 ");
        assertThat(network.groups.ids(network.group)).isEqualTo(before);
        assertThat(network.groups.rules(network.group))
                .containsExactly("tcp 5432 18.195.0.9/32 \"brave-otter\" db-ops:name=brave-otter");
    }

    @Test
    void eachVersionOfIpHasARuleOfItsOwn() {
        network.aws.address("18.195.0.7", "2A05:D014:0:0::7");
        network.run(0, "sg-update");
        assertThat(network.groups.rules(network.group))
                .containsExactlyInAnyOrder(RULE, "tcp 5432 2a05:d014::7/128 \"brave-otter\" db-ops:name=brave-otter");
        network.aws.address("18.195.0.7", "2a05:d014::9");

        var update = network.run(0, "sg-update");

        assertThat(narrow(update.out()))
                .contains("18.195.0.7/32 and 2a05:d014::9/128 may reach")
                .contains("\nunchanged 18.195.0.7/32 ")
                .contains("\nchanged 2a05:d014::9/128 ");
        assertThat(network.groups.rules(network.group))
                .containsExactlyInAnyOrder(RULE, "tcp 5432 2a05:d014::9/128 \"brave-otter\" db-ops:name=brave-otter");
    }

    @Test
    void aRuleIsFoundByTheDescriptionThatAnOlderScriptGaveIt() {
        var old = network.groups.rule(network.group, "18.195.0.1/32", 5432, "GITPOD");

        network.run(0, "sg-update", "--name", "GITPOD");

        assertThat(network.groups.ids(network.group)).containsExactly(old);
        assertThat(network.groups.rules(network.group)).containsExactly("tcp 5432 18.195.0.7/32 \"GITPOD\"");
    }

    @Test
    void rulesOfTheSameNameForAnotherPortAreNotChanged() {
        network.groups.rule(network.group, "18.195.0.1/32", 22, "brave-otter");

        network.run(0, "sg-update");

        assertThat(network.groups.rules(network.group))
                .containsExactlyInAnyOrder("tcp 22 18.195.0.1/32 \"brave-otter\"", RULE);
    }

    @Test
    void theNameIsTheWorkspacesElseTheCodespacesElseOfUserAndHost() {
        network.cli.with("GITPOD_WORKSPACE_ID", "").with("CODESPACE_NAME", "fluffy guide");
        network.run(0, "sg-update");
        network.cli.with("CODESPACE_NAME", "");

        network.run(0, "sg-update", "--ip", "18.195.0.8");

        assertThat(network.groups.rules(network.group))
                .satisfiesExactlyInAnyOrder(
                        rule -> assertThat(rule).contains("18.195.0.7/32 \"fluffy guide\""),
                        rule -> assertThat(rule).contains("18.195.0.8/32 \"" + System.getProperty("user.name") + "@"));
    }

    @Test
    void anEndIsInATagAndInTheDescription() {
        var before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        var update = network.run(0, "sg-update", "--ttl", "8h", "-o", "json");

        assertThat(network.groups.rules(network.group))
                .containsExactly("tcp 5432 18.195.0.7/32 \"brave-otter, until END\""
                        + " db-ops:expires=END db-ops:name=brave-otter");
        var end = Instant.parse(update.out().replaceAll("(?s).*\"expires\":\"([^\"]*)\".*", "$1"));
        assertThat(end)
                .isBetween(before.plus(8, ChronoUnit.HOURS), Instant.now().plus(8, ChronoUnit.HOURS));
    }

    @Test
    void anEndCanBeAddedToARuleAndRemoved() {
        network.run(0, "sg-update");
        var id = network.groups.ids(network.group);

        network.run(0, "sg-update", "--ttl", "30m");
        assertThat(network.groups.rules(network.group)).first().asString().contains("db-ops:expires=END");
        var unlimited = network.run(0, "sg-update");

        assertThat(narrow(unlimited.out())).contains("\nchanged 18.195.0.7/32 ");
        assertThat(network.groups.rules(network.group)).containsExactly(RULE);
        assertThat(network.groups.ids(network.group)).isEqualTo(id);
    }

    @Test
    void aRuleOfAnotherNameForTheAddressIsEnough() {
        var office = network.groups.rule(network.group, "18.195.0.7/32", 5432, "office");

        var update = network.run(0, "sg-update");

        assertThat(update.out()).startsWith("nothing to do: 18.195.0.7/32 may reach port 5432");
        assertThat(update.err())
                .isEqualTo(
                        "note: AWS accepts one rule for an address, and rule %s (\"office\") allows 18.195.0.7/32 already, without"
                                        .formatted(office)
                                + " an end\n");
        network.assertThatNothingWasChanged();
    }

    @Test
    void theRuleOfTheNameThatKeepsAnOlderAddressIsMentioned() {
        network.run(0, "sg-update", "--ip", "18.195.0.1");
        var own = network.groups.ids(network.group).getFirst();
        network.groups.rule(network.group, "18.195.0.7/32", 5432, "office");

        var update = network.run(0, "sg-update");

        assertThat(update.err())
                .endsWith("note: rule %1$s (\"brave-otter\") still allows 18.195.0.1/32; to revoke it: db-ops sg-revoke"
                                .formatted(own)
                        + " --rule " + own + "\n");
    }

    @Test
    void aDryRunShowsThePlan() {
        var update = network.run(0, "sg-update", "--dry-run", "-o", "json");

        assertThat(update.out())
                .isEqualTo(
                        "{\"group\":\"%s\",\"port\":5432,\"rules\":[{\"action\":\"added\",\"address\":\"18.195.0.7/32\","
                                        .formatted(network.group)
                                + "\"rule\":null,\"previous\":null,\"name\":\"brave-otter\",\"expires\":null}]}\n");
        network.assertThatNothingWasChanged();
        assertThat(network.groups.rules(network.group)).isEmpty();
    }

    @Test
    void aGroupOfSeveralDatabasesIsMentionedWithTheirNames() {
        network.groups.instance("billing-db", network.group);

        var update = network.run(0, "sg-update");

        assertThat(update.err())
                .isEqualTo("note: security group %s guards 2 databases, and all of them can be reached now: billing-db,"
                                .formatted(network.group)
                        + " cruddur-db\n");
    }

    @Test
    void aUserWhoMayNotListDatabasesCanChangeTheGroup() {
        network.cli.with("DB_SG_ID", network.group);
        network.aws.fail("rds:DescribeDBInstances", "AccessDenied", 403, 9);

        var update = network.run(0, "sg-update");

        assertThat(update.err()).isEmpty();
        assertThat(network.groups.rules(network.group)).containsExactly(RULE);
    }

    @Test
    void aRuleThatAllowsTheWholeInternetIsWarnedAbout() {
        var open = network.groups.rule(network.group, "0.0.0.0/0", 5432, "");

        var update = network.run(0, "sg-update");

        assertThat(update.err())
                .isEqualTo(
                        "warning: rule %1$s of %2$s allows access from the whole internet (0.0.0.0/0); to revoke it: db-ops sg-revoke"
                                        .formatted(open, network.group)
                                + " --rule " + open + "\n");
    }

    @Test
    void aFullGroupIsExplained() {
        for (var i = 0; i < 60; i++) {
            network.groups.rule(network.group, "18.195.1." + i + "/32", 5432, "");
        }

        var update = network.run(1, "sg-update");

        assertThat(update.err()).isEqualTo("""
            error: security group %s has as many rules as AWS allows
            hint: remove rules: db-ops sg-revoke --expired; to find others to remove: db-ops sg-list
            """.formatted(network.group));
        assertThat(network.groups.rules(network.group)).hasSize(60);
    }

    @Test
    void aRuleThatIsCreatedMeanwhileIsFoundInASecondAttempt() {
        network.aws.fail("ec2:AuthorizeSecurityGroupIngress", "InvalidPermission.Duplicate", 400, 1);

        network.run(0, "sg-update");

        assertThat(network.groups.rules(network.group)).containsExactly(RULE);
    }

    @Test
    void aRuleThatAwsHasButDoesNotListIsExplained() {
        network.aws.fail("ec2:AuthorizeSecurityGroupIngress", "InvalidPermission.Duplicate", 400, 9);

        var update = network.run(1, "sg-update");

        assertThat(update.err())
                .startsWith(
                        "error: AWS says that security group %s has such a rule, but does not list it\nhint: try again"
                                .formatted(network.group));
    }

    @Test
    void theRuleCreatedBeforeAFailureIsNamedWithTheCommandThatRevokesIt() {
        network.run(0, "sg-update");
        network.aws.address("18.195.0.9", "2a05:d014::7");
        network.aws.fail("ec2:ModifySecurityGroupRules", "UnauthorizedOperation", 403, 9);

        var update = network.run(4, "sg-update");

        var made = network.groups.ids(network.group).getLast();
        assertThat(update.err())
                .startsWith(
                        "error: AWS denies ec2:ModifySecurityGroupRules: the emulator fails as requested; before that,"
                                + " access was allowed from 2a05:d014::7/128 (to revoke it: db-ops sg-revoke --rule "
                                + made
                                + ")\n");
    }

    @Test
    void theWholeInternetIsNotAllowedWithoutTheGroupsName() {
        var refused = network.run(5, "sg-update", "--ip", "0.0.0.0/0", "--yes");

        assertThat(refused.err()).isEqualTo("""
            error: this will allow the whole internet (0.0.0.0/0) to reach port 5432 of security group %1$s
            hint: if that is meant, pass --confirm %1$s
            """.formatted(network.group));
        assertThat(network.run(5, "sg-update", "--ip", "::/0", "--confirm", "cruddur")
                        .err())
                .startsWith(
                        "error: --confirm names \"cruddur\", but the security group is \"" + network.group + "\"\n");
        assertThat(network.groups.rules(network.group)).isEmpty();

        network.run(0, "sg-update", "--ip", "0.0.0.0/0", "--confirm", network.group);
        assertThat(network.groups.rules(network.group)).first().asString().startsWith("tcp 5432 0.0.0.0/0 ");
    }

    @Test
    void halfTheInternetCountsAsTheWholeInternet() {
        assertThat(network.run(5, "sg-update", "--ip", "128.0.0.0/1").err())
                .contains("allow the whole internet (128.0.0.0/1)");
    }

    @Test
    void atATerminalTheGroupsNameIsTyped() {
        network.cli.typing(network.group + "\n");

        var update = network.run(0, "sg-update", "--ip", "::/0");

        assertThat(update.err()).contains("type the security group's name to continue: ");
        assertThat(network.groups.rules(network.group)).first().asString().startsWith("tcp 5432 ::/0 ");
    }

    @Test
    void theMissingActionIsNamedWhenItIsNotTheRequestsOwn() {
        network.aws.fail(
                "ec2:AuthorizeSecurityGroupIngress",
                "UnauthorizedOperation",
                403,
                1,
                "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/anna is not"
                        + " authorized to perform: ec2:CreateTags on resource: x");

        assertThat(network.run(4, "sg-update").err())
                .startsWith("error: AWS denies ec2:CreateTags: You are not authorized")
                .contains("hint: let an administrator allow the IAM action ec2:CreateTags ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --ttl 0s           | Invalid value for option '--ttl': "0s" is not from 1s to 366d
        --ttl 9999d        | Invalid value for option '--ttl': "9999d" is not from 1s to 366d
        --ttl soon         | Invalid value for option '--ttl': "soon" is not a time such as 500ms, 30s, 2m, 8h or 7d
        --port 70000       | --port is 70000, and can be 1 to 65535
        --port 0           | --port is 0, and can be 1 to 65535
        --port x           | --port is "x", not a whole number, and can be 1 to 65535
        --name é           | "é" cannot be the name of a rule (from --name)
        --group sg-1       | "sg-1" is not the id of a security group (from --group)
        --rule sgr-xyz12345| "sgr-xyz12345" is not the id of a security group rule (from --rule)
        """)
    void invalidValuesAreRefusedBeforeAwsIsAsked(String options, String message) {
        var args = ("sg-update " + options).split(" ");

        assertThat(network.run(2, args).err()).startsWith("error: " + message + "\n");
        assertThat(network.calls()).isEmpty();
    }

    @Test
    void otherTagsStayOnTheRule() {
        network.groups.rule(
                network.group,
                "18.195.0.1/32",
                5432,
                "brave-otter",
                Map.of("db-ops:name", "brave-otter", "team", "data"));

        network.run(0, "sg-update", "--ttl", "1h");

        assertThat(network.groups.rules(network.group))
                .containsExactly("tcp 5432 18.195.0.7/32 \"brave-otter, until END\""
                        + " db-ops:expires=END db-ops:name=brave-otter team=data");
    }
}
