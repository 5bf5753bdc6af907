package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The waits of commands while AWS still reports the state from before their change. */
class LateAnswersTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void aChangeIsSeenAfterTwoAnswers() {
        rds = new RdsFixture(directory);
        rds.aws.lagging(2).settleAfter(4);
    }

    @Test
    void theStopIsWaitedFor() {
        rds.aws.settleAfter(0);
        rds.instances.instance("cruddur-db");
        rds.aws.settleAfter(4);

        var stop = rds.cli
                .run("rds-stop", "--instance", "cruddur-db", "--yes", "--wait")
                .succeeded();

        assertThat(stop.err()).isEqualTo("""
            instance "cruddur-db" is available
            instance "cruddur-db" is stopping
            instance "cruddur-db" is stopped
            """);
    }

    @Test
    void theStartIsWaitedFor() {
        rds.aws.settleAfter(0);
        rds.instances.instance("cruddur-db");
        rds.states.stopped("cruddur-db");
        rds.aws.settleAfter(4);

        rds.cli.run("rds-start", "--instance", "cruddur-db", "--wait").succeeded();

        assertThat(rds.states.state("cruddur-db")).isEqualTo("available");
    }

    @Test
    void theNewZoneIsWaitedFor() {
        rds.aws.settleAfter(0);
        rds.states.multiAz("single");
        rds.aws.settleAfter(4);

        var failover = rds.cli
                .run("rds-failover", "--instance", "single", "--yes", "--wait")
                .succeeded();

        assertThat(failover.out())
                .isEqualTo("failed instance \"single\" over from \"eu-central-1a\" to \"eu-central-1b\"\n");
    }

    @Test
    void theNewWriterIsWaitedFor() {
        rds.aws.settleAfter(0);
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-1").member("cruddur", "cruddur-2");
        rds.aws.settleAfter(4);

        var failover = rds.cli
                .run("rds-failover", "--instance", "cruddur", "--yes", "--wait")
                .succeeded();

        assertThat(failover.out()).isEqualTo("failed cluster \"cruddur\" over from \"cruddur-1\" to \"cruddur-2\"\n");
    }

    @Test
    void theSecretOfARestoredInstanceIsWaitedFor() {
        rds.aws.settleAfter(0);
        rds.databases.protectedInstance("cruddur-db");
        rds.snapshots.take("cruddur-db", "a");
        rds.aws.settleAfter(4);

        var restore = rds.cli
                .run("rds-restore", "--snapshot", "a", "--to", "cruddur-db-2", "--wait")
                .succeeded();

        assertThat(restore.out()).contains("?secret=");
    }

    @Test
    void aRestoredClusterGetsASecretOfItsOwn() {
        rds.aws.settleAfter(0);
        rds.databases.protectedCluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");
        var source = rds.databases.cluster("cruddur").masterUserSecret().secretArn();
        rds.aws.settleAfter(4);

        var restore = rds.cli
                .run("rds-restore", "--instance", "cruddur", "--at", "latest", "--to", "cruddur-2", "--wait")
                .succeeded();

        var own = rds.databases.cluster("cruddur-2").masterUserSecret().secretArn();
        assertThat(own).isNotEqualTo(source);
        assertThat(restore.out()).contains("?secret=" + own.replace("!", "%21"));
    }

    @Test
    void withoutWaitingTheUrlOfARestoredClusterNamesNoSecret() {
        rds.aws.settleAfter(0);
        rds.databases.protectedCluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");

        var restore = rds.cli
                .run("rds-restore", "--instance", "cruddur", "--at", "latest", "--to", "cruddur-2")
                .succeeded();

        assertThat(restore.out()).contains("cruddur-2").doesNotContain("secret");
        assertThat(restore.err()).contains("db-ops rds-secret --manage --instance cruddur-2");
    }

    @Test
    void theDeletionIsWaitedFor() {
        rds.aws.settleAfter(0);
        rds.instances.instance("cruddur-db");
        rds.aws.settleAfter(4);

        rds.cli
                .run(
                        "rds-delete",
                        "--instance",
                        "cruddur-db",
                        "--no-final-snapshot",
                        "--confirm",
                        "cruddur-db",
                        "--wait")
                .succeeded();

        assertThat(rds.databases.names()).isEmpty();
    }
}
