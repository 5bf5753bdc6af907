package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RdsStopTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void oneInstance() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur-db");
        rds.instances.instance("cruddur-db");
    }

    @Test
    void aRunningInstanceIsStopped() {
        var stop = rds.cli.run("rds-stop", "--yes").succeeded();

        assertThat(stop.out()).isEqualTo("""
            instance "cruddur-db" is stopping; AWS starts it again after seven days (db-ops rds-status shows when)
            """);
        assertThat(rds.states.state("cruddur-db")).isEqualTo("stopped");
    }

    @Test
    void waitingShowsEachStateOnce() {
        rds.aws.settleAfter(4);

        var stop = rds.cli.run("rds-stop", "--yes", "--wait").succeeded();

        assertThat(stop.out()).startsWith("stopped instance \"cruddur-db\"; ");
        assertThat(stop.err()).isEqualTo("""
            instance "cruddur-db" is stopping
            instance "cruddur-db" is stopped
            """);
    }

    @Test
    void aStoppedInstanceIsNotChangedAndNeedsNoConfirmation() {
        rds.states.stopped("cruddur-db");

        var stop = rds.cli.run("rds-stop").succeeded();

        assertThat(stop.out()).isEqualTo("nothing to do: instance \"cruddur-db\" is stopped already\n");
        assertThat(rds.aws.calls()).containsOnlyOnce("rds:StopDBInstance");
    }

    @Test
    void oneThatIsStoppingIsOnlyWaitedFor() {
        rds.aws.settleAfter(5);
        rds.states.stopped("cruddur-db");

        rds.cli.run("rds-stop", "--wait").succeeded();

        assertThat(rds.aws.calls()).containsOnlyOnce("rds:StopDBInstance");
    }

    @Test
    void withoutConfirmationNothingIsStopped() {
        var stop = rds.cli.run("rds-stop").failed(5);

        assertThat(stop.err()).isEqualTo("""
            error: this will stop instance "cruddur-db" and end its sessions
            hint: if that is meant, pass --yes
            """);
        assertThat(rds.states.state("cruddur-db")).isEqualTo("available");
    }

    @Test
    void theTerminalAsksForConfirmation() {
        var stop = rds.cli.typing("n\n").run("rds-stop").failed(5);

        assertThat(stop.err())
                .startsWith("this will stop instance \"cruddur-db\" and end its sessions. Continue? [y/N] ");
        assertThat(rds.states.state("cruddur-db")).isEqualTo("available");
        rds.cli.typing("y\n").run("rds-stop").succeeded();
        assertThat(rds.states.state("cruddur-db")).isEqualTo("stopped");
    }

    @Test
    void theNameConfirmsToo() {
        rds.cli.run("rds-stop", "--confirm", "cruddur-db").succeeded();

        assertThat(rds.states.state("cruddur-db")).isEqualTo("stopped");
    }

    @Test
    void anotherNameRefuses() {
        var stop = rds.cli.run("rds-stop", "--yes", "--confirm", "staging-db").failed(5);

        assertThat(stop.err()).isEqualTo("""
            error: --confirm names "staging-db", but the instance is "cruddur-db"
            hint: check which instance is meant
            """);
        assertThat(rds.states.state("cruddur-db")).isEqualTo("available");
    }

    @Test
    void aSnapshotIsTakenBefore() {
        var stop = rds.cli
                .run("rds-stop", "--yes", "--snapshot", "before-holidays", "-o", "json")
                .succeeded();

        assertThat(stop.out()).contains("\"requested\":true,\"snapshot\":\"before-holidays\"");
        assertThat(rds.states.snapshots("cruddur-db")).containsExactly("before-holidays");
    }

    @Test
    void aSnapshotThatIsThereAlreadyStopsNothing() {
        rds.cli.run("rds-stop", "--yes", "--snapshot", "nightly").succeeded();
        rds.cli.run("rds-start").succeeded();

        var stop = rds.cli.run("rds-stop", "--yes", "--snapshot", "nightly").failed(2);

        assertThat(stop.err()).isEqualTo("""
            error: there is a snapshot with that name already; instance "cruddur-db" was not stopped
            hint: pass another name to --snapshot; to list the snapshots: db-ops rds-snapshots
            """);
        assertThat(rds.states.state("cruddur-db")).isEqualTo("available");
    }

    @Test
    void oneSnapshotTooManyStopsNothing() {
        rds.aws.fail("rds:StopDBInstance", "SnapshotQuotaExceeded", 400, 1);

        var stop = rds.cli.run("rds-stop", "--yes", "--snapshot", "nightly").failed(1);

        assertThat(stop.err()).isEqualTo("""
            error: the account has reached its limit of snapshots; instance "cruddur-db" was not stopped
            hint: delete old snapshots; to list them: db-ops rds-snapshots
            """);
    }

    @Test
    void aStoppedInstanceGetsNoSnapshotAndAWarning() {
        rds.states.stopped("cruddur-db");

        var stop = rds.cli.run("rds-stop", "--snapshot", "nightly").succeeded();

        assertThat(stop.err()).isEqualTo("""
            warning: instance "cruddur-db" is stopped already, so no snapshot "nightly" is taken
            """);
        assertThat(rds.states.snapshots("cruddur-db")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1st", "a--b", "a-", "a b", "rds:nightly"})
    void invalidSnapshotNamesAreRefused(String name) {
        var stop = rds.cli.run("rds-stop", "--yes", "--snapshot=" + name).failed(2);

        assertThat(stop.err()).contains("\"" + name + "\" cannot be a name on RDS (from --snapshot)");
        assertThat(rds.states.state("cruddur-db")).isEqualTo("available");
    }

    @Test
    void aClusterIsStoppedAsAWhole() {
        rds.instances.cluster("cruddur");

        rds.cli.run("rds-stop", "--instance", "cruddur", "--yes", "--wait").succeeded();

        assertThat(rds.states.clusterState("cruddur")).isEqualTo("stopped");
    }

    @Test
    void aMultiAzClusterThatIsNotAuroraCannotBeStopped() {
        rds.databases.multiAzCluster("multi");

        var stop = rds.cli.run("rds-stop", "--instance", "multi").failed(1);

        assertThat(stop.err()).isEqualTo("""
            error: cluster "multi" is a Multi-AZ cluster of postgres, and AWS stops only clusters of Aurora
            hint: delete it with a final snapshot, and restore that later: db-ops rds-delete --instance multi
            """);
    }

    @Test
    void ofAClusterAwsTakesNoSnapshot() {
        rds.instances.cluster("cruddur");

        var stop = rds.cli
                .run("rds-stop", "--instance", "cruddur", "--yes", "--snapshot", "nightly")
                .failed(2);

        assertThat(stop.err()).isEqualTo("""
            error: AWS does not take a snapshot of a cluster when it stops, and cluster "cruddur" is one
            hint: take it first: db-ops rds-snapshot
            """);
        assertThat(rds.states.clusterState("cruddur")).isEqualTo("available");
    }

    @Test
    void aMemberOfAClusterIsRefusedAndTheClusterNamed() {
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-1");

        var stop = rds.cli.run("rds-stop", "--instance", "cruddur-1", "--yes").failed(2);

        assertThat(stop.err()).isEqualTo("""
            error: instance "cruddur-1" is a member of cluster "cruddur", whose members start and stop together
            hint: stop the cluster: db-ops rds-stop --instance cruddur
            """);
    }

    @Test
    void aReadReplicaCannotBeStopped() {
        rds.states.replica("cruddur-db", "cruddur-reader");

        var stop =
                rds.cli.run("rds-stop", "--instance", "cruddur-reader", "--yes").failed(1);

        assertThat(stop.err()).isEqualTo("""
            error: instance "cruddur-reader" is a read replica of "cruddur-db", and AWS does not stop read replicas
            hint: delete it, or promote it: aws rds promote-read-replica
            """);
        assertThat(rds.states.state("cruddur-reader")).isEqualTo("available");
    }

    @Test
    void oneThatHasReadReplicasCannotBeStopped() {
        rds.states.replica("cruddur-db", "cruddur-reader");

        var stop = rds.cli.run("rds-stop", "--yes").failed(1);

        assertThat(stop.err())
                .startsWith("error: instance \"cruddur-db\" has read replicas (cruddur-reader), and AWS does not");
        assertThat(rds.states.state("cruddur-db")).isEqualTo("available");
    }

    @Test
    void oneThatIsBeingChangedIsNotStopped() {
        rds.states.broken("cruddur-db", "modifying");

        var stop = rds.cli.run("rds-stop", "--yes").failed(1);

        assertThat(stop.err()).isEqualTo("""
            error: instance "cruddur-db" is modifying, and cannot be stopped before it is available
            hint: pass --wait to wait for that
            """);
        assertThat(rds.aws.calls()).doesNotContain("rds:StopDBInstance");
    }

    @Test
    void withWaitTheStartIsWaitedForFirst() {
        rds.states.stopped("cruddur-db");
        rds.aws.settleAfter(4);
        rds.cli.run("rds-start").succeeded();

        var stop = rds.cli.run("rds-stop", "--yes", "--wait").succeeded();

        assertThat(stop.err()).isEqualTo("""
            instance "cruddur-db" is starting
            instance "cruddur-db" is available
            instance "cruddur-db" is stopping
            instance "cruddur-db" is stopped
            """);
    }

    @Test
    void aBrokenOneCannotBeStopped() {
        rds.states.broken("cruddur-db", "incompatible-network");

        var stop = rds.cli.run("rds-stop", "--yes").failed(1);

        assertThat(stop.err()).startsWith("error: instance \"cruddur-db\" is incompatible-network, and cannot be");
    }

    @Test
    void backgroundWorkOfAwsMayPreventTheStop() {
        rds.states.broken("cruddur-db", "storage-optimization");

        var stop = rds.cli.run("rds-stop", "--yes").failed(1);

        assertThat(stop.err()).isEqualTo("""
            error: AWS refuses because of the state of instance "cruddur-db": Instance cruddur-db is not in available state.
            hint: look at it: db-ops rds-status --instance cruddur-db
            """);
    }

    @Test
    void oneThatIsStartedAgainEndsTheWait() {
        rds.states.broken("cruddur-db", "available");
        rds.aws.settleAfter(3);

        var stop = rds.cli.run("rds-stop", "--yes", "--wait").failed(1);

        assertThat(stop.err()).contains("error: instance \"cruddur-db\" is available again\n");
    }

    @Test
    void theTimeoutHasAnExitCodeOfItsOwn() {
        rds.aws.settleAfter(1000);

        var stop = rds.cli.run("rds-stop", "--yes", "--wait", "--timeout", "1s").failed(6);

        assertThat(stop.err()).contains("error: instance \"cruddur-db\" is still stopping after 1 s\n");
    }

    @Test
    void aDryRunStopsNothingAndAsksNothing() {
        var stop = rds.cli.run("rds-stop", "--dry-run").succeeded();

        assertThat(stop.out()).isEqualTo("would stop instance \"cruddur-db\", which is available\n");
        assertThat(rds.states.state("cruddur-db")).isEqualTo("available");
    }

    @Test
    void aDryRunNamesTheSnapshotThatWouldBeTaken() {
        var stop = rds.cli
                .run("rds-stop", "--snapshot", "before-stop", "--dry-run")
                .succeeded();

        assertThat(stop.out())
                .isEqualTo("would stop instance \"cruddur-db\", which is available, after snapshot \"before-stop\"\n");
        assertThat(rds.states.state("cruddur-db")).isEqualTo("available");
    }

    @Test
    void withoutAnInstanceItSaysHowToNameOne() {
        var stop = rds.cli.with("RDS_INSTANCE_ID", "").run("rds-stop", "--yes").failed(2);

        assertThat(stop.err()).isEqualTo("""
            error: no RDS instance is named, and no connection URL is set
            hint: name the instance: --instance NAME, or RDS_INSTANCE_ID
            """);
    }
}
