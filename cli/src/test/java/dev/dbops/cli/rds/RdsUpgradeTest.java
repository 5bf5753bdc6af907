package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedParameters;
import dev.dbops.aws.EmulatedUpgrades;
import dev.dbops.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsUpgradeTest {
    /** The checks look at all databases of a server, so no other test may use it. */
    private static EmbeddedPostgres started;

    private static TestServer server;

    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    private EmulatedParameters parameters;
    private EmulatedUpgrades upgrades;

    @BeforeAll
    static void startServer() throws IOException {
        started = TestServer.builder(TestServer.CARRIED).start();
        server = TestServer.at(started.getPort());
    }

    @AfterAll
    static void stopServer() throws IOException {
        started.close();
    }

    @BeforeEach
    void anInstanceOfAnOlderVersion() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur-db");
        parameters = new EmulatedParameters(rds.aws);
        upgrades = new EmulatedUpgrades(rds.aws);
        rds.states.ofVersion("cruddur-db", "16.4");
    }

    @Test
    void theVersionsAreListed() {
        rds.states.ofVersion("newest", "17.6");

        assertThat(rds.cli.run("rds-upgrade").succeeded().out()).isEqualTo("""
            VERSION  MAJOR  AUTOMATIC
            16.10    false  false
            17.4     true   false
            17.6     true   false
            """);
        assertThat(rds.cli
                        .run("rds-upgrade", "--instance", "newest")
                        .succeeded()
                        .out())
                .isEqualTo("instance \"newest\" has the newest version, 17.6\n");
    }

    @Test
    void aMinorUpgradeIsMadeAfterASnapshot() {
        rds.aws.settleAfter(2);

        var refused = rds.cli.run("rds-upgrade", "--to", "16").failed(5);
        var upgraded = rds.cli.run("rds-upgrade", "--to", "16", "--yes").succeeded();

        assertThat(refused.err())
                .isEqualTo("error: this will upgrade instance \"cruddur-db\" from 16.4 to 16.10, which ends its"
                        + " sessions\nhint: if that is meant, pass --yes\n");
        assertThat(upgraded.out()).isEqualTo("upgraded instance \"cruddur-db\" from 16.4 to 16.10\n");
        assertThat(upgraded.err()).endsWith("instance \"cruddur-db\" is upgrading\n");
        assertThat(rds.snapshots.manual()).singleElement().asString().startsWith("cruddur-db-20");
        assertThat(rds.databases.instance("cruddur-db").engineVersion()).isEqualTo("16.10");
    }

    @Test
    void aMajorUpgradeNeedsTheNameAndKeepsTheParameters() {
        parameters.group("cruddur-postgres16", "postgres16").assign("cruddur-postgres16", "cruddur-db");
        parameters.set("cruddur-postgres16", "work_mem", "65536");

        var refused = rds.cli
                .run("rds-upgrade", "--to", "17", "--no-snapshot", "--yes")
                .failed(5);
        var upgraded = rds.cli
                .run("rds-upgrade", "--to", "17", "--no-snapshot", "--confirm", "cruddur-db")
                .succeeded();

        assertThat(refused.err())
                .contains("warning: database: no connection URL is set, so no database was checked; pass its URL")
                .contains("error: this will upgrade instance \"cruddur-db\" from 16.4 to 17.6, which ends its sessions"
                        + " and cannot be undone\n");
        assertThat(upgraded.out()).isEqualTo("upgraded instance \"cruddur-db\" from 16.4 to 17.6\n");
        assertThat(upgraded.err()).contains("note: the planner has no statistics now; run ANALYZE in each database\n");
        assertThat(rds.snapshots.manual()).isEmpty();
        assertThat(parameters.groupOf("cruddur-db")).isEqualTo("cruddur-postgres17");
        assertThat(parameters.value("cruddur-postgres17", "work_mem")).isEqualTo("65536");
    }

    @Test
    void aClusterIsUpgradedWithItsGroups() {
        rds.databases.olderCluster("cruddur", "16.8");
        rds.databases.member("cruddur", "cruddur-1");
        parameters.clusterGroup("own", "aurora-postgresql16").assignToCluster("own", "cruddur");
        rds.cli
                .run("rds-parameters", "--instance", "cruddur", "--set", "work_mem=65536", "--yes")
                .succeeded();

        rds.cli
                .run("rds-upgrade", "--instance", "cruddur-1", "--to", "16.9", "--yes")
                .succeeded();
        rds.cli
                .run("rds-upgrade", "--instance", "cruddur", "--to", "17", "--no-snapshot", "--confirm", "cruddur")
                .succeeded();

        assertThat(rds.databases.cluster("cruddur").engineVersion()).isEqualTo("17.5");
        assertThat(rds.databases.cluster("cruddur").dbClusterParameterGroup()).isEqualTo("own-aurora-postgresql17");
        assertThat(rds.databases.clusterParameter("own-aurora-postgresql17", "work_mem"))
                .isEqualTo("65536");
        assertThat(rds.snapshots.manualOfClusters()).hasSize(1);
    }

    @Test
    void whatIsInTheWayOfAMajorUpgradeIsRefused() {
        var database = server.newDatabase();
        server.execute(database.database(), "CREATE TABLE calls (proc regproc)");
        rds.cli.with(database);

        var refused = rds.cli
                .run("rds-upgrade", "--to", "17", "--confirm", "cruddur-db")
                .failed(1);
        var plan = rds.cli.run("rds-upgrade", "--to", "17", "--dry-run").succeeded();

        assertThat(refused.err())
                .startsWith("error: instance \"cruddur-db\" cannot be upgraded to 17.6 because of reg* columns:"
                        + " public.calls.proc (regproc)\nhint: reg* columns: ALTER TABLE");
        assertThat(plan.out())
                .startsWith(
                        "would upgrade instance \"cruddur-db\" from 16.4 to 17.6:\n1. take snapshot \"cruddur-db-20")
                .contains("\n2. rds:ModifyDBInstance DBInstanceIdentifier=cruddur-db")
                .contains("EngineVersion=17.6 AllowMajorVersionUpgrade=true")
                .contains("\n3. wait until it has the version\n")
                .containsPattern("reg\\* columns +failed +public.calls.proc")
                .containsPattern("prepared transactions +ok");
        assertThat(rds.databases.instance("cruddur-db").engineVersion()).isEqualTo("16.4");
    }

    @Test
    void statisticsAreCollectedAfterAMajorUpgrade() {
        var database = server.newDatabase();
        server.execute(database.database(), "CREATE TABLE t AS SELECT generate_series(1, 1000) AS i");

        rds.cli
                .with(database)
                .run("rds-upgrade", "--to", "17", "--no-snapshot", "--analyze", "--confirm", "cruddur-db")
                .succeeded();

        assertThat(server.rows(database.database(), "SELECT reltuples::int FROM pg_class WHERE relname = 't'"))
                .containsExactly("1000");
    }

    @Test
    void anUpgradeThatFailsIsAFailure() {
        upgrades.failNext("cruddur-db");

        var failed = rds.cli
                .run("rds-upgrade", "--to", "16.10", "--no-snapshot", "--yes")
                .failed(1);

        assertThat(failed.err())
                .contains("error: instance \"cruddur-db\" is available again, and still has version 16.4\n"
                        + "hint: the reason is in the log of the upgrade: db-ops rds-logs --instance cruddur-db\n");
    }

    @Test
    void aCopyIsUpgradedAndTakesThePlaceOfTheDatabase() {
        parameters.group("logical", "postgres16").assign("logical", "cruddur-db");
        parameters.set("logical", "rds.logical_replication", "1");
        rds.aws.settleAfter(2);

        var created = rds.cli
                .run("rds-upgrade", "--to", "17.6", "--blue-green", "--yes")
                .succeeded();
        var again = rds.cli
                .run("rds-upgrade", "--to", "17.6", "--blue-green", "--yes")
                .failed(1);
        var asked = rds.cli.run("rds-upgrade", "--switchover").failed(5);
        var plan = rds.cli.run("rds-upgrade", "--switchover", "--dry-run").succeeded();
        var switched = rds.cli.run("rds-upgrade", "--switchover", "--yes").succeeded();

        assertThat(created.out())
                .isEqualTo("the copy has version 17.6; to switch over: db-ops rds-upgrade --switchover --instance"
                        + " cruddur-db\n");
        assertThat(created.err()).endsWith("the blue/green deployment of instance \"cruddur-db\" is PROVISIONING\n");
        assertThat(again.err())
                .startsWith(
                        "error: instance \"cruddur-db\" has the blue/green deployment \"cruddur-db-to-17-6\" already,"
                                + " which is AVAILABLE\n");
        assertThat(asked.err())
                .startsWith("error: this will switch instance \"cruddur-db\" over to the copy of the blue/green"
                        + " deployment \"cruddur-db-to-17-6\", which ends its sessions\n");
        assertThat(plan.out()).startsWith("would switch instance \"cruddur-db\" over");
        assertThat(switched.out())
                .isEqualTo("switched instance \"cruddur-db\" over; the former one remains as \"cruddur-db-old1\"\n");
        assertThat(rds.databases.instance("cruddur-db").engineVersion()).isEqualTo("17.6");
    }

    @Test
    void aCopyNeedsBackupsAndLogicalReplication() {
        rds.databases.instanceWithoutBackups("without");

        var noReplication = rds.cli
                .run("rds-upgrade", "--to", "17.6", "--blue-green", "--yes")
                .failed(1);
        var none = rds.cli.run("rds-upgrade", "--switchover").failed(2);

        assertThat(noReplication.err()).isEqualTo("""
            error: instance "cruddur-db" has no logical replication, which a blue/green deployment requires for another major version
            hint: turn it on, then reboot: db-ops rds-parameters --set rds.logical_replication=1 --instance cruddur-db
            """);
        assertThat(none.err()).startsWith("error: instance \"cruddur-db\" has no blue/green deployment\n");
    }

    @Test
    void aBrokenDeploymentIsAFailure() {
        upgrades.deploymentsAre("INVALID_CONFIGURATION");

        var failed = rds.cli
                .run("rds-upgrade", "--to", "16.10", "--blue-green", "--yes")
                .failed(1);

        assertThat(failed.err())
                .contains("error: the blue/green deployment \"cruddur-db-to-16-10\" is INVALID_CONFIGURATION\nhint: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        --to 18                      | AWS does not upgrade instance "cruddur-db" from 16.4 to 18
        --to 16.4                    | instance "cruddur-db" has version 16.4 already
        --to 15.14                   | AWS does not upgrade instance "cruddur-db" from 16.4 to 15.14
        --no-snapshot                | --blue-green, --no-snapshot and --analyze require --to
        --switchover --to 17         | --switchover cannot be combined with other options of an upgrade
        --to 17 --blue-green --analyze | --blue-green cannot be combined with --no-snapshot and --analyze
        """)
    void whatIsNotPossibleIsASentence(String options, String sentence) {
        assertThat(rds.cli.run(("rds-upgrade " + options).split(" +")).failed(2).err())
                .startsWith("error: " + sentence + "\nhint: ");
    }

    @Test
    void aStoppedInstanceIsNotUpgraded() {
        rds.states.stopped("cruddur-db");

        assertThat(rds.cli.run("rds-upgrade", "--to", "16.10").failed(1).err()).isEqualTo("""
            error: instance "cruddur-db" is stopped, and only an available one is upgraded
            hint: start it: db-ops rds-start --wait --instance cruddur-db
            """);
    }
}
