package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedOperations;
import dev.dbops.aws.EmulatedTroubles;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsRebootTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void anInstance() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur-db");
        rds.instances.instance("cruddur-db");
    }

    @Test
    void anInstanceIsRebootedAndRunsAgain() {
        rds.aws.settleAfter(3);

        var reboot = rds.cli.run("rds-reboot", "--yes", "--wait").succeeded();

        assertThat(reboot.out())
                .isEqualTo("rebooted instance \"cruddur-db\"; it is available; no parameter waits for a reboot\n");
        assertThat(reboot.err()).isEqualTo("""
            instance "cruddur-db" is rebooting
            instance "cruddur-db" is available
            """);
        assertThat(rds.aws.calls()).contains("rds:RebootDBInstance");
    }

    @Test
    void theStateBeforeTheRebootDoesNotEndTheWait() {
        var reboot = rds.cli.run("rds-reboot", "--yes", "--wait").succeeded();

        assertThat(reboot.out()).startsWith("rebooted instance \"cruddur-db\"; it is available; ");
        assertThat(rds.aws.calls().stream().filter("rds:DescribeDBInstances"::equals))
                .hasSizeGreaterThan(6);
    }

    @Test
    void withoutWaitItIsRequestedOnly() {
        rds.aws.settleAfter(9);

        var reboot = rds.cli.run("rds-reboot", "--yes", "-o", "json").succeeded();

        assertThat(reboot.out()).isEqualTo("""
            {"type":"instance","name":"cruddur-db","state":"rebooting","requested":true,"failover":false,"parameters":[]}
            """);
    }

    @Test
    void theParametersThatTakeEffectAreListed() {
        new EmulatedOperations(rds.aws)
                .parameterGroup("cruddur-17", "shared_preload_libraries", "pg_cron")
                .parameterGroup("cruddur-17", "work_mem", "65536");
        new EmulatedTroubles(rds.aws)
                .described(
                        "cruddur-db",
                        "DBParameterGroups",
                        "<DBParameterGroups><DBParameterGroup><DBParameterGroupName>cruddur-17</DBParameterGroupName>"
                                + "<ParameterApplyStatus>pending-reboot</ParameterApplyStatus></DBParameterGroup>"
                                + "</DBParameterGroups>");

        var plan = rds.cli.run("rds-reboot", "--dry-run").succeeded();
        rds.cli.run("rds-reboot", "--yes").succeeded();
        var again = rds.cli.run("rds-reboot", "--dry-run").succeeded();

        assertThat(plan.out()).isEqualTo("""
            would reboot instance "cruddur-db"; these parameters take effect:
            NAME                      VALUE    GROUP
            shared_preload_libraries  pg_cron  cruddur-17
            """);
        assertThat(again.out()).isEqualTo("""
            would reboot instance "cruddur-db"; no parameter waits for a reboot
            """);
    }

    @Test
    void theParametersOfTheClusterTakeEffectToo() {
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-1");
        new EmulatedOperations(rds.aws)
                .clusterParameterGroup("tuned", "max_connections", "200")
                .assign("cruddur", "tuned");

        var plan = rds.cli
                .run("rds-reboot", "--instance", "cruddur-1", "--dry-run")
                .succeeded();

        assertThat(plan.out()).containsPattern("max_connections +200 +tuned\n");
    }

    @Test
    void aMultiAzInstanceFailsOver() {
        rds.states.multiAz("pair");
        var before = rds.states.zone("pair");

        var reboot = rds.cli
                .run("rds-reboot", "--instance", "pair", "--failover", "--yes", "--wait")
                .succeeded();

        assertThat(reboot.out()).startsWith("rebooted instance \"pair\"; it is available");
        assertThat(rds.states.zone("pair")).isNotEqualTo(before);
    }

    @Test
    void withoutAStandbyThereIsNoFailover() {
        assertThat(rds.cli.run("rds-reboot", "--failover", "--yes").failed(2).err())
                .isEqualTo("""
                    error: instance "cruddur-db" is not Multi-AZ: it has no standby that could take over
                    hint: omit --failover, or give it a standby: db-ops rds-modify --multi-az --instance cruddur-db
                    """);
    }

    @Test
    void withoutConfirmationNothingIsRebooted() {
        assertThat(rds.cli.run("rds-reboot").failed(5).err()).isEqualTo("""
            error: this will reboot instance "cruddur-db" and end its sessions
            hint: if that is meant, pass --yes
            """);
        assertThat(rds.cli.run("rds-reboot", "--confirm", "other-db").failed(5).err())
                .startsWith("error: --confirm names \"other-db\", but the instance is \"cruddur-db\"\n");
        assertThat(rds.cli
                        .run("rds-reboot", "--dry-run", "--confirm", "other-db")
                        .failed(5)
                        .err())
                .startsWith("error: --confirm names \"other-db\"");
        assertThat(rds.aws.calls()).doesNotContain("rds:RebootDBInstance");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        stopped      | start it: db-ops rds-start --instance cruddur-db
        modifying    | look at it: db-ops rds-status --instance cruddur-db
        storage-full | add storage:
        """)
    void onlyAnAvailableInstanceIsRebooted(String state, String hint) {
        rds.states.broken("cruddur-db", state);

        assertThat(rds.cli.run("rds-reboot", "--yes").failed(1).err())
                .startsWith(
                        "error: instance \"cruddur-db\" is %s, and AWS reboots it only when it is available\nhint: %s"
                                .formatted(state, hint));
        assertThat(rds.aws.calls()).doesNotContain("rds:RebootDBInstance");
    }

    @Test
    void aStateThatChangesMeanwhileIsASentence() {
        rds.aws.fail("rds:RebootDBInstance", "InvalidDBInstanceState", 400, 9);

        assertThat(rds.cli.run("rds-reboot", "--yes").failed(1).err())
                .startsWith("error: AWS refuses because of the state of instance \"cruddur-db\": ");
    }

    @Test
    void anAuroraClusterIsRebootedMemberByMember() {
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-1").member("cruddur", "cruddur-2");

        assertThat(rds.cli
                        .run("rds-reboot", "--instance", "cruddur", "--yes")
                        .failed(2)
                        .err())
                .isEqualTo("""
                    error: cluster "cruddur" cannot be rebooted as a whole: AWS reboots the members of an Aurora cluster one by one
                    hint: name one, with --instance; its members are: cruddur-2, cruddur-1 (the writer)
                    """);
        assertThat(rds.cli
                        .run("rds-reboot", "--instance", "cruddur-1", "--failover", "--yes")
                        .failed(2)
                        .err())
                .endsWith("hint: db-ops rds-failover --instance cruddur\n");
        rds.cli.run("rds-reboot", "--instance", "cruddur-2", "--yes").succeeded();
    }

    @Test
    void aMultiAzClusterIsRebootedAsAWhole() {
        new EmulatedOperations(rds.aws).multiAzCluster("three");
        rds.aws.settleAfter(2);

        var reboot = rds.cli
                .run("rds-reboot", "--instance", "three", "--yes", "--wait")
                .succeeded();

        assertThat(reboot.out()).startsWith("rebooted cluster \"three\"; it is available");
        assertThat(rds.aws.calls()).contains("rds:RebootDBCluster");
        assertThat(rds.cli
                        .run("rds-reboot", "--instance", "three", "--failover", "--yes")
                        .failed(2)
                        .err())
                .startsWith("error: --failover is for Multi-AZ instances, and cluster \"three\" is a cluster\n");
    }

    @Test
    void aProxyIsNotRebooted() {
        var url = rds.states.proxy("front");
        rds.cli.with("RDS_INSTANCE_ID", "");

        assertThat(rds.cli
                        .with("CONNECTION_URL", url)
                        .run("rds-reboot", "--yes")
                        .failed(2)
                        .err())
                .startsWith("error: proxy \"front\" cannot be rebooted: it is a proxy for an instance or a cluster\n");
    }
}
