package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedDatabases;
import dev.dbops.aws.EmulatedInstances;
import dev.dbops.aws.EmulatedSnapshots;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdsSnapshotsTest {
    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedDatabases databases;
    private EmulatedSnapshots snapshots;
    private Cli cli;

    @BeforeEach
    void emptyAccount() {
        aws = AwsEmulator.reset();
        databases = new EmulatedDatabases(aws);
        snapshots = new EmulatedSnapshots(aws);
        cli = aws.serve(new Cli(directory));
    }

    @Test
    void anInstancesSnapshotsAreListedNewestFirst() {
        var url = new EmulatedInstances(aws).instance("cruddur-db");
        new EmulatedInstances(aws).instance("other-db");
        snapshots.take("cruddur-db", "first");
        snapshots.take("cruddur-db", "second");
        snapshots.take("other-db", "elsewhere");

        var list = cli.with("CONNECTION_URL", url).run("rds-snapshots").succeeded();

        assertThat(list.out().lines().map(line -> line.split(" +")[0]))
                .containsExactly(
                        "NAME", "second", "first", snapshots.automated().getFirst());
        assertThat(list.out())
                .containsPattern("second +cruddur-db +instance +manual +available +20\\S+Z +\\S+ +20 +false\n")
                .containsPattern("rds:cruddur-db-\\S+ +cruddur-db +instance +automated +available");
        assertThat(list.out()).containsPattern("ENGINE VERSION +STORAGE GIB +ENCRYPTED\n");
    }

    @Test
    void aRegionsSnapshotsAreOfInstancesAndClusters() {
        new EmulatedInstances(aws).instance("cruddur-db");
        new EmulatedInstances(aws).cluster("cruddur");
        snapshots.take("cruddur-db", "one");
        snapshots.takeOfCluster("cruddur", "two");

        var all = cli.run("rds-snapshots", "--instance", "cruddur-db", "--all").succeeded();
        var unnamed = cli.run("rds-snapshots").succeeded();

        assertThat(all.out())
                .containsPattern("one +cruddur-db +instance +manual")
                .containsPattern("two +cruddur +cluster +manual")
                .isEqualTo(unnamed.out());
    }

    @Test
    void aMembersSnapshotsAreThoseOfItsCluster() {
        new EmulatedInstances(aws).cluster("cruddur");
        databases.member("cruddur", "cruddur-1");
        snapshots.takeOfCluster("cruddur", "one");

        var list = cli.run("rds-snapshots", "--instance", "cruddur-1").succeeded();

        assertThat(list.out()).containsPattern("one +cruddur +cluster");
    }

    @Test
    void anInstanceThatIsGoneStillHasItsSnapshots() {
        new EmulatedInstances(aws).instance("cruddur-db");
        cli.run("rds-delete", "--instance", "cruddur-db", "--final-snapshot", "last", "--confirm", "cruddur-db")
                .succeeded();

        var list = cli.run("rds-snapshots", "--instance", "cruddur-db").succeeded();

        assertThat(list.out()).containsPattern("last +cruddur-db +instance +manual");
    }

    @Test
    void aMisspeltNameIsCorrected() {
        new EmulatedInstances(aws).instance("cruddur-db");

        assertThat(cli.run("rds-snapshots", "--instance", "crudur-db").failed(2).err())
                .isEqualTo("""
                    error: there is no instance or cluster "crudur-db" in eu-central-1 (from --instance)
                    hint: did you mean "cruddur-db"?
                    """);
    }

    @Test
    void anotherAccountsInstanceIsNotTakenForOnesOwn() {
        new EmulatedInstances(aws).instance("cruddur-db");
        snapshots.take("cruddur-db", "own");

        var list = cli.run("rds-snapshots", "--instance", "arn:aws:rds:eu-central-1:999999999999:db:cruddur-db")
                .failed(2);

        assertThat(list.err())
                .startsWith("error: the ARN (from --instance) is of account 999999999999, and the credentials are of"
                        + " account 123456789012\n");
    }

    @Test
    void everyPageIsRead() {
        new EmulatedInstances(aws).instance("cruddur-db");
        for (var number = 0; number < 45; number++) {
            snapshots.take("cruddur-db", "snapshot-" + number);
        }

        var list = cli.run("rds-snapshots", "--instance", "cruddur-db", "-o", "csv")
                .succeeded();

        assertThat(list.out().lines().filter(line -> line.startsWith("snapshot-")))
                .hasSize(45);
        assertThat(aws.calls().stream().filter("rds:DescribeDBSnapshots"::equals))
                .hasSize(3);
    }

    @Test
    void aSnapshotThatIsBeingMadeSaysSo() {
        new EmulatedInstances(aws).instance("cruddur-db");
        aws.settleAfter(9);
        snapshots.take("cruddur-db", "a");

        var list = cli.run("rds-snapshots", "--instance", "cruddur-db").succeeded();

        assertThat(list.out()).containsPattern("a +cruddur-db +instance +manual +creating");
    }

    @Test
    void noSnapshotsAreNoError() {
        var list = cli.run("rds-snapshots").succeeded();

        assertThat(list.out()).isEqualTo("no snapshots\n");
        assertThat(cli.run("rds-snapshots", "-o", "json").succeeded().out()).isEqualTo("[]\n");
    }
}
