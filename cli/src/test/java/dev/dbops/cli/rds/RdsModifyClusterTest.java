package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedOperations;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsModifyClusterTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void anAuroraCluster() {
        rds = new RdsFixture(directory);
        rds.databases.protectedCluster("cruddur");
        rds.states.member("cruddur", "cruddur-1").member("cruddur", "cruddur-2");
    }

    @Test
    void aClusterIsModified() {
        rds.aws.settleAfter(2);

        var modified = rds.cli
                .run(
                        "rds-modify",
                        "--instance=cruddur",
                        "--backup-retention=14",
                        "--storage-type=aurora-iopt1",
                        "--apply-immediately",
                        "--wait",
                        "--yes")
                .succeeded();

        assertThat(modified.out())
                .startsWith("modified cluster \"cruddur\"; it is available\n")
                .containsPattern("storage type +aurora +aurora-iopt1 +now")
                .containsPattern("backup retention +7 +14 +now +no\n");
        assertThat(rds.databases.cluster("cruddur").backupRetentionPeriod()).isEqualTo(14);
        assertThat(rds.aws.calls()).contains("rds:ModifyDBCluster");
    }

    @Test
    void deletionProtectionIsTheClusters() {
        assertThat(rds.cli
                        .run("rds-modify", "--instance=cruddur", "--no-deletion-protection", "--yes")
                        .failed(5)
                        .err())
                .contains("deletion protection yes -> no", "pass --confirm cruddur");

        rds.cli
                .run("rds-modify", "--instance=cruddur", "--no-deletion-protection", "--confirm=cruddur")
                .succeeded();

        assertThat(rds.databases.cluster("cruddur").deletionProtection()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --class=db.r8g.large  | the members of cluster "cruddur" have each their own class | its members are: cruddur-1, cruddur-2
        --public              | the members of cluster "cruddur" have each their own public | its members are: cruddur-1, cruddur-2
        --storage=100         | cluster "cruddur" is an Aurora cluster, whose storage grows and shrinks by itself | omit --storage
        --iops=3000           | cluster "cruddur" is an Aurora cluster, whose storage grows and shrinks by itself | omit --iops
        --multi-az            | cluster "cruddur" is an Aurora cluster, which is Multi-AZ as long as it has members in several zones | aws rds create-db-instance
        --storage-type=gp3    | "gp3" is not a storage type of Aurora (from --storage-type) | the storage types are: aurora, aurora-iopt1
        --backup-retention=0  | Aurora always has automated backups | keep them for 1 to 35 days
        """)
    void whatAnAuroraClusterDoesNotHaveIsRefused(String option, String message, String hint) {
        assertThat(rds.cli
                        .run("rds-modify", "--instance=cruddur", option)
                        .failed(2)
                        .err())
                .startsWith("error: " + message + "\nhint: ")
                .contains(hint);
        assertThat(rds.aws.calls()).doesNotContain("rds:ModifyDBCluster");
    }

    @Test
    void aMemberHasItsOwnClass() {
        var modified = rds.cli
                .run("rds-modify", "--instance=cruddur-1", "--class=db.r8g.xlarge", "--apply-immediately", "--yes")
                .succeeded();

        assertThat(modified.out()).containsPattern("class +db.r8g.large +db.r8g.xlarge +now +yes: restarts\n");
        assertThat(rds.databases.instance("cruddur-1").dbInstanceClass()).isEqualTo("db.r8g.xlarge");
    }

    @ParameterizedTest
    @CsvSource({
        "--backup-retention=3, backup retention",
        "--storage=100, storage",
        "--multi-az, multi az",
        "--engine-version=17.6, engine version",
        "--no-deletion-protection, deletion protection"
    })
    void whatTheClusterDecidesIsRefusedForAMember(String option, String setting) {
        assertThat(rds.cli
                        .run("rds-modify", "--instance=cruddur-1", option)
                        .failed(2)
                        .err())
                .isEqualTo("""
                    error: instance "cruddur-1" is a member of cluster "cruddur", which decides its %s
                    hint: modify the cluster: --instance cruddur
                    """.formatted(setting));
    }

    @Test
    void aMultiAzClusterHasStorageAndAClass() {
        new EmulatedOperations(rds.aws).multiAzCluster("three");

        var plan = rds.cli
                .run("rds-modify", "--instance=three", "--class=db.m6gd.xlarge", "--storage=200", "--dry-run")
                .succeeded();
        rds.cli
                .run("rds-modify", "--instance=three", "--storage=200", "--apply-immediately", "--confirm=three")
                .succeeded();

        assertThat(plan.out())
                .containsPattern("class +db.m6gd.large +db.m6gd.xlarge +maintenance_window +yes")
                .containsPattern("storage +100 +200 +maintenance_window +no, but slower meanwhile\n");
        assertThat(rds.databases.cluster("three").allocatedStorage()).isEqualTo(200);
        assertThat(rds.cli
                        .run("rds-modify", "--instance=three", "--no-multi-az")
                        .failed(2)
                        .err())
                .startsWith("error: cluster \"three\" always has two readers in other zones\n");
        assertThat(rds.cli
                        .run("rds-modify", "--instance=three", "--max-storage=300")
                        .failed(2)
                        .err())
                .startsWith("error: AWS does not modify the max storage of a Multi-AZ cluster\n");
    }

    @Test
    void tokensAreAcceptedByTheCluster() {
        rds.cli
                .run("rds-modify", "--instance=cruddur", "--iam-authentication", "--apply-immediately", "--yes")
                .succeeded();

        assertThat(rds.cli
                        .run("rds-modify", "--instance=cruddur-1", "--iam-authentication")
                        .failed(2)
                        .err())
                .contains("which decides its iam authentication");
    }

    @Test
    void aStoppedClusterIsStartedFirst() {
        rds.states.stoppedCluster("cruddur");

        assertThat(rds.cli
                        .run("rds-modify", "--instance=cruddur", "--backup-retention=14")
                        .failed(1)
                        .err())
                .isEqualTo("""
                    error: cluster "cruddur" is stopped, and AWS modifies it only when it is available
                    hint: start it first: db-ops rds-start --wait --instance cruddur
                    """);
    }

    @Test
    void aProxyHasNoneOfTheseSettings() {
        var url = rds.states.proxy("front");

        assertThat(rds.cli
                        .with("CONNECTION_URL", url)
                        .run("rds-modify", "--public")
                        .failed(2)
                        .err())
                .startsWith("error: proxy \"front\" has none of these settings: it is a proxy for an instance or a"
                        + " cluster\n");
    }
}
