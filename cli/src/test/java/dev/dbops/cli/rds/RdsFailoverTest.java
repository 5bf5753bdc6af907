package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdsFailoverTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void aClusterOfThree() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur");
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-1").member("cruddur", "cruddur-2").member("cruddur", "cruddur-3");
    }

    @Test
    void theReaderThatIsNamedTakesOver() {
        rds.aws.settleAfter(3);

        var failover = rds.cli
                .run("rds-failover", "--to", "cruddur-3", "--yes", "--wait")
                .succeeded();

        assertThat(failover.out()).isEqualTo("failed cluster \"cruddur\" over from \"cruddur-1\" to \"cruddur-3\"\n");
        assertThat(failover.err()).isEqualTo("""
            cluster "cruddur" is failing-over
            cluster "cruddur" is available
            """);
        assertThat(rds.states.writer("cruddur")).isEqualTo("cruddur-3");
    }

    @Test
    void awsChoosesByDefault() {
        var failover = rds.cli.run("rds-failover", "--yes", "-o", "json").succeeded();

        assertThat(failover.out()).isEqualTo("""
            {"type":"cluster","name":"cruddur","requested":true,"from":"cruddur-1","to":null}
            """);
        assertThat(rds.states.writer("cruddur")).isEqualTo("cruddur-2");
    }

    @Test
    void theCurrentWriterChangesNothing() {
        var failover = rds.cli.run("rds-failover", "--to", "cruddur-1").succeeded();

        assertThat(failover.out()).isEqualTo("nothing to do: \"cruddur-1\" is the writer already\n");
        assertThat(rds.aws.calls()).doesNotContain("rds:FailoverDBCluster");
    }

    @Test
    void withoutConfirmationNothingIsInterrupted() {
        var failover = rds.cli.run("rds-failover", "--to", "cruddur-2").failed(5);

        assertThat(failover.err()).isEqualTo("""
            error: this will fail cluster "cruddur" over and end its sessions
            hint: if that is meant, pass --yes
            """);
        assertThat(rds.states.writer("cruddur")).isEqualTo("cruddur-1");
    }

    @Test
    void aDryRunInterruptsNothing() {
        var failover = rds.cli.run("rds-failover", "--dry-run").succeeded();

        assertThat(failover.out()).isEqualTo("would fail cluster \"cruddur\" over from \"cruddur-1\"\n");
        assertThat(rds.states.writer("cruddur")).isEqualTo("cruddur-1");
    }

    @Test
    void anInstanceOutsideTheClusterCannotTakeOver() {
        var failover = rds.cli.run("rds-failover", "--to", "cruddur-4", "--yes").failed(2);

        assertThat(failover.err()).isEqualTo("""
            error: "cruddur-4" is not a member of cluster "cruddur" (from --to)
            hint: its readers are: cruddur-2, cruddur-3
            """);
    }

    @Test
    void invalidMemberNamesAreRefused() {
        var failover = rds.cli.run("rds-failover", "--to", "a b", "--yes").failed(2);

        assertThat(failover.err()).contains("\"a b\" cannot be a name on RDS (from --to)");
    }

    @Test
    void aClusterWithoutReadersHasNothingToFailOverTo() {
        rds.instances.cluster("lonely");
        rds.states.member("lonely", "lonely-1");

        var failover =
                rds.cli.run("rds-failover", "--instance", "lonely", "--yes").failed(1);

        assertThat(failover.err()).isEqualTo("""
            error: cluster "lonely" has no reader that could take over
            hint: add one: aws rds create-db-instance --db-cluster-identifier lonely
            """);
    }

    @Test
    void aStoppedClusterCannotFailOver() {
        rds.states.stoppedCluster("cruddur");

        var failover = rds.cli.run("rds-failover", "--yes").failed(1);

        assertThat(failover.err()).isEqualTo("""
            error: cluster "cruddur" is stopped; it fails over only when it is available
            hint: start it: db-ops rds-start --instance cruddur
            """);
    }

    @Test
    void aMemberAloneCannotFailOver() {
        var failover =
                rds.cli.run("rds-failover", "--instance", "cruddur-2", "--yes").failed(2);

        assertThat(failover.err()).isEqualTo("""
            error: instance "cruddur-2" is a member of cluster "cruddur", which fails over as a whole
            hint: db-ops rds-failover --instance cruddur --to MEMBER
            """);
    }

    @Test
    void aMultiAzInstanceIsRebootedWithFailover() {
        rds.states.multiAz("cruddur-db");
        rds.aws.settleAfter(3);

        var failover = rds.cli
                .run("rds-failover", "--instance", "cruddur-db", "--yes", "--wait")
                .succeeded();

        assertThat(failover.out())
                .isEqualTo("failed instance \"cruddur-db\" over from \"eu-central-1a\" to \"eu-central-1b\"\n");
        assertThat(rds.states.zone("cruddur-db")).isEqualTo("eu-central-1b");
        assertThat(rds.aws.calls()).containsOnlyOnce("rds:RebootDBInstance");
    }

    @Test
    void anInstanceWithoutAStandbyIsNotRebooted() {
        rds.instances.instance("cruddur-db");

        var failover =
                rds.cli.run("rds-failover", "--instance", "cruddur-db", "--yes").failed(1);

        assertThat(failover.err()).isEqualTo("""
            error: instance "cruddur-db" is not Multi-AZ: it has no standby that could take over
            hint: give it one: db-ops rds-modify --multi-az --apply-immediately --instance cruddur-db
            """);
        assertThat(rds.aws.calls()).doesNotContain("rds:RebootDBInstance");
    }

    @Test
    void anInstanceHasNoMembersToChooseFrom() {
        rds.states.multiAz("cruddur-db");

        var failover = rds.cli
                .run("rds-failover", "--instance", "cruddur-db", "--to", "cruddur-2", "--yes")
                .failed(2);

        assertThat(failover.err()).startsWith("error: --to names a member of a cluster, but instance \"cruddur-db\"");
    }

    @Test
    void aRefusalBecauseOfTheStateIsExplained() {
        rds.aws.fail("rds:FailoverDBCluster", "InvalidDBClusterStateFault", 400, 1);

        var failover = rds.cli.run("rds-failover", "--yes").failed(1);

        assertThat(failover.err()).startsWith("error: AWS refuses because of the state of cluster \"cruddur\": ");
        assertThat(rds.states.writer("cruddur")).isEqualTo("cruddur-1");
    }

    @Test
    void theTimeoutHasAnExitCodeOfItsOwn() {
        rds.aws.settleAfter(1000);

        var failover = rds.cli
                .run("rds-failover", "--yes", "--wait", "--timeout", "50ms")
                .failed(6);

        assertThat(failover.err()).contains("error: cluster \"cruddur\" is still failing-over after 50 ms\n");
    }
}
