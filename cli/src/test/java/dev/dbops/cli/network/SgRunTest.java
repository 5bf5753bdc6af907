package dev.dbops.cli.network;

import static dev.dbops.cli.network.NetworkFixture.RULE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The changes of sg-run in the group; the tests of the distribution cover the program's streams and signals. */
class SgRunTest {
    @TempDir
    private Path directory;

    private NetworkFixture network;

    @BeforeEach
    void anInstanceWithASecurityGroup() {
        network = new NetworkFixture(directory);
        network.cli.with("PATH", "/usr/bin:/bin");
    }

    @Test
    void allowsAccessRunsAndRevokesWithTheProgramsExitCode() {
        var run = network.run(7, "sg-run", "--", "sh", "-c", "exit 7");

        assertThat(run.out()).isEmpty();
        assertThat(run.err()).matches("""
            allowed 18\\.195\\.0\\.7/32 to reach port 5432 of security group %s \\(rule sgr-\\w+\\)
            revoked rule sgr-\\w+
            """.formatted(network.group));
        assertThat(network.calls()).contains("ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress");
        assertThat(network.groups.rules(network.group)).isEmpty();
    }

    @Test
    void theProgramsOwnOptionsAreItsOwnWithoutTheTwoDashesToo() {
        network.run(3, "sg-run", "sh", "-c", "exit 3", "--help", "--no-such-option");
    }

    @Test
    void theProgramRunsInTheWorkingDirectory() {
        network.run(0, "sg-run", "--", "touch", "here");

        assertThat(directory.resolve("here")).exists();
    }

    @Test
    void theRuleThatItCreatesHasAnEnd() {
        network.aws.fail("ec2:RevokeSecurityGroupIngress", "UnauthorizedOperation", 403, 9);

        var run = network.run(1, "sg-run", "--", "true");

        var left = network.groups.ids(network.group).getFirst();
        assertThat(run.err())
                .endsWith("error: 18.195.0.7/32 may still reach port 5432 of security group %s: AWS denies"
                                .formatted(network.group)
                        + " ec2:RevokeSecurityGroupIngress: the emulator fails as requested\n"
                        + "hint: to revoke it: db-ops sg-revoke --rule " + left + "\n");
        assertThat(network.groups.rules(network.group).getFirst())
                .matches("tcp 5432 18.195.0.7/32 \"brave-otter sg-run, until END\" db-ops:expires=END"
                        + " db-ops:held-by:\\w+=END db-ops:name=brave-otter sg-run");
    }

    @Test
    void theProgramsExitCodeWinsOverAFailedRevocation() {
        network.aws.fail("ec2:RevokeSecurityGroupIngress", "UnauthorizedOperation", 403, 9);

        network.run(9, "sg-run", "--", "sh", "-c", "exit 9");
    }

    @Test
    void aPermanentRuleForTheAddressIsNotChanged() {
        network.run(0, "sg-update");

        var run = network.run(0, "sg-run", "--", "true");

        assertThat(run.err()).matches("""
            18\\.195\\.0\\.7/32 may reach port 5432 of security group sg-\\w+ already; that rule is not changed \\(rule sgr-\\w+ \\("brave-otter"\\)\\)
            """);
        network.assertThatNothingWasChanged();
        assertThat(network.groups.rules(network.group)).containsExactly(RULE);
    }

