package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The emulator's backups reach a week back, to five minutes ago. */
class RdsRestoreTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void emptyAccount() {
        rds = new RdsFixture(directory);
    }

    @Test
    void aSnapshotIsRestoredAsItsSourceIs() {
        var network = rds.databases.network();
        rds.databases.placedInstance("cruddur-db", network);
        rds.snapshots.take("cruddur-db", "a");

        var restore = rds.cli
                .run("rds-restore", "--snapshot", "a", "--to", "cruddur-db-2")
                .succeeded();

        var restored = rds.databases.instance("cruddur-db-2");
        assertThat(restored.dbInstanceClass()).isEqualTo("db.m7g.large");
        assertThat(restored.dbSubnetGroup().dbSubnetGroupName()).isEqualTo(network.subnetGroup());
        assertThat(restored.vpcSecurityGroups())
                .singleElement()
                .satisfies(group -> assertThat(group.vpcSecurityGroupId()).isEqualTo(network.securityGroup()));
        assertThat(restored.dbParameterGroups().getFirst().dbParameterGroupName())
                .isEqualTo(rds.databases
                        .instance("cruddur-db")
                        .dbParameterGroups()
                        .getFirst()
                        .dbParameterGroupName());
        assertThat(restored.deletionProtection()).isTrue();
        assertThat(restored.publiclyAccessible()).isFalse();
        assertThat(restored.iamDatabaseAuthenticationEnabled()).isTrue();
        assertThat(restored.storageEncrypted()).isTrue();
        assertThat(restore.out())
                .startsWith("instance \"cruddur-db-2\" is available\npostgresql://postgres@cruddur-db-2.");
    }

    @Test
    void waitingEndsWhenRdsKeepsTheMasterPasswordAgain() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());
        rds.snapshots.take("cruddur-db", "a");
        rds.aws.settleAfter(2);

        var restore = rds.cli
                .run("rds-restore", "--snapshot", "a", "--to", "cruddur-db-2", "--wait")
                .succeeded();

        var secret = rds.databases.instance("cruddur-db-2").masterUserSecret().secretArn();
        assertThat(secret)
                .isNotEqualTo(
                        rds.databases.instance("cruddur-db").masterUserSecret().secretArn());
        assertThat(restore.out()).contains("?secret=" + secret.replace("!", "%21") + "\n");
        assertThat(restore.err()).doesNotContain("password");
    }

    @Test
    void withoutWaitingTheNoteSaysHowThePasswordIsKeptAgain() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());
        rds.snapshots.take("cruddur-db", "a");
        rds.aws.settleAfter(2);

        var restore = rds.cli
                .run("rds-restore", "--snapshot", "a", "--to", "cruddur-db-2")
                .succeeded();

        assertThat(restore.out()).isEqualTo("instance \"cruddur-db-2\" is creating\n");
        assertThat(restore.err())
                .contains("let RDS keep a new one: db-ops rds-secret --manage --instance cruddur-db-2\n");
    }

    @Test
    void storageAndLogExportsAreThoseOfTheSource() {
        rds.databases.growingInstance("cruddur-db");
        rds.snapshots.take("cruddur-db", "a");

        var snapshot = rds.cli
                .run("rds-restore", "--snapshot", "a", "--to", "cruddur-db-2", "--dry-run")
                .succeeded();
        var time = rds.cli
                .run("rds-restore", "--instance", "cruddur-db", "--at", "latest", "--to", "cruddur-db-2", "--dry-run")
                .succeeded();

        for (var restore : List.of(snapshot, time)) {
            assertThat(restore.out())
                    .containsPattern(" StorageType +gp3\n")
                    .containsPattern(" Iops +13000\n")
                    .containsPattern(" StorageThroughput +600\n")
                    .containsPattern(" EnableCloudwatchLogsExports +postgresql,upgrade\n");
        }
        assertThat(time.out()).containsPattern(" MaxAllocatedStorage +1000\n");
    }

    @Test
    void waitingCopiesTheSettingsThatNoRestoreAccepts() {
        rds.databases.growingInstance("cruddur-db");
        rds.snapshots.take("cruddur-db", "a");

        rds.cli
                .run("rds-restore", "--snapshot", "a", "--to", "cruddur-db-2", "--wait")
                .succeeded();

        var restored = rds.databases.instance("cruddur-db-2");
        assertThat(restored.maxAllocatedStorage()).isEqualTo(1000);
        assertThat(restored.masterUserSecret()).isNotNull();
    }

    @Test
    void withoutWaitingTheNoteHasTheCommandForTheseSettings() {
        rds.databases.growingInstance("cruddur-db");
        rds.snapshots.take("cruddur-db", "a");

        var restore = rds.cli
                .run("rds-restore", "--snapshot", "a", "--to", "cruddur-db-2")
                .succeeded();

        assertThat(restore.err())
                .contains(
                        "storage autoscaling and monitoring are copied with --wait only; when it is available: aws rds"
                            + " modify-db-instance --db-instance-identifier cruddur-db-2 --max-allocated-storage 1000"
                            + " --apply-immediately\n");
    }

    @Test
    void extendedSupportIsThatOfTheSourceUnlessItIsRequested() {
        rds.instances.instance("cruddur-db");
        rds.snapshots.take("cruddur-db", "a");
        var dryRun = new String[] {"rds-restore", "--snapshot", "a", "--to", "cruddur-db-2", "--dry-run"};
        var enrolled = Stream.concat(Stream.of(dryRun), Stream.of("--extended-support"))
                .toArray(String[]::new);

        assertThat(rds.cli.run(dryRun).succeeded().out())
                .containsPattern(" EngineLifecycleSupport +open-source-rds-extended-support-disabled\n");
        assertThat(rds.cli.run(enrolled).succeeded().out())
                .containsPattern(" EngineLifecycleSupport +open-source-rds-extended-support\n");
    }

    @Test
    void thePlacementOfTheOptionsIsUsed() {
        rds.instances.instance("cruddur-db");
        var network = rds.databases.network();
        rds.snapshots.take("cruddur-db", "a");

        rds.cli
                .run(
                        "rds-restore",
                        "--snapshot",
                        "a",
                        "--to",
                        "cruddur-db-2",
                        "--class",
                        "db.r7g.large",
                        "--subnet-group",
                        network.subnetGroup(),
                        "--security-group",
                        network.securityGroup())
                .succeeded();

        var restored = rds.databases.instance("cruddur-db-2");
        assertThat(restored.dbInstanceClass()).isEqualTo("db.r7g.large");
        assertThat(restored.dbSubnetGroup().dbSubnetGroupName()).isEqualTo(network.subnetGroup());
        assertThat(restored.vpcSecurityGroups().getFirst().vpcSecurityGroupId()).isEqualTo(network.securityGroup());
    }

    @Test
    void aSnapshotFromBeforeAnUpgradeGetsTheDefaultParameters() {
        rds.states.ofVersion("cruddur-db", "15.14");
        rds.snapshots.take("cruddur-db", "a");
        rds.databases.parameterGroup("upgraded", "postgres17");
        rds.databases.upgrade("cruddur-db", "17.6");

        var restore = rds.cli
                .run("rds-restore", "--snapshot", "a", "--to", "cruddur-db-2")
                .succeeded();

        assertThat(restore.err())
                .startsWith("warning: snapshot \"a\" is of PostgreSQL 15.14, and instance \"cruddur-db\" is of 17.6 by"
                        + " now: AWS's default parameters are used unless --parameter-group is given\n");
        assertThat(rds.databases.instance("cruddur-db-2").engineVersion()).isEqualTo("15.14");
    }

    @Test
    void theParameterGroupCanBeChosen() {
        rds.states.ofVersion("cruddur-db", "15.14");
        rds.snapshots.take("cruddur-db", "a");
        rds.databases.parameterGroup("chosen", "postgres15");

        rds.cli
                .run("rds-restore", "--snapshot", "a", "--to", "cruddur-db-2", "--parameter-group", "chosen")
                .succeeded();

        assertThat(rds.databases
                        .instance("cruddur-db-2")
                        .dbParameterGroups()
                        .getFirst()
                        .dbParameterGroupName())
                .isEqualTo("chosen");
    }

    @Test
    void theBackupsOfADeletedNamesakeDoNotCount() {
        rds.databases.protectedInstance("cruddur-db");
        rds.databases.namesake("cruddur-db");

        restoreAt(Instant.now().minusSeconds(3600).toString()).succeeded();
    }

    @Test
    void aClustersNameLeavesRoomForThatOfItsInstance() {
        rds.databases.protectedCluster("cruddur");
        var name = "c".repeat(62);

        var restore = rds.cli
                .run("rds-restore", "--instance", "cruddur", "--at", "latest", "--to", name, "--class", "db.r7g.large")
                .failed(2);

        assertThat(restore.err())
                .startsWith("error: \"%s\" is too long for a cluster: its instance is named".formatted(name));
    }

    @Test
    void aSnapshotOfADeletedInstanceIsRestoredWithAWarning() {
        rds.instances.instance("cruddur-db");
        rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--final-snapshot", "last", "--confirm", "cruddur-db")
                .succeeded();

        var restore = rds.cli
                .run("rds-restore", "--snapshot", "last", "--to", "cruddur-db")
                .succeeded();

        assertThat(restore.err()).startsWith("warning: instance \"cruddur-db\" was deleted with its network");
        assertThat(rds.databases.instance("cruddur-db").deletionProtection()).isTrue();
    }

    @Test
    void theInstanceOfTheConnectionUrlIsRestoredToTheLastMoment() {
        var url = rds.instances.instance("cruddur-db");

        rds.cli
                .with("CONNECTION_URL", url)
                .run("rds-restore", "--at", "latest", "--to", "cruddur-db-2")
                .succeeded();

        assertThat(rds.databases.names()).containsExactlyInAnyOrder("cruddur-db", "cruddur-db-2");
    }

    @Test
    void anInstanceIsRestoredToAMoment() {
        rds.instances.instance("cruddur-db");
        var anHourAgo = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);

        var dryRun = restoreAt(anHourAgo.toString(), "--dry-run").succeeded();
        restoreAt(anHourAgo.toString()).succeeded();

        assertThat(dryRun.out())
                .containsPattern("rds:RestoreDBInstanceToPointInTime +RestoreTime +" + anHourAgo + "\n")
                .containsPattern("rds:RestoreDBInstanceToPointInTime +TargetDBInstanceIdentifier +cruddur-db-2\n");
        assertThat(rds.databases.names()).containsExactlyInAnyOrder("cruddur-db", "cruddur-db-2");
    }

    @Test
    void aTimeBeforeOrAfterTheBackupsIsRefused() {
        rds.instances.instance("cruddur-db");

        var before = restoreAt("2020-01-01T00:00Z").failed(2);
        var after = restoreAt(Instant.now().minusSeconds(60).toString()).failed(2);

        assertThat(before.err())
                .startsWith("error: the backups of instance \"cruddur-db\" do not cover 2020-01-01T00:00:00Z\n")
                .containsPattern("hint: they cover 20\\S+Z to 20\\S+Z; --at latest restores the last time\n");
        assertThat(after.err()).startsWith("error: the backups of instance \"cruddur-db\" do not cover ");
        assertThat(rds.databases.names()).containsExactly("cruddur-db");
    }

    @Test
    void aFutureTimeIsRefusedBeforeAwsIsAsked() {
        var restore = restoreAt("2999-01-01T00:00:00+01:00").failed(2);

        assertThat(restore.err()).isEqualTo("""
            error: 2998-12-31T23:00:00Z is in the future (from --at)
            hint: pass a time in the past
            """);
        assertThat(rds.aws.calls()).isEmpty();
    }

    @Test
    void withoutAutomatedBackupsThereIsNoMoment() {
        rds.databases.instanceWithoutBackups("cruddur-db");

        assertThat(restoreAt("latest").failed(2).err()).isEqualTo("""
            error: instance "cruddur-db" has no automated backups
            hint: restore one of its snapshots: db-ops rds-snapshots --instance cruddur-db
            """);
    }

    @Test
    void aClusterIsRestoredWithAnInstance() {
        rds.databases.protectedCluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");
        rds.snapshots.takeOfCluster("cruddur", "a");
        rds.aws.settleAfter(2);

        var restore = rds.cli
                .run("rds-restore", "--snapshot", "a", "--to", "cruddur-2", "--wait")
                .succeeded();

        var restored = rds.databases.cluster("cruddur-2");
        assertThat(restored.deletionProtection()).isTrue();
        assertThat(restored.masterUserSecret().secretArn()).isNotEmpty();
        assertThat(restored.dbClusterMembers())
                .singleElement()
                .satisfies(member -> assertThat(member.dbInstanceIdentifier()).isEqualTo("cruddur-2-1"));
        assertThat(rds.databases.instance("cruddur-2-1").dbInstanceClass()).isEqualTo("db.r7g.large");
        assertThat(restore.out())
                .startsWith("cluster \"cruddur-2\" is available\npostgresql://postgres@cruddur-2.cluster-");
    }

    @Test
    void aMembersMomentIsThatOfItsCluster() {
        rds.cli
                .run("rds-create", "--instance", "cruddur", "--aurora", "--serverless", "0.5-2")
                .succeeded();

        rds.cli
                .run("rds-restore", "--instance", "cruddur-1", "--at", "latest", "--to", "cruddur-2")
                .succeeded();

        assertThat(rds.databases
                        .cluster("cruddur-2")
                        .serverlessV2ScalingConfiguration()
                        .maxCapacity())
                .isEqualTo(2);
        assertThat(rds.databases.instance("cruddur-2-1").dbInstanceClass()).isEqualTo("db.serverless");
    }

    @Test
    void aClusterThatWasRestoredBeforeARefusalIsNamed() {
        rds.databases.protectedCluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");

        var restore = rds.cli
                .run("rds-restore", "--instance", "cruddur", "--at", "latest", "--to", "cruddur-2", "--class", "db.no")
                .failed(2);

        assertThat(restore.err())
                .contains("error: AWS refuses rds:CreateDBInstance: Invalid DB Instance class: db.no; before that,"
                        + " cluster \"cruddur-2\" was created\n")
                .contains("undo what was done: db-ops rds-delete --instance cruddur-2 --region eu-central-1"
                        + " --no-final-snapshot --disable-deletion-protection --confirm cruddur-2\n");
        assertThat(rds.databases.names()).contains("cruddur-2").doesNotContain("cruddur-2-1");
    }

    @Test
    void aClusterWithoutInstancesRequiresAClass() {
        rds.databases.protectedCluster("cruddur");

        assertThat(rds.cli
                        .run("rds-restore", "--instance", "cruddur", "--at", "latest", "--to", "cruddur-2")
                        .failed(2)
                        .err())
                .isEqualTo("""
                    error: the class of the instance of cluster "cruddur-2" is unknown: the source has no instance
                    hint: pass it: --class db.t4g.medium
                    """);
        assertThat(rds.databases.names()).containsExactly("cruddur");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --to cruddur-db-2                    | no option selects what to restore
        --to x --snapshot taken --at latest  | --snapshot and --at cannot be combined
        --snapshot taken                     | the new instance has no name
        --snapshot taken --to x --timeout 5m | --timeout requires --wait
        --snapshot taken --to a_b            | "a_b" cannot be a name on RDS (from --to)
        --snapshot taken --to Cruddur-DB     | there is an instance "cruddur-db" in eu-central-1 already
        --at latest --to cruddur-db          | there is an instance "cruddur-db" in eu-central-1 already
        --snapshot takn --to x               | there is no snapshot "takn" in eu-central-1
        --at yesterday --to x                | "yesterday" is not a time with its zone (from --at)
        --at 2026-11-20T16:00 --to x         | "2026-11-20T16:00" is not a time with its zone (from --at)
        """)
    void invalidValuesAreRefusedAndCreateNothing(String options, String sentence) {
        rds.instances.instance("cruddur-db");
        rds.snapshots.take("cruddur-db", "taken");

        var restore = rds.cli
                .run(("rds-restore --instance cruddur-db " + options).split(" +"))
                .failed(2);

        assertThat(restore.err()).startsWith("error: " + sentence + "\nhint: ");
        assertThat(rds.databases.names()).containsExactly("cruddur-db");
    }

    @Test
    void aMissingSnapshotIsAnsweredWithTheNearestName() {
        rds.instances.instance("cruddur-db");
        rds.snapshots.take("cruddur-db", "before-migration");

        assertThat(rds.cli
                        .run("rds-restore", "--snapshot", "before-migratoin", "--to", "x")
                        .failed(2)
                        .err())
                .endsWith("hint: did you mean \"before-migration\"?\n");
        assertThat(rds.cli
                        .run("rds-restore", "--snapshot", "q", "--to", "x")
                        .failed(2)
                        .err())
                .contains("hint: the newest are before-migration, rds:cruddur-db-");
        assertThat(rds.cli
                        .run("rds-restore", "--snapshot", "q", "--to", "x", "--region", "eu-west-1")
                        .failed(2)
                        .err())
                .endsWith("hint: there is none in this region: check --region and the account (--profile)\n");
    }

    @Test
    void aSnapshotThatIsBeingMadeCannotBeRestored() {
        rds.instances.instance("cruddur-db");
        rds.aws.settleAfter(9);
        rds.snapshots.take("cruddur-db", "a");

        assertThat(rds.cli
                        .run("rds-restore", "--snapshot", "a", "--to", "x")
                        .failed(1)
                        .err())
                .isEqualTo("""
                    error: snapshot "a" is creating
                    hint: wait until it is available: db-ops rds-snapshots --instance cruddur-db
                    """);
    }

    private Cli.Transcript restoreAt(String time, String... options) {
        var words = new ArrayList<>(
                List.of("rds-restore", "--instance", "cruddur-db", "--at", time, "--to", "cruddur-db-2"));
        words.addAll(List.of(options));
        return rds.cli.run(words.toArray(String[]::new));
    }
}
