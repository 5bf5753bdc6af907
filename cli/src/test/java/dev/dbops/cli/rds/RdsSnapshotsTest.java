package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdsSnapshotsTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void emptyAccount() {
        rds = new RdsFixture(directory);
    }

    @Test
    void anInstancesSnapshotsAreListedNewestFirst() {
        var url = rds.instances.instance("cruddur-db");
        rds.instances.instance("other-db");
        rds.snapshots.take("cruddur-db", "first");
        rds.snapshots.take("cruddur-db", "second");
        rds.snapshots.take("other-db", "elsewhere");

        var list = rds.cli.with("CONNECTION_URL", url).run("rds-snapshots").succeeded();

        assertThat(list.out().lines().map(line -> line.split(" +")[0]))
                .containsExactly(
                        "NAME", "second", "first", rds.snapshots.automated().getFirst());
        assertThat(list.out())
                .containsPattern("second +cruddur-db +instance +manual +available +20\\S+Z +\\S+ +20 +false\n")
                .containsPattern("rds:cruddur-db-\\S+ +cruddur-db +instance +automated +available");
        assertThat(list.out()).containsPattern("ENGINE VERSION +STORAGE GIB +ENCRYPTED\n");
    }

    @Test
    void aRegionsSnapshotsAreOfInstancesAndClusters() {
        rds.instances.instance("cruddur-db");
        rds.instances.cluster("cruddur");
        rds.snapshots.take("cruddur-db", "one");
        rds.snapshots.takeOfCluster("cruddur", "two");

        var all = rds.cli
                .run("rds-snapshots", "--instance", "cruddur-db", "--all")
                .succeeded();
        var unnamed = rds.cli.run("rds-snapshots").succeeded();

        assertThat(all.out())
                .containsPattern("one +cruddur-db +instance +manual")
                .containsPattern("two +cruddur +cluster +manual")
                .isEqualTo(unnamed.out());
    }

    @Test
    void aMembersSnapshotsAreThoseOfItsCluster() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");
        rds.snapshots.takeOfCluster("cruddur", "one");

        var list = rds.cli.run("rds-snapshots", "--instance", "cruddur-1").succeeded();

        assertThat(list.out()).containsPattern("one +cruddur +cluster");
    }

    @Test
    void aDeletedInstanceStillHasItsSnapshots() {
        rds.instances.instance("cruddur-db");
        rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--final-snapshot", "last", "--confirm", "cruddur-db")
                .succeeded();

        var list = rds.cli.run("rds-snapshots", "--instance", "cruddur-db").succeeded();

        assertThat(list.out()).containsPattern("last +cruddur-db +instance +manual");
    }

    @Test
    void aMisspeltNameIsCorrected() {
        rds.instances.instance("cruddur-db");

        assertThat(rds.cli
                        .run("rds-snapshots", "--instance", "crudur-db")
                        .failed(2)
                        .err())
                .isEqualTo("""
                    error: there is no instance or cluster "crudur-db" in eu-central-1 (from --instance)
                    hint: did you mean "cruddur-db"?
                    """);
    }

    @Test
    void anotherAccountsInstanceIsRefused() {
        rds.instances.instance("cruddur-db");
        rds.snapshots.take("cruddur-db", "own");

        var list = rds.cli
                .run("rds-snapshots", "--instance", "arn:aws:rds:eu-central-1:999999999999:db:cruddur-db")
                .failed(2);

        assertThat(list.err())
                .startsWith("error: the ARN (from --instance) is of account 999999999999, and the credentials are of"
                        + " account 123456789012\n");
    }

    @Test
    void everyPageIsRead() {
        rds.instances.instance("cruddur-db");
        for (var number = 0; number < 45; number++) {
            rds.snapshots.take("cruddur-db", "snapshot-" + number);
        }

        var list = rds.cli
                .run("rds-snapshots", "--instance", "cruddur-db", "-o", "csv")
                .succeeded();

        assertThat(list.out().lines().filter(line -> line.startsWith("snapshot-")))
                .hasSize(45);
        assertThat(rds.aws.calls().stream().filter("rds:DescribeDBSnapshots"::equals))
                .hasSize(3);
    }

    @Test
    void aSnapshotThatIsBeingTakenIsListed() {
        rds.instances.instance("cruddur-db");
        rds.aws.settleAfter(9);
        rds.snapshots.take("cruddur-db", "a");

        var list = rds.cli.run("rds-snapshots", "--instance", "cruddur-db").succeeded();

        assertThat(list.out()).containsPattern("a +cruddur-db +instance +manual +creating");
    }

    @Test
    void anInstanceWithoutSnapshotsIsNotAnError() {
        var list = rds.cli.run("rds-snapshots").succeeded();

        assertThat(list.out()).isEqualTo("no snapshots\n");
        assertThat(rds.cli.run("rds-snapshots", "-o", "json").succeeded().out()).isEqualTo("[]\n");
    }
}