    @Test
    void aRuleThatAnotherRunHoldsIsNotRevoked() {
        var end = Instant.now()
                .plus(1, ChronoUnit.HOURS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        held(end);

        network.run(0, "sg-run", "--", "true");

        assertThat(network.groups.rules(network.group))
                .containsExactly("tcp 5432 18.195.0.7/32 \"x sg-run, until END\""
                        + " db-ops:expires=END db-ops:held-by:other=END db-ops:name=x sg-run");
    }

    @Test
    void aRuleThatAKilledRunLeftIsUsedAndRevoked() {
        held("2026-01-01T00:00:00Z");

        network.run(0, "sg-run", "--", "true");

        assertThat(network.groups.rules(network.group)).isEmpty();
    }

    @Test
    void theTagsOfKilledRunsMakeRoomForAnother() {
        heldByMany("2026-01-01T00:00:00Z");

        network.run(0, "sg-run", "--", "true");

        assertThat(network.groups.rules(network.group)).isEmpty();
    }

    @Test
    void aRuleThatAsManyRunsShareAsAwsAllowsIsNotShared() {
        heldByMany(Instant.now()
                .plus(1, ChronoUnit.HOURS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString());

        var run = network.run(1, "sg-run", "--", "true");

        assertThat(run.err())
                .startsWith("error: 48 commands share rule sgr-")
                .endsWith("hint: wait until one of them has ended\n");
        assertThat(network.groups.ids(network.group)).hasSize(1);
    }

    @Test
    void bothVersionsOfIpAreAllowedAndRevoked() {
        network.aws.address("18.195.0.7", "2a05:d014::7");

        var run = network.run(0, "sg-run", "--", "true");

        assertThat(run.err()).contains("allowed 18.195.0.7/32 to").contains("allowed 2a05:d014::7/128 to");
        assertThat(network.groups.rules(network.group)).isEmpty();
    }

    @Test
    void aMissingProgramAllowsNoAccess() throws Exception {
        Files.writeString(directory.resolve("script"), "");

        assertThat(network.run(127, "sg-run", "--", "no-such-program").err()).isEqualTo("""
            error: there is no program "no-such-program"
            hint: nothing was changed; is it installed, and on the PATH?
            """);
        assertThat(network.run(126, "sg-run", "--", "./script").err())
                .startsWith("error: \"./script\" is not an executable program\n");
        assertThat(network.calls()).isEmpty();
    }

    @Test
    void anEnvironmentBeforeTheProgramIsCorrected() {
        network.cli.with("STAGING_CONNECTION_URL", "postgresql://db.example.com/cruddur");

        var run = network.run(127, "sg-run", "staging", "--", "true");

        assertThat(run.err()).isEqualTo("""
            error: there is no program "staging"
            hint: nothing was changed; to choose an environment: db-ops sg-run --env staging -- PROGRAM
            """);
        assertThat(network.calls()).isEmpty();
    }

    @Test
    void withoutAProgramTheHintShowsHow() {
        assertThat(network.run(2, "sg-run").err()).isEqualTo("""
            error: no program is given
            hint: give it after --: db-ops sg-run -- psql -c 'SELECT 1'
            """);
    }

    @Test
    void aDryRunRunsNothing() {
        var run = network.run(0, "sg-run", "--dry-run", "--", "touch", "here");

        assertThat(run.err())
                .isEqualTo(
                        "would allow 18.195.0.7/32 to reach port 5432 of security group %s, run touch, and revoke the rule\n"
                                .formatted(network.group));
        network.assertThatNothingWasChanged();
        assertThat(directory.resolve("here")).doesNotExist();
    }

    @Test
    void theWholeInternetIsNotAllowedWithoutTheGroupsName() {
        assertThat(network.run(5, "sg-run", "--ip", "0.0.0.0/0", "--", "true").err())
                .startsWith("error: this will allow the whole internet (0.0.0.0/0) to reach port 5432");
        network.assertThatNothingWasChanged();
    }

    @Test
    void aMissingGroupRunsNothing() {
        assertThat(network.run(2, "sg-run", "--group", "sg-0123456789abcdef0", "--", "touch", "here")
                        .err())
                .startsWith(
                        "error: there is no security group \"sg-0123456789abcdef0\" in eu-central-1 (from --group)\n");
        assertThat(directory.resolve("here")).doesNotExist();
    }

    @Test
    void aFailureToAllowAccessRunsNothing() {
        network.aws.fail("ec2:AuthorizeSecurityGroupIngress", "UnauthorizedOperation", 403, 9);

        assertThat(network.run(4, "sg-run", "--", "touch", "here").err())
                .startsWith("error: AWS denies ec2:AuthorizeSecurityGroupIngress");
        assertThat(directory.resolve("here")).doesNotExist();
    }

    @Test
    void errorsAreForPeopleEvenIfTheProgramsWordsAskForJson() {
        assertThat(network.run(127, "sg-run", "--", "no-such-program", "-o", "json")
                        .err())
                .startsWith("error: there is");
    }

    private void heldByMany(String end) {
        var tags = new HashMap<>(Map.of("db-ops:name", "x sg-run", "db-ops:expires", end));
        for (var number = 1; number <= 48; number++) {
            tags.put("db-ops:held-by:" + number, end);
        }
        network.groups.rule(network.group, "18.195.0.7/32", 5432, "x sg-run", tags);
    }

    private void held(String end) {
        network.groups.rule(
                network.group,
                "18.195.0.7/32",
                5432,
                "x sg-run",
                Map.of("db-ops:name", "x sg-run", "db-ops:expires", end, "db-ops:held-by:other", end));
    }
}
