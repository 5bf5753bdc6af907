package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdsStartTest {
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
    void aStoppedInstanceIsStarted() {
        rds.states.stopped("cruddur-db");
        rds.aws.settleAfter(1);

        var start = rds.cli.run("rds-start").succeeded();

        assertThat(start.out()).isEqualTo("""
            instance "cruddur-db" is starting; to wait until it answers: db-ops wait
            """);
        assertThat(rds.states.state("cruddur-db")).isEqualTo("available");
    }

    @Test
    void waitingShowsEachStateOnce() {
        rds.states.stopped("cruddur-db");
        rds.aws.settleAfter(4);

        var start = rds.cli.run("rds-start", "--wait").succeeded();

        assertThat(start.out()).isEqualTo("started instance \"cruddur-db\"; it is available\n");
        assertThat(start.err()).isEqualTo("""
            instance "cruddur-db" is starting
            instance "cruddur-db" is available
            """);
    }

    @Test
    void aRunningInstanceIsNotChanged() {
        var start = rds.cli.run("rds-start", "--wait", "-o", "json").succeeded();

        assertThat(start.out())
                .isEqualTo(
                        "{\"type\":\"instance\",\"name\":\"cruddur-db\",\"state\":\"available\",\"requested\":false}\n");
        assertThat(rds.aws.calls()).doesNotContain("rds:StartDBInstance");
    }

    @Test
    void oneThatIsStartingIsOnlyWaitedFor() {
        rds.aws.settleAfter(3);
        rds.states.stopped("cruddur-db");
        letPass("cruddur-db", "stopping");
        rds.cli.run("rds-start").succeeded();

        rds.cli.run("rds-start", "--wait").succeeded();

        assertThat(rds.states.state("cruddur-db")).isEqualTo("available");
        assertThat(rds.aws.calls()).containsOnlyOnce("rds:StartDBInstance");
    }

    @Test
    void oneThatIsStoppingCannotBeStartedYet() {
        rds.aws.settleAfter(9);
        rds.states.stopped("cruddur-db");

        var start = rds.cli.run("rds-start").failed(1);

        assertThat(start.err()).isEqualTo("""
            error: instance "cruddur-db" is stopping, and cannot be started before it is stopped
            hint: pass --wait to wait for that
            """);
        assertThat(rds.aws.calls()).doesNotContain("rds:StartDBInstance");
    }

    @Test
    void withWaitTheStopIsWaitedForFirst() {
        rds.aws.settleAfter(3);
        rds.states.stopped("cruddur-db");

        var start = rds.cli.run("rds-start", "--wait").succeeded();

        assertThat(start.err()).isEqualTo("""
            instance "cruddur-db" is stopping
            instance "cruddur-db" is stopped
            instance "cruddur-db" is starting
            instance "cruddur-db" is available
            """);
    }

    @Test
    void aClusterStartsAsAWhole() {
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-1").stoppedCluster("cruddur");

        rds.cli.run("rds-start", "--instance", "cruddur", "--wait").succeeded();

        assertThat(rds.states.clusterState("cruddur")).isEqualTo("available");
    }

    @Test
    void aMemberOfAClusterIsRefusedAndTheClusterNamed() {
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-1").stoppedCluster("cruddur");

        var start = rds.cli.run("rds-start", "--instance", "cruddur-1").failed(2);

        assertThat(start.err()).isEqualTo("""
            error: instance "cruddur-1" is a member of cluster "cruddur", whose members start and stop together
            hint: start the cluster: db-ops rds-start --instance cruddur
            """);
        assertThat(rds.states.clusterState("cruddur")).isEqualTo("stopped");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        storage-full                        | add storage: db-ops rds-modify --storage GIB --apply-immediately
        inaccessible-encryption-credentials | its KMS key is disabled or forbidden: enable the key, then start it: db-ops rds-start
        failed                              | see its events: db-ops rds-events; a snapshot can be restored: db-ops rds-restore
        """)
    void aBrokenInstanceIsRefusedWithAdvice(String state, String remedy) {
        rds.states.broken("cruddur-db", state);

        var start = rds.cli.run("rds-start").failed(1);

        assertThat(start.err()).isEqualTo("""
            error: instance "cruddur-db" is %s, and cannot be started
            hint: %s
            """.formatted(state, remedy));
    }

    @Test
    void oneWhoseKeyIsBackIsStarted() {
        rds.states.stopped("cruddur-db").broken("cruddur-db", "inaccessible-encryption-credentials-recoverable");

        rds.cli.run("rds-start").succeeded();

        assertThat(rds.aws.calls()).contains("rds:StartDBInstance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"incompatible-parameters", "storage-full", "incompatible-network", "insufficient-capacity"})
    void aPermanentStateEndsTheWait(String state) {
        rds.states.stopped("cruddur-db").broken("cruddur-db", "");
        rds.aws.settleAfter(2);
        rds.cli.run("rds-start").succeeded();
        rds.states.broken("cruddur-db", state);

        var start = rds.cli.run("rds-start", "--wait").failed(1);

        assertThat(start.err())
                .contains("error: instance \"cruddur-db\" is " + state)
                .contains("hint: ");
    }

    @Test
    void oneThatIsStoppedAgainEndsTheWait() {
        rds.states.stopped("cruddur-db").broken("cruddur-db", "stopped");
        rds.aws.settleAfter(3);

        var start = rds.cli.run("rds-start", "--wait").failed(1);

        assertThat(start.err()).endsWith("""
            error: instance "cruddur-db" is stopped again
            hint: another user changed it, or AWS failed; see its events: db-ops rds-events --instance cruddur-db
            """);
    }

    @Test
    void theTimeoutHasAnExitCodeOfItsOwn() {
        rds.states.stopped("cruddur-db");
        rds.aws.settleAfter(1000);

        var start = rds.cli.run("rds-start", "--wait", "--timeout", "100ms").failed(6);

        assertThat(start.err()).endsWith("""
            error: instance "cruddur-db" is still starting after 100 ms
            hint: AWS continues; to see its state: db-ops rds-status --instance cruddur-db, or wait longer: --timeout
            """);
    }

    @Test
    void aDryRunStartsNothing() {
        rds.states.stopped("cruddur-db");

        var start = rds.cli.run("rds-start", "--dry-run").succeeded();

        assertThat(start.out()).isEqualTo("would start instance \"cruddur-db\", which is stopped\n");
        assertThat(rds.states.state("cruddur-db")).isEqualTo("stopped");
    }

    @Test
    void aRefusalBecauseOfTheStateIsExplained() {
        rds.states.stopped("cruddur-db");
        rds.aws.fail("rds:StartDBInstance", "InvalidDBInstanceState", 400, 1);

        var start = rds.cli.run("rds-start").failed(1);

        assertThat(start.err()).isEqualTo("""
            error: AWS refuses because of the state of instance "cruddur-db": the emulator fails as requested
            hint: look at it: db-ops rds-status --instance cruddur-db
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1y", ""})
    void invalidTimeoutsAreRefused(String timeout) {
        var start = rds.cli.run("rds-start", "--wait", "--timeout=" + timeout).failed(2);

        assertThat(start.err()).contains("is not a time such as");
        assertThat(rds.aws.calls()).doesNotContain("rds:StartDBInstance");
    }

    @Test
    void aTimeoutWithoutWaitingIsRefused() {
        var start = rds.cli.run("rds-start", "--timeout", "5m").failed(2);

        assertThat(start.err()).isEqualTo("""
            error: --timeout requires --wait
            hint: add --wait
            """);
    }

    private void letPass(String instance, String state) {
        var seen = rds.states.state(instance);
        while (seen.equals(state)) {
            seen = rds.states.state(instance);
        }
    }
}
