package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedOperations;
import dev.dbops.aws.EmulatedTroubles;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsModifyTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    private EmulatedOperations operations;

    @BeforeEach
    void anInstance() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur-db");
        operations = new EmulatedOperations(rds.aws);
        operations.instance(
                "cruddur-db",
                request -> request.backupRetentionPeriod(7)
                        .preferredBackupWindow("03:00-03:30")
                        .preferredMaintenanceWindow("sat:04:00-sat:04:30")
                        .deletionProtection(true)
                        .publiclyAccessible(false));
    }

    private Cli.Transcript modify(String... options) {
        var words = new ArrayList<>(List.of("rds-modify"));
        words.addAll(List.of(options));
        return rds.cli.run(words.toArray(String[]::new));
    }

    @Test
    void aDryRunShowsNowThenAndTheDowntime() {
        var plan = modify("--class", "db.m7g.large", "--max-storage", "100", "--dry-run")
                .succeeded();

        assertThat(plan.out().lines().skip(1))
                .containsExactly(
                        "SETTING      NOW           THEN          APPLIED             DOWNTIME",
                        "class        db.t4g.micro  db.m7g.large  maintenance_window  yes: restarts",
                        "max storage                100           now                 no");
        assertThat(plan.out())
                .matches("(?s)would modify instance \"cruddur-db\": class db.t4g.micro -> db.m7g.large, max storage"
                        + " none -> 100; this interrupts the database \\(class\\); in the maintenance window"
                        + " sat:04:00-sat:04:30 UTC, next at 20\\d\\d-\\d\\d-\\d\\dT04:00:00Z: class\n"
                        + ".*");
        assertThat(rds.aws.calls()).doesNotContain("rds:ModifyDBInstance");
    }

    @Test
    void aChangeWaitsForTheMaintenanceWindow() {
        var modified = modify("--class", "db.m7g.large", "--yes").succeeded();

        assertThat(modified.out())
                .matches("(?s)requested the change of instance \"cruddur-db\"; it is available; in the maintenance"
                        + " window sat:04:00-sat:04:30 UTC, next at \\S+: class \\(--apply-immediately does not"
                        + " wait\\)\n"
                        + "SETTING.*");
        assertThat(rds.databases.instance("cruddur-db").dbInstanceClass()).isEqualTo("db.t4g.micro");
        assertThat(rds.databases.instance("cruddur-db").pendingModifiedValues().dbInstanceClass())
                .isEqualTo("db.m7g.large");
    }

    @Test
    void whatIsPendingIsNotRequestedAgain() {
        modify("--class", "db.m7g.large", "--yes").succeeded();

        var again = modify("--class", "db.m7g.large").succeeded();

        assertThat(again.out())
                .isEqualTo("nothing to change: instance \"cruddur-db\" has these settings, or they are pending\n");
        assertThat(again.err()).isEqualTo("already pending: DBInstanceClass db.m7g.large\n");
    }

    @Test
    void aPendingChangeIsTakenBack() {
        modify("--class", "db.m7g.large", "--yes").succeeded();

        modify("--class", "db.t4g.micro", "--apply-immediately", "--yes").succeeded();

        assertThat(rds.databases.instance("cruddur-db").dbInstanceClass()).isEqualTo("db.t4g.micro");
        assertThat(rds.databases.instance("cruddur-db").pendingModifiedValues()).isNull();
    }

    @Test
    void applyingNowWarnsOfWhatIsAppliedToo() {
        modify("--class", "db.m7g.large", "--yes").succeeded();

        var modified = modify("--multi-az", "--apply-immediately", "--yes").succeeded();

        assertThat(modified.err())
                .isEqualTo("warning: already pending, and now applied too: DBInstanceClass db.m7g.large; that can"
                        + " interrupt the database\n");
        assertThat(rds.databases.instance("cruddur-db").dbInstanceClass()).isEqualTo("db.m7g.large");
        assertThat(rds.databases.instance("cruddur-db").multiAZ()).isTrue();
    }

    @Test
    void theWaitEndsWhenTheChangesAreApplied() {
        rds.aws.settleAfter(4);

        var modified = modify("--class", "db.t4g.small", "--apply-immediately", "--wait", "--yes")
                .succeeded();

        assertThat(modified.out()).startsWith("modified instance \"cruddur-db\"; it is available\n");
        assertThat(modified.err()).isEqualTo("""
            instance "cruddur-db" is modifying
            instance "cruddur-db" is available
            """);
        assertThat(rds.databases.instance("cruddur-db").dbInstanceClass()).isEqualTo("db.t4g.small");
    }

    @Test
    void someChangesNeverWait() {
        var modified = modify(
                        "--deletion-protection",
                        "--backup-retention",
                        "14",
                        "--backup-window",
                        "05:00-05:30",
                        "--maintenance-window",
                        "Sun:02:00-Sun:02:30",
                        "--max-storage=200",
                        "--wait",
                        "--yes",
                        "-o",
                        "json")
                .succeeded();

        assertThat(modified.out())
                .startsWith("{\"type\":\"instance\",\"name\":\"cruddur-db\",\"state\":\"available\",\"requested\":true,"
                        + "\"maintenance_window\":\"sun:02:00-sun:02:30\",\"changes\":[{\"setting\":\"max storage\","
                        + "\"now\":null,\"then\":\"200\",\"applied\":\"now\",\"downtime\":\"no\"},")
                .doesNotContain("deletion protection")
                .endsWith("\"pending\":[]}\n");
        var instance = rds.databases.instance("cruddur-db");
        assertThat(instance.backupRetentionPeriod()).isEqualTo(14);
        assertThat(instance.preferredBackupWindow()).isEqualTo("05:00-05:30");
        assertThat(instance.preferredMaintenanceWindow()).isEqualTo("sun:02:00-sun:02:30");
        assertThat(instance.maxAllocatedStorage()).isEqualTo(200);
    }

    @Test
    void nothingToChangeIsNotAnError() {
        var modified = modify("--class", "db.t4g.micro", "--no-public", "--deletion-protection", "--dry-run")
                .succeeded();

        assertThat(modified.out()).startsWith("nothing to change: instance \"cruddur-db\" has these settings");
        assertThat(rds.aws.calls()).doesNotContain("rds:ModifyDBInstance");
    }

    @Test
    void withoutConfirmationNothingIsModified() {
        assertThat(modify("--class", "db.m7g.large").failed(5).err())
                .startsWith("error: this will modify instance \"cruddur-db\": class db.t4g.micro -> db.m7g.large; this"
                        + " interrupts the database (class)")
                .endsWith("\nhint: if that is meant, pass --yes\n");
        assertThat(modify("--class", "db.m7g.large", "--confirm", "other")
                        .failed(5)
                        .err())
                .startsWith("error: --confirm names \"other\"");
        assertThat(rds.aws.calls()).doesNotContain("rds:ModifyDBInstance");
    }

    @ParameterizedTest
    @CsvSource({"--storage=100", "--no-deletion-protection", "--public", "--backup-retention=0", "--engine-version=17.6"
    })
    void whatCannotBeUndoneOrUnprotectsNeedsTheName(String option) {
        assertThat(modify(option, "--yes").failed(5).err())
                .endsWith("hint: if that is meant, pass --confirm cruddur-db\n");
        assertThat(rds.aws.calls()).doesNotContain("rds:ModifyDBInstance");

        modify(option, "--confirm", "cruddur-db").succeeded();
        assertThat(rds.aws.calls()).contains("rds:ModifyDBInstance");
    }

    @Test
    void storageGrowsAtOnce() {
        var modified = modify("--storage=21", "--apply-immediately", "--confirm", "cruddur-db")
                .succeeded();

        assertThat(modified.err())
                .isEqualTo("note: AWS enlarges storage by at least 10 %: to about 22 GiB, and not to 21\n");
        assertThat(modified.out()).containsPattern("storage +20 +21 +now +no, but slower meanwhile\n");
    }

    @Test
    void largerStorageKeepsItsIops() {
        operations.instance(
                "fast", request -> request.storageType("io2").iops(4000).allocatedStorage(100));

        modify("--instance=fast", "--storage=200", "--apply-immediately", "--confirm=fast")
                .succeeded();

        assertThat(rds.databases.instance("fast").iops()).isEqualTo(4000);
        assertThat(rds.databases.instance("fast").allocatedStorage()).isEqualTo(200);
    }

    @Test
    void aFullStorageCanBeEnlarged() {
        rds.states.broken("cruddur-db", "storage-full");

        var full = modify("--class", "db.m7g.large", "--yes").failed(1);
        rds.aws.settleAfter(3);
        var modified = modify("--storage=100", "--apply-immediately", "--confirm", "cruddur-db", "--wait")
                .succeeded();

        assertThat(modified.out()).startsWith("modified instance \"cruddur-db\"; it is available\n");
        assertThat(rds.databases.instance("cruddur-db").allocatedStorage()).isEqualTo(100);
        assertThat(full.err())
                .startsWith("error: instance \"cruddur-db\" is storage-full, and AWS modifies it only when it is"
                        + " available\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        stopped   | start it first: db-ops rds-start --wait --instance cruddur-db
        modifying | wait until it is available: db-ops rds-status --instance cruddur-db
        """)
    void onlyAnAvailableInstanceIsModified(String state, String hint) {
        rds.states.broken("cruddur-db", state);

        assertThat(modify("--class", "db.m7g.large", "--yes").failed(1).err()).isEqualTo("""
            error: instance "cruddur-db" is %s, and AWS modifies it only when it is available
            hint: %s
            """.formatted(state, hint));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --storage=30 --storage-type=gp9               | "gp9" is not a storage type (from --storage-type)
        --max-storage=20 --storage=30                 | --max-storage is 20, and the storage is 30 GiB
        --storage-type=io2                            | storage of type io2 needs a number of IOPS
        --iops=4000                                   | gp3 storage of 20 GiB has 3000 IOPS and 125 MiB/s, which cannot be changed
        --iops=4000 --storage-type=gp2                | storage of type gp2 has no provisioned IOPS
        --throughput=500 --storage-type=io2 --iops=3000 | only storage of type gp3 has a throughput to provision, and it is io2
        --class=m7g.large                             | "m7g.large" is not an instance class (from --class)
        --engine-version=17                           | "17" is not a version with its minor number (from --engine-version)
        --engine-version=17.2                         | RDS does not downgrade: the version is 17.4
        --engine-version=18.1                         | 18.1 is another major version than 17.4
        --backup-window=3-4                           | "3-4" is not a window of times (from --backup-window)
        --backup-window=03:00-03:10                   | the window "03:00-03:10" is not from 30 minutes to 24 hours long
        --backup-window=04:15-04:45                   | the windows of backups (04:15-04:45) and of maintenance (sat:04:00-sat:04:30) overlap
        --maintenance-window=sab:04:00-sab:04:30      | "sab:04:00-sab:04:30" is not a window of times (from --maintenance-window)
        --public --no-public                          | --public and --no-public cannot be combined
        --timeout=1m --public                         | --timeout requires --wait
        """)
    void whatAwsRefusesIsRefusedBefore(String options, String message) {
        assertThat(modify(options.split(" ")).failed(2).err()).startsWith("error: " + message + "\nhint: ");
        assertThat(rds.aws.calls()).doesNotContain("rds:ModifyDBInstance");
    }

    @Test
    void storageDoesNotShrink() {
        operations.instance("large", request -> request.allocatedStorage(100));

        assertThat(modify("--instance=large", "--storage=50").failed(2).err())
                .startsWith("error: storage cannot shrink: it is 100 GiB, and --storage is 50\n");
    }

    @Test
    void withoutASettingThereIsNothingToDo() {
        assertThat(modify("--apply-immediately").failed(2).err()).isEqualTo("""
            error: no setting is named
            hint: name what to change, such as --class db.m7g.large; db-ops rds-status shows the current settings
            """);
    }

    @Test
    void aClassThatIsNotOfferedIsASentence() {
        assertThat(modify("--class", "db.x9.huge", "--yes").failed(2).err())
                .startsWith(
                        "error: AWS refuses the change: RDS does not support creating a DB instance with the following"
                                + " combination: DBInstanceClass=db.x9.huge, Engine=postgres, EngineVersion=17.4.\n"
                                + "hint: not each class is offered for each version and region: ");
    }

    @Test
    void anUnknownAuthorityIsASentence() {
        assertThat(modify("--ca", "rds-ca-2030", "--yes").failed(2).err()).isEqualTo("""
            error: there is no certificate authority "rds-ca-2030" in eu-central-1
            hint: aws rds describe-certificates lists them
            """);
        assertThat(modify("--ca", "rds-ca-rsa4096-g1", "--dry-run").succeeded().out())
                .containsPattern(
                        "ca +\\S+ +rds-ca-rsa4096-g1 +maintenance_window +yes: restarts, with some versions\n");
    }

    @Test
    void backupsAreKeptWhileThereAreReplicas() {
        rds.states.replica("cruddur-db", "cruddur-replica");

        assertThat(modify("--backup-retention=0").failed(2).err())
                .startsWith("error: automated backups cannot be turned off while there are read replicas:"
                        + " cruddur-replica\n");
    }

    @Test
    void aSecretThatIsPendingIsNotShown() {
        new EmulatedTroubles(rds.aws)
                .described(
                        "cruddur-db",
                        "PendingModifiedValues",
                        "<PendingModifiedValues><MasterUserPassword>secret99</MasterUserPassword></PendingModifiedValues>");

        var plan = modify("--class", "db.t4g.small", "--dry-run", "-o", "json").succeeded();

        assertThat(plan.out()).contains("\"pending\":[{\"parameter\":\"MasterUserPassword\",\"value\":\"****\"}]");
        assertThat(plan.err()).isEqualTo("already pending: MasterUserPassword ****\n");
    }
}
