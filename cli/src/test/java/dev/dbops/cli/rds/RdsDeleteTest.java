package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedDatabases;
import dev.dbops.aws.EmulatedInstances;
import dev.dbops.aws.EmulatedSnapshots;
import dev.dbops.aws.EmulatedStates;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RdsDeleteTest {
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
    void aFinalSnapshotStaysByDefault() {
        new EmulatedInstances(aws).instance("cruddur-db");

        var delete = cli.run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db")
                .succeeded();

        assertThat(databases.names()).isEmpty();
        assertThat(snapshots.manual()).singleElement().satisfies(name -> {
            assertThat(name).matches("cruddur-db-final-\\d{8}-\\d{6}");
            assertThat(delete.out())
                    .isEqualTo("instance \"cruddur-db\" is being deleted, snapshot \"%s\" stays\n".formatted(name));
        });
    }

    @Test
    void theInstanceOfTheConnectionUrlIsDeletedWhenItsNameIsTyped() {
        var url = new EmulatedInstances(aws).instance("cruddur-db");

        var delete = cli.with("CONNECTION_URL", url)
                .typing("cruddur-db\n")
                .run("rds-delete", "--final-snapshot", "Last-One")
                .succeeded();

        assertThat(delete.err()).isEqualTo("""
            this will delete instance "cruddur-db" with its automated backups; the final snapshot "last-one" stays
            type the instance's name to go on:\
            """ + " ");
        assertThat(databases.names()).isEmpty();
        assertThat(snapshots.manual()).containsExactly("last-one");
    }

    @Test
    void nothingNeedStay() {
        new EmulatedInstances(aws).instance("cruddur-db");

        var delete = cli.run("rds-delete", "--instance", "cruddur-db", "--no-final-snapshot", "--confirm", "cruddur-db")
                .succeeded();

        assertThat(delete.out()).isEqualTo("instance \"cruddur-db\" is being deleted\n");
        assertThat(databases.names()).isEmpty();
        assertThat(snapshots.manual()).isEmpty();
    }

    @Test
    void waitingEndsWhenItIsGone() {
        new EmulatedInstances(aws).instance("cruddur-db");
        aws.settleAfter(3);

        var delete = cli.run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db", "--wait")
                .succeeded();

        assertThat(delete.out()).startsWith("instance \"cruddur-db\" is gone, snapshot \"cruddur-db-final-");
        assertThat(delete.err()).isEqualTo("instance \"cruddur-db\" is deleting\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--yes", "--no-input", "--confirm=other-db"})
    void withoutItsNameNothingIsDeleted(String option) {
        new EmulatedInstances(aws).instance("cruddur-db");

        var delete = cli.run("rds-delete", "--instance", "cruddur-db", option).failed(5);

        assertThat(delete.err()).contains("\nhint: ");
        assertThat(databases.names()).containsExactly("cruddur-db");
        assertThat(snapshots.manual()).isEmpty();
    }

    @Test
    void aDryRunShowsTheRequestsAndDeletesNothing() {
        databases.protectedInstance("cruddur-db");

        var delete = cli.run(
                        "rds-delete",
                        "--instance",
                        "cruddur-db",
                        "--disable-deletion-protection",
                        "--final-snapshot",
                        "last",
                        "--dry-run")
                .succeeded();

        assertThat(delete.out())
                .containsPattern("rds:ModifyDBInstance +DeletionProtection +false\n")
                .containsPattern("rds:DeleteDBInstance +FinalDBSnapshotIdentifier +last\n");
        assertThat(databases.instance("cruddur-db").deletionProtection()).isTrue();
    }

    @Test
    void deletionProtectionIsExplained() {
        databases.protectedInstance("cruddur-db");

        var delete = cli.run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db")
                .failed(5);

        assertThat(delete.err()).isEqualTo("""
            error: instance "cruddur-db" has deletion protection
            hint: if it is to go: db-ops rds-delete --instance cruddur-db --disable-deletion-protection
            """);
        assertThat(databases.names()).containsExactly("cruddur-db");
    }

    @Test
    void deletionProtectionIsTurnedOffOnDemand() {
        databases.protectedInstance("cruddur-db");

        cli.run("rds-delete", "--instance", "cruddur-db", "--disable-deletion-protection", "--confirm", "cruddur-db")
                .succeeded();

        assertThat(databases.names()).isEmpty();
    }

    @Test
    void protectionThatWasTurnedOffInVainIsNamed() {
        databases.protectedInstance("cruddur-db");
        aws.fail("rds:DeleteDBInstance", "AccessDenied", 403, 9);

        var delete = cli.run(
                        "rds-delete",
                        "--instance",
                        "cruddur-db",
                        "--disable-deletion-protection",
                        "--confirm",
                        "cruddur-db")
                .failed(4);

        assertThat(delete.err())
                .contains("error: AWS denies rds:DeleteDBInstance: the emulator was told to fail; before that, its"
                        + " deletion protection was turned off\n")
                .contains("; then undo what was done: aws rds modify-db-instance --deletion-protection"
                        + " --db-instance-identifier cruddur-db --region eu-central-1\n");
        assertThat(databases.names()).containsExactly("cruddur-db");
    }

    @Test
    void aClusterGoesWithItsInstances() {
        new EmulatedInstances(aws).cluster("cruddur");
        databases.member("cruddur", "cruddur-1");
        databases.member("cruddur", "cruddur-2");
        aws.settleAfter(2);

        var delete = cli.run(
                        "rds-delete",
                        "--instance",
                        "cruddur",
                        "--final-snapshot",
                        "last",
                        "--confirm",
                        "cruddur",
                        "--wait")
                .succeeded();

        assertThat(delete.out()).isEqualTo("cluster \"cruddur\" is gone, snapshot \"last\" stays\n");
        assertThat(databases.names()).isEmpty();
        assertThat(snapshots.manualOfClusters()).containsExactly("last");
        assertThat(aws.calls())
                .containsSubsequence("rds:DeleteDBInstance", "rds:DeleteDBInstance", "rds:DeleteDBCluster");
    }

    @Test
    void aProtectedClusterKeepsItsInstances() {
        databases.protectedCluster("cruddur");
        databases.member("cruddur", "cruddur-1");

        cli.run("rds-delete", "--instance", "cruddur", "--confirm", "cruddur").failed(5);

        assertThat(databases.names()).containsExactly("cruddur-1", "cruddur");
    }

    @Test
    void aProtectedClusterGoesOnDemand() {
        databases.protectedCluster("cruddur");
        databases.member("cruddur", "cruddur-1");

        cli.run("rds-delete", "--instance", "cruddur", "--disable-deletion-protection", "--confirm", "cruddur")
                .succeeded();

        assertThat(databases.names()).isEmpty();
    }

    @Test
    void aReadReplicaGoesWithoutASnapshot() {
        new EmulatedInstances(aws).instance("cruddur-db");
        try (var states = new EmulatedStates(aws)) {
            states.replica("cruddur-db", "cruddur-replica");
        }

        cli.run("rds-delete", "--instance", "cruddur-replica", "--confirm", "cruddur-replica")
                .succeeded();

        assertThat(databases.names()).containsExactly("cruddur-db");
        assertThat(snapshots.manual()).isEmpty();
    }

    @Test
    void aBrokenInstanceIsDeletedWithoutASnapshotOnly() {
        new EmulatedInstances(aws).instance("cruddur-db");
        try (var states = new EmulatedStates(aws)) {
            states.broken("cruddur-db", "incompatible-restore");
        }

        var delete = cli.run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db")
                .failed(1);

        assertThat(delete.err()).isEqualTo("""
            error: instance "cruddur-db" is incompatible-restore, and AWS makes no snapshot of it
            hint: delete it without one: --no-final-snapshot
            """);
        cli.run("rds-delete", "--instance", "cruddur-db", "--no-final-snapshot", "--confirm", "cruddur-db")
                .succeeded();
        assertThat(databases.names()).isEmpty();
    }

    @Test
    void aProxyIsNoDatabase() {
        databases.placedInstance("cruddur-db", databases.network());
        cli.run(
                        "rds-proxy",
                        "--create",
                        "--instance",
                        "cruddur-db",
                        "--role",
                        "arn:aws:iam::123456789012:role/reads-secrets")
                .succeeded();
        var endpoint = databases.proxy("cruddur-db-proxy").endpoint().replace(".db-proxy-", ".proxy-");

        var delete = cli.with("CONNECTION_URL", "postgresql://app@" + endpoint + ":5432/cruddur")
                .run("rds-delete", "--confirm", "cruddur-db-proxy")
                .failed(2);

        assertThat(delete.err())
                .startsWith("error: proxy \"cruddur-db-proxy\" is no database (from the host in CONNECTION_URL)\n"
                        + "hint: name the database behind it");
        assertThat(databases.names()).containsExactly("cruddur-db");
    }

    @Test
    void aStoppedClusterHasToBeStartedFirst() {
        new EmulatedInstances(aws).cluster("cruddur");
        databases.member("cruddur", "cruddur-1");
        databases.stopCluster("cruddur");

        var delete = cli.run("rds-delete", "--instance", "cruddur", "--confirm", "cruddur")
                .failed(1);

        assertThat(delete.err()).isEqualTo("""
            error: cluster "cruddur" is stopped, and AWS deletes only a running one
            hint: start it first: db-ops rds-start --instance cruddur --wait
            """);
        assertThat(databases.names()).containsExactly("cruddur-1", "cruddur");
    }

    @Test
    void aTakenSnapshotNameIsNoticedBeforeTheInstancesAreGone() {
        new EmulatedInstances(aws).cluster("cruddur");
        databases.member("cruddur", "cruddur-1");
        snapshots.takeOfCluster("cruddur", "last");

        var delete = cli.run("rds-delete", "--instance", "cruddur", "--final-snapshot", "last", "--confirm", "cruddur")
                .failed(2);

        assertThat(delete.err()).startsWith("error: there is a snapshot \"last\" already\n");
        assertThat(databases.names()).containsExactly("cruddur-1", "cruddur");
    }

    @Test
    void instancesThatAreGoneBeforeARefusalAreNamed() {
        new EmulatedInstances(aws).cluster("cruddur");
        databases.member("cruddur", "cruddur-1");
        aws.fail("rds:DeleteDBCluster", "SnapshotQuotaExceeded", 400, 1);

        var delete = cli.run("rds-delete", "--instance", "cruddur", "--confirm", "cruddur")
                .failed(1);

        assertThat(delete.err())
                .contains("; before that, its instance \"cruddur-1\" was deleted\n")
                .contains("Service Quotas (AWS calls this SnapshotQuotaExceeded)\n");
        assertThat(databases.names()).containsExactly("cruddur");
    }

    @Test
    void theLastInstanceOfAClusterLeavesTheClusterBehind() {
        new EmulatedInstances(aws).cluster("cruddur");
        databases.member("cruddur", "cruddur-1");

        var delete = cli.run("rds-delete", "--instance", "cruddur-1", "--confirm", "cruddur-1")
                .succeeded();

        assertThat(delete.err())
                .isEqualTo(
                        "warning: this is the last instance of cluster \"cruddur\": nobody can connect afterwards, and"
                                + " its storage still costs; to delete the cluster: db-ops rds-delete --instance"
                                + " cruddur\n");
        assertThat(databases.names()).containsExactly("cruddur");
        assertThat(snapshots.manualOfClusters()).isEmpty();
    }

    @Test
    void aMemberHasNoSnapshotOfItsOwn() {
        new EmulatedInstances(aws).cluster("cruddur");
        databases.member("cruddur", "cruddur-1");

        var delete = cli.run(
                        "rds-delete", "--instance", "cruddur-1", "--final-snapshot", "last", "--confirm", "cruddur-1")
                .failed(2);

        assertThat(delete.err())
                .startsWith(
                        "error: instance \"cruddur-1\" is a member of cluster \"cruddur\", of which AWS makes no final"
                                + " snapshot\n");
        assertThat(databases.names()).containsExactly("cruddur-1", "cruddur");
    }

    @Test
    void whatIsBeingDeletedIsNotDeletedAgain() {
        new EmulatedInstances(aws).instance("cruddur-db");
        aws.settleAfter(9);
        cli.run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db")
                .succeeded();

        var delete = cli.run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db")
                .failed(1);

        assertThat(delete.err()).startsWith("error: instance \"cruddur-db\" is being deleted already\n");
    }

    @Test
    void aTimeoutWithoutAWaitIsRefusedBeforeAnythingIsDeleted() {
        new EmulatedInstances(aws).instance("cruddur-db");

        var delete = cli.run("rds-delete", "--instance", "cruddur-db", "--timeout", "5m", "--confirm", "cruddur-db")
                .failed(2);

        assertThat(delete.err()).isEqualTo("""
            error: --timeout is for --wait, which is not given
            hint: pass --wait too
            """);
        assertThat(aws.calls()).doesNotContain("rds:DeleteDBInstance");
    }

    @Test
    void snapshotOptionsThatContradictEachOtherAreRefused() {
        var delete = cli.run("rds-delete", "--instance", "x", "--final-snapshot", "last", "--no-final-snapshot")
                .failed(2);

        assertThat(delete.err()).isEqualTo("""
            error: --final-snapshot and --no-final-snapshot do not go together
            hint: give one of them
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "rds:x", "-", "x--y"})
    void aSnapshotNameThatRdsWouldNotTakeIsRefused(String name) {
        new EmulatedInstances(aws).instance("cruddur-db");

        cli.run("rds-delete", "--instance", "cruddur-db", "--final-snapshot=" + name, "--confirm", "cruddur-db")
                .failed(2);

        assertThat(databases.names()).containsExactly("cruddur-db");
    }

    @Test
    void resultsAreForProgramsToo() {
        new EmulatedInstances(aws).instance("cruddur-db");

        var delete = cli.run(
                        "rds-delete",
                        "--instance",
                        "cruddur-db",
                        "--final-snapshot",
                        "last",
                        "--confirm",
                        "cruddur-db",
                        "-o",
                        "json")
                .succeeded();

        assertThat(delete.out())
                .isEqualTo(
                        "{\"type\":\"instance\",\"name\":\"cruddur-db\",\"gone\":false,\"final_snapshot\":\"last\"}\n");
    }
}
