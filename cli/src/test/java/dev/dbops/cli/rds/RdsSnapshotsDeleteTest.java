package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsSnapshotsDeleteTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void anInstanceWithOldSnapshots() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur-db");
        rds.instances.instance("cruddur-db");
        rds.snapshots.take("cruddur-db", "young");
        rds.snapshots.take("cruddur-db", "old");
        rds.snapshots.take("cruddur-db", "oldest");
        rds.snapshots.age("young", 10);
        rds.snapshots.age("old", 100);
        rds.snapshots.age("oldest", 200);
    }

    @Test
    void aSnapshotIsDeletedByName() {
        var refused = rds.cli.run("rds-snapshots-delete", "old", "--yes").failed(5);
        var deleted =
                rds.cli.run("rds-snapshots-delete", "old", "--confirm", "old").succeeded();

        assertThat(refused.err()).isEqualTo("""
            snapshot "old" of cruddur-db: 100 days old, 20 GiB
            error: this will delete snapshot "old"
            hint: if that is meant, pass --confirm old
            """);
        assertThat(deleted.out())
                .containsPattern("NAME +SOURCE +CREATED AT +AGE DAYS +STORAGE GIB\n")
                .containsPattern("old +cruddur-db +20\\S+Z +100 +20\n");
        assertThat(rds.snapshots.manual()).containsExactlyInAnyOrder("young", "oldest");
    }

    @Test
    void oldSnapshotsAreListedAndDeletedTogether() {
        var deleted = rds.cli
                .typing("cruddur-db\n")
                .run("rds-snapshots-delete", "--older-than", "90d")
                .succeeded();

        assertThat(deleted.err()).startsWith("""
            snapshot "old" of cruddur-db: 100 days old, 20 GiB
            snapshot "oldest" of cruddur-db: 200 days old, 20 GiB
            this will delete 2 snapshots of cruddur-db
            type the instance's name to continue:\
            """);
        assertThat(rds.snapshots.manual()).containsExactly("young");
        assertThat(rds.snapshots.automated()).isNotEmpty();
        assertThat(rds.cli
                        .run("rds-snapshots-delete", "--older-than", "90d")
                        .succeeded()
                        .out())
                .isEqualTo("no manual snapshot is that old\n");
    }

    @Test
    void oldSnapshotsOfTheRegionNeedItsName() {
        rds.instances.cluster("cruddur");
        rds.snapshots.takeOfCluster("cruddur", "of-cluster");
        rds.snapshots.age("of-cluster", 100);

        var plan = rds.cli
                .run("rds-snapshots-delete", "--older-than", "90d", "--all", "--dry-run", "-o", "json")
                .succeeded();
        rds.cli
                .run("rds-snapshots-delete", "--older-than", "90d", "--all", "--confirm", "eu-central-1")
                .succeeded();

        assertThat(plan.out())
                .contains("\"of-cluster\"", "\"old\"", "\"oldest\"")
                .doesNotContain("young");
        assertThat(rds.snapshots.manual()).containsExactly("young");
        assertThat(rds.snapshots.manualOfClusters()).isEmpty();
    }

    @Test
    void aFailureNamesWhatIsDeletedByThen() {
        rds.aws.failAfter("rds:DeleteDBSnapshot", 1, "InvalidDBSnapshotState", 400);

        var failed = rds.cli
                .run("rds-snapshots-delete", "old", "oldest", "--confirm", "cruddur-db")
                .failed(1);

        assertThat(failed.err())
                .contains("error: AWS refuses rds:DeleteDBSnapshot: ")
                .contains("; before that, snapshot \"old\" was deleted\n");
    }

    @Test
    void anAutomatedSnapshotIsLeftToAws() {
        var automated = rds.snapshots.automated().getFirst();

        var refused = rds.cli.run("rds-snapshots-delete", automated).failed(2);

        assertThat(refused.err())
                .startsWith("error: snapshot \"" + automated + "\" is automated, and only manual snapshots can be"
                        + " deleted\nhint: AWS deletes it when the backup retention");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', nullValues = "null", textBlock = """
        --all                    | no snapshot is named
        old --older-than 90d     | names and --older-than cannot be combined
        old --all                | --all requires --older-than
        odl                      | there is no snapshot "odl" in eu-central-1
        """)
    void invalidOptionsAreRefused(String options, String sentence) {
        assertThat(rds.cli
                        .run(("rds-snapshots-delete " + options).split(" +"))
                        .failed(2)
                        .err())
                .startsWith("error: " + sentence + "\nhint: ");
    }

    @Test
    void sharesAreListedAndEnd() {
        rds.instances.cluster("cruddur");
        rds.snapshots.takeOfCluster("cruddur", "of-cluster");
        rds.cli
                .run("rds-snapshot", "--snapshot", "old", "--share", "210987654321", "--share", "111122223333")
                .succeeded();
        rds.cli
                .run("rds-snapshot", "--snapshot", "of-cluster", "--share", "210987654321")
                .succeeded();

        var shares = rds.cli.run("rds-snapshots", "--all", "--shares").succeeded();
        var plan = rds.cli
                .run("rds-snapshot", "--snapshot", "old", "--unshare", "210987654321", "--dry-run")
                .succeeded();
        var unshared = rds.cli
                .run("rds-snapshot", "--snapshot", "old", "--unshare", "210987654321")
                .succeeded();
        rds.cli
                .run("rds-snapshot", "--snapshot", "of-cluster", "--unshare", "210987654321")
                .succeeded();

        assertThat(shares.out())
                .containsPattern("NAME +SOURCE +SHARED WITH\n")
                .containsPattern("old +cruddur-db +\\S+, ?\\S+\n")
                .containsPattern("of-cluster +cruddur +210987654321\n")
                .doesNotContain("young");
        assertThat(plan.out()).containsPattern("ValuesToRemove +210987654321");
        assertThat(unshared.out())
                .isEqualTo("snapshot \"old\" in eu-central-1 is available, shared with 111122223333\n");
        assertThat(rds.cli
                        .run("rds-snapshots", "--all", "--shares", "-o", "json")
                        .succeeded()
                        .out())
                .isEqualTo("[{\"name\":\"old\",\"source\":\"cruddur-db\",\"shared_with\":[\"111122223333\"]}]\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        --unshare 210987654321                                       | --unshare requires --snapshot
        --snapshot old --unshare 12                                  | "12" is not an AWS account (from --unshare)
        --snapshot old --unshare all --share 210987654321            | --unshare cannot be combined with --copy-to and --share
        """)
    void invalidUnsharingIsRefused(String options, String sentence) {
        assertThat(rds.cli
                        .run(("rds-snapshot " + options).split(" +"))
                        .failed(2)
                        .err())
                .startsWith("error: " + sentence + "\nhint: ");
    }
}
