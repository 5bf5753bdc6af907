package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsSnapshotTest {
    private static final String OTHER_REGION = "eu-west-1";

    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void emptyAccount() {
        rds = new RdsFixture(directory);
    }

    @Test
    void aSnapshotIsTakenOfTheInstanceOfTheConnectionUrl() {
        var url = rds.instances.instance("cruddur-db");
        rds.aws.settleAfter(3);

        var snapshot = rds.cli
                .with("CONNECTION_URL", url)
                .run("rds-snapshot", "--name", "before-migration")
                .succeeded();

        assertThat(snapshot.out()).isEqualTo("snapshot \"before-migration\" in eu-central-1 is creating\n");
        assertThat(rds.snapshots.manual()).containsExactly("before-migration");
    }

    @Test
    void snapshotsOfOneSecondHaveNamesOfTheirOwn() {
        rds.instances.instance("cruddur-db");

        for (var i = 0; i < 4; i++) {
            rds.cli.run("rds-snapshot", "--instance", "cruddur-db").succeeded();
        }

        assertThat(rds.snapshots.manual())
                .hasSize(4)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("cruddur-db-\\d{8}-\\d{6}(-[2-4])?"));
    }

    @Test
    void waitingEndsWhenItIsAvailable() {
        rds.instances.instance("cruddur-db");
        rds.aws.settleAfter(3);

        var snapshot = rds.cli
                .run("rds-snapshot", "--instance", "cruddur-db", "--name", "a", "--wait")
                .succeeded();

        assertThat(snapshot.out()).isEqualTo("snapshot \"a\" in eu-central-1 is available\n");
        assertThat(snapshot.err()).isEqualTo("snapshot \"a\" is creating\n");
    }

    @Test
    void waitingEndsAtTheTimeout() {
        rds.instances.instance("cruddur-db");
        rds.aws.settleAfter(1_000_000);

        var snapshot = rds.cli
                .run(
                        "rds-snapshot",
                        "--instance",
                        "cruddur-db",
                        "--name",
                        "a",
                        "--share",
                        "210987654321",
                        "--timeout",
                        "1s")
                .failed(6);

        assertThat(snapshot.err()).contains("error: snapshot \"a\" is still creating after 1 s\n");
    }

    @Test
    void aSnapshotIsNamedAfterTheInstanceAndTheTime() {
        rds.instances.instance("cruddur-db");

        rds.cli.run("rds-snapshot", "--instance", "cruddur-db").succeeded();

        assertThat(rds.snapshots.manual()).singleElement().asString().matches("cruddur-db-\\d{8}-\\d{6}");
    }

    @Test
    void aMembersDataIsThatOfItsCluster() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");

        rds.cli.run("rds-snapshot", "--instance", "cruddur-1", "--name", "a").succeeded();

        assertThat(rds.snapshots.manualOfClusters()).containsExactly("a");
    }

    @Test
    void anEncryptedSnapshotIsCopiedToTheOtherRegionsOwnKey() {
        rds.databases.protectedInstance("cruddur-db");
        rds.aws.settleAfter(2);

        var snapshot = rds.cli
                .run("rds-snapshot", "--instance", "cruddur-db", "--name", "a", "--copy-to", OTHER_REGION, "--wait")
                .succeeded();

        assertThat(snapshot.out()).isEqualTo("snapshot \"a\" in eu-west-1 is available\n");
        assertThat(rds.snapshots.manual()).containsExactly("a");
        assertThat(rds.snapshots.find(OTHER_REGION, "a").encrypted()).isTrue();
        assertThat(rds.snapshots.find(OTHER_REGION, "a").kmsKeyId()).contains(":eu-west-1:");
    }

    @Test
    void aPlainSnapshotIsCopiedAsItIs() {
        rds.instances.instance("cruddur-db");
        rds.snapshots.take("cruddur-db", "a");

        rds.cli
                .run("rds-snapshot", "--snapshot", "a", "--copy-to", OTHER_REGION)
                .succeeded();

        assertThat(rds.snapshots.find(OTHER_REGION, "a").encrypted()).isFalse();
    }

    @Test
    void aClustersSnapshotIsCopiedToo() {
        rds.databases.protectedCluster("cruddur");

        rds.cli
                .run("rds-snapshot", "--instance", "cruddur", "--name", "a", "--copy-to", OTHER_REGION)
                .succeeded();

        assertThat(rds.snapshots.manualOfClusters(OTHER_REGION)).containsExactly("a");
    }

    @Test
    void aSnapshotIsSharedWithAccounts() {
        rds.instances.instance("cruddur-db");
        rds.aws.settleAfter(2);

        var snapshot = rds.cli
                .run(
                        "rds-snapshot",
                        "--instance",
                        "cruddur-db",
                        "--name",
                        "a",
                        "--share",
                        "210987654321",
                        "--share",
                        "111122223333",
                        "-o",
                        "json")
                .succeeded();

        assertThat(snapshot.out())
                .isEqualTo(
                        "{\"name\":\"a\",\"region\":\"eu-central-1\",\"source\":\"cruddur-db\",\"state\":\"available\","
                                + "\"shared_with\":[\"210987654321\",\"111122223333\"]}\n");
        assertThat(rds.snapshots.sharedWith(AwsEmulator.REGION, "a"))
                .containsExactlyInAnyOrder("210987654321", "111122223333");
    }

    @Test
    void aClustersSnapshotIsSharedToo() {
        rds.instances.cluster("cruddur");

        rds.cli
                .run("rds-snapshot", "--instance", "cruddur", "--name", "a", "--share", "210987654321")
                .succeeded();

        assertThat(rds.snapshots.ofClusterSharedWith("a")).containsExactly("210987654321");
    }

    @Test
    void theDefaultKeyIsWhyAnEncryptedSnapshotCannotBeShared() {
        rds.databases.protectedInstance("cruddur-db");

        var snapshot = rds.cli
                .run("rds-snapshot", "--instance", "cruddur-db", "--name", "a", "--share", "210987654321")
                .failed(2);

        assertThat(snapshot.err())
                .contains("; before that, snapshot \"a\" in eu-central-1 was created\n")
                .contains(
                        "hint: a snapshot with the account's default key (aws/rds) cannot be shared; copy it with a key"
                                + " of yours that the other account may use: --copy-to eu-central-1 --kms-key KEY; then"
                                + " undo what was done: db-ops rds-snapshots-delete a --region"
                                + " eu-central-1\n");
    }

    @Test
    void aCopyUnderAKeyOfItsOwnCanBeShared() {
        rds.databases.protectedInstance("cruddur-db");

        rds.cli
                .run(
                        "rds-snapshot",
                        "--instance",
                        "cruddur-db",
                        "--name",
                        "a",
                        "--copy-to",
                        AwsEmulator.REGION,
                        "--kms-key",
                        "alias/shared",
                        "--share",
                        "210987654321")
                .succeeded();

        assertThat(rds.snapshots.sharedWith(AwsEmulator.REGION, "a-copy")).containsExactly("210987654321");
        assertThat(rds.snapshots.sharedWith(AwsEmulator.REGION, "a")).isEmpty();
    }

    @Test
    void anAutomatedSnapshotCanBeCopiedButNotShared() {
        rds.instances.instance("cruddur-db");
        var automated = rds.snapshots.automated().getFirst();

        var share = rds.cli
                .run("rds-snapshot", "--snapshot", automated, "--share", "210987654321")
                .failed(2);
        rds.cli
                .run("rds-snapshot", "--snapshot", automated, "--copy-to", OTHER_REGION)
                .succeeded();

        assertThat(share.err())
                .startsWith("error: snapshot \"" + automated + "\" is automated, and AWS shares only manual");
        assertThat(rds.snapshots.manual(OTHER_REGION)).containsExactly(automated.substring("rds:".length()));
    }

    @Test
    void aCopyThatIsRefusedNamesTheSnapshotThatWasMade() {
        rds.databases.protectedInstance("cruddur-db");

        var snapshot = rds.cli
                .run(
                        "rds-snapshot",
                        "--instance",
                        "cruddur-db",
                        "--name",
                        "a",
                        "--copy-to",
                        OTHER_REGION,
                        "--kms-key",
                        "alias/nowhere")
                .failed(1);

        assertThat(snapshot.err())
                .contains("error: AWS refuses rds:CopyDBSnapshot: ")
                .contains("; before that, snapshot \"a\" in eu-central-1 was created\n")
                .contains("is the KMS key in this region, enabled, and usable by these credentials?");
        assertThat(rds.snapshots.manual()).containsExactly("a");
        assertThat(rds.snapshots.manual(OTHER_REGION)).isEmpty();
    }

    @Test
    void aNameThatIsTakenInTheOtherRegionIsNoticedBeforeAnythingIsMade() {
        rds.instances.instance("cruddur-db");
        rds.snapshots.take("cruddur-db", "a");
        rds.cli
                .run("rds-snapshot", "--snapshot", "a", "--copy-to", OTHER_REGION)
                .succeeded();

        var again = rds.cli
                .run("rds-snapshot", "--snapshot", "a", "--copy-to", OTHER_REGION)
                .failed(2);

        assertThat(again.err()).startsWith("error: there is a snapshot \"a\" in eu-west-1 already\n");
    }

    @Test
    void aDryRunShowsTheRequestsAndMakesNothing() {
        rds.databases.protectedInstance("cruddur-db");

        var snapshot = rds.cli
                .run(
                        "rds-snapshot",
                        "--instance",
                        "cruddur-db",
                        "--name",
                        "a",
                        "--copy-to",
                        OTHER_REGION,
                        "--kms-key",
                        "alias/shared",
                        "--share",
                        "210987654321",
                        "--dry-run")
                .succeeded();

        assertThat(snapshot.out())
                .containsPattern("rds:CreateDBSnapshot +DBSnapshotIdentifier +a\n")
                .containsPattern(
                        "rds:CopyDBSnapshot +SourceDBSnapshotIdentifier +arn:aws:rds:eu-central-1:\\d+:snapshot:a\n")
                .containsPattern("rds:CopyDBSnapshot +KmsKeyId +alias/shared\n")
                .containsPattern("rds:ModifyDBSnapshotAttribute +ValuesToAdd +210987654321\n");
        assertThat(rds.snapshots.manual()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --name a_b                        | "a_b" cannot be a name on RDS (from --name)
        --name taken                      | there is a snapshot "taken" in eu-central-1 already
        --name a --snapshot taken         | --name and --snapshot cannot be combined
        --snapshot taken                  | there is nothing to do with snapshot "taken"
        --snapshot takn --share 210987654321 | there is no snapshot "takn" in eu-central-1
        --timeout 5m                      | --timeout requires --wait
        --copy-to eu/west                 | "eu/west" is not the name of an AWS region
        --region EU                       | "EU" is not the name of an AWS region
        --kms-key alias/mine              | --kms-key requires --copy-to
        --share 12345                     | "12345" is not an AWS account (from --share)
        --share all                       | "all" is not an AWS account (from --share)
        --share 21098765432x              | "21098765432x" is not an AWS account (from --share)
        """)
    void invalidValuesAreRefusedAndCreateNothing(String options, String sentence) {
        rds.instances.instance("cruddur-db");
        rds.snapshots.take("cruddur-db", "taken");

        var snapshot = rds.cli
                .run(("rds-snapshot --instance cruddur-db " + options).split(" +"))
                .failed(2);

        assertThat(snapshot.err()).startsWith("error: " + sentence + "\nhint: ");
        assertThat(rds.snapshots.manual()).containsExactly("taken");
    }

    @Test
    void withoutAnInstanceTheHintSaysHowToNameIt() {
        assertThat(rds.cli.run("rds-snapshot").failed(2).err()).startsWith("error: no RDS instance is named");
    }

    @Test
    void aFullQuotaIsExplained() {
        rds.instances.instance("cruddur-db");
        rds.aws.fail("rds:CreateDBSnapshot", "SnapshotQuotaExceeded", 400, 1);

        assertThat(rds.cli
                        .run("rds-snapshot", "--instance", "cruddur-db")
                        .failed(1)
                        .err())
                .contains("hint: delete unused resources, or request a higher quota in the console's Service Quotas");
    }
}
