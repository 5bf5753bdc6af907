package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots that have more than a name: those of other accounts, and automated ones. */
class SharedSnapshotsTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void emptyAccount() {
        rds = new RdsFixture(directory);
    }

    @Test
    void aSnapshotOfAnotherAccountIsRestored() {
        var arn = rds.snapshots.shared("theirs", false);
        rds.instances.instance("theirs-db");

        var restore = rds.cli
                .run("rds-restore", "--snapshot", arn, "--to", "cruddur-db")
                .succeeded();

        assertThat(restore.err())
                .startsWith("warning: snapshot \"theirs\" is of another account: AWS's defaults are used unless");
        // not those of the instance that happens to have the name of its source
        assertThat(rds.databases.instance("cruddur-db").deletionProtection()).isTrue();
    }

    @Test
    void aClustersSnapshotOfAnotherAccountIsRestored() {
        var arn = rds.snapshots.sharedOfCluster("theirs");

        rds.cli
                .run("rds-restore", "--snapshot", arn, "--to", "cruddur", "--class", "db.r7g.large")
                .succeeded();

        assertThat(rds.databases.names()).contains("cruddur", "cruddur-1");
    }

    @Test
    void anEncryptedOneIsCopiedFirst() {
        var arn = rds.snapshots.shared("theirs", true);

        var restore = rds.cli
                .run("rds-restore", "--snapshot", arn, "--to", "cruddur-db")
                .failed(2);
        rds.cli
                .run("rds-snapshot", "--snapshot", arn, "--copy-to", "eu-central-1", "--wait")
                .succeeded();
        rds.cli
                .run("rds-restore", "--snapshot", "theirs-copy", "--to", "cruddur-db")
                .succeeded();

        assertThat(restore.err()).isEqualTo("""
            error: snapshot "theirs" is of another account and encrypted, and AWS restores only a copy of such a snapshot
            hint: copy it first: db-ops rds-snapshot --snapshot %s --copy-to eu-central-1
            """.formatted(arn));
        assertThat(rds.databases.instance("cruddur-db").storageEncrypted()).isTrue();
    }

    @Test
    void theSnapshotOfAnotherAccountCannotBeSharedOn() {
        var arn = rds.snapshots.shared("theirs", false);

        var share = rds.cli
                .run("rds-snapshot", "--snapshot", arn, "--share", "111122223333")
                .failed(2);

        assertThat(share.err())
                .startsWith("error: snapshot \"theirs\" is of another account, and only that can share it");
    }

    @Test
    void anOwnSnapshotIsFoundByItsArnToo() {
        rds.instances.instance("cruddur-db");
        rds.snapshots.take("cruddur-db", "a");

        rds.cli
                .run(
                        "rds-restore",
                        "--snapshot",
                        "arn:aws:rds:eu-central-1:123456789012:snapshot:a",
                        "--to",
                        "cruddur-db-2")
                .succeeded();

        assertThat(rds.databases.names()).contains("cruddur-db-2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        arn:aws:rds:eu-central-1:210987654321:snapshot:no | account 210987654321 shares no snapshot "no" with account 123456789012
        arn:aws:rds:eu-central-1:123456789012:snapshot:no | there is no snapshot "no" in eu-central-1
        arn:aws:rds:eu-west-1:210987654321:snapshot:no    | snapshot "no" is in eu-west-1, and requests are sent to eu-central-1
        arn:aws:rds:eu-central-1:210987654321:db:no       | "arn:aws:rds:eu-central-1:210987654321:db:no" is not the ARN of a snapshot
        arn:x                                             | "arn:x" is not the ARN of a snapshot (from --snapshot)
        """)
    void anArnWithoutASnapshotIsExplained(String arn, String sentence) {
        var restore = rds.cli
                .run("rds-restore", "--snapshot", arn, "--to", "cruddur-db")
                .failed(2);

        assertThat(restore.err()).startsWith("error: " + sentence);
    }

    @Test
    void anAutomatedSnapshotIsRestored() {
        rds.databases.protectedInstance("cruddur-db");
        var automated = rds.snapshots.automated().getFirst();

        rds.cli
                .run("rds-restore", "--snapshot", automated, "--to", "cruddur-db-2")
                .succeeded();

        assertThat(automated).startsWith("rds:");
    }

    @Test
    void aCopyInTheSameRegionKeepsTheKeyOfItsSource() {
        rds.databases.protectedInstance("cruddur-db");
        rds.snapshots.take("cruddur-db", "a");
        rds.cli
                .run(
                        "rds-snapshot",
                        "--snapshot",
                        "a",
                        "--copy-to",
                        "eu-central-1",
                        "--kms-key",
                        "alias/shared",
                        "--wait")
                .succeeded();

        rds.cli
                .run(
                        "rds-snapshot",
                        "--snapshot",
                        "a-copy",
                        "--copy-to",
                        "eu-central-1",
                        "--share",
                        "210987654321",
                        "--wait")
                .succeeded();

        assertThat(rds.snapshots.sharedWith("eu-central-1", "a-copy-copy")).containsExactly("210987654321");
    }

    @Test
    void aCopyUnderTheDefaultKeyIsNotMadeToBeShared() {
        rds.databases.protectedInstance("cruddur-db");
        rds.snapshots.take("cruddur-db", "a");

        var copy = rds.cli
                .run("rds-snapshot", "--snapshot", "a", "--copy-to", "eu-west-1", "--share", "210987654321")
                .failed(2);

        assertThat(copy.err()).isEqualTo("""
            error: the copy of snapshot "a" would have the account's default key (aws/rds), and AWS does not share such snapshots
            hint: encrypt it with a key of yours that the other account may use: --kms-key KEY
            """);
        assertThat(rds.snapshots.manual("eu-west-1")).isEmpty();
    }

    @Test
    void aSnapshotOfAMultiAzClusterIsNotCopied() {
        rds.databases.multiAzCluster("multi");

        var copy = rds.cli
                .run("rds-snapshot", "--instance", "multi", "--name", "a", "--copy-to", "eu-west-1")
                .failed(2);

        assertThat(copy.err())
                .startsWith(
                        "error: snapshot \"a\" is of a Multi-AZ cluster, and AWS copies only those of instances and of"
                                + " Aurora clusters");
        assertThat(rds.snapshots.manualOfClusters()).isEmpty();
    }
}
