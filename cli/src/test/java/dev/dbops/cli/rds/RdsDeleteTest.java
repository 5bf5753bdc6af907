package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RdsDeleteTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void emptyAccount() {
        rds = new RdsFixture(directory);
    }

    @Test
    void aFinalSnapshotStaysByDefault() {
        rds.instances.instance("cruddur-db");

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db")
                .succeeded();

        assertThat(rds.databases.names()).isEmpty();
        assertThat(rds.snapshots.manual()).singleElement().satisfies(name -> {
            assertThat(name).matches("cruddur-db-final-\\d{8}-\\d{6}");
            assertThat(delete.out())
                    .isEqualTo("instance \"cruddur-db\" is being deleted, snapshot \"%s\" remains\n".formatted(name));
        });
    }

    @Test
    void theInstanceOfTheConnectionUrlIsDeletedWhenItsNameIsTyped() {
        var url = rds.instances.instance("cruddur-db");

        var delete = rds.cli
                .with("CONNECTION_URL", url)
                .typing("cruddur-db\n")
                .run("rds-delete", "--final-snapshot", "Last-One")
                .succeeded();

        assertThat(delete.err()).isEqualTo("""
            this will delete instance "cruddur-db" with its automated backups; the final snapshot "last-one" remains
            type the instance's name to continue:\
            """ + " ");
        assertThat(rds.databases.names()).isEmpty();
        assertThat(rds.snapshots.manual()).containsExactly("last-one");
    }

    @Test
    void theFinalSnapshotCanBeOmitted() {
        rds.instances.instance("cruddur-db");

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--no-final-snapshot", "--confirm", "cruddur-db")
                .succeeded();

        assertThat(delete.out()).isEqualTo("instance \"cruddur-db\" is being deleted\n");
        assertThat(rds.databases.names()).isEmpty();
        assertThat(rds.snapshots.manual()).isEmpty();
    }

    @Test
    void waitingEndsWhenItIsDeleted() {
        rds.instances.instance("cruddur-db");
        rds.aws.settleAfter(3);

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db", "--wait")
                .succeeded();

        assertThat(delete.out()).startsWith("instance \"cruddur-db\" is deleted, snapshot \"cruddur-db-final-");
        assertThat(delete.err()).isEqualTo("instance \"cruddur-db\" is deleting\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--yes", "--no-input", "--confirm=other-db"})
    void withoutItsNameNothingIsDeleted(String option) {
        rds.instances.instance("cruddur-db");

        var delete =
                rds.cli.run("rds-delete", "--instance", "cruddur-db", option).failed(5);

        assertThat(delete.err()).contains("\nhint: ");
        assertThat(rds.databases.names()).containsExactly("cruddur-db");
        assertThat(rds.snapshots.manual()).isEmpty();
    }

    @Test
    void aDryRunShowsTheRequestsAndDeletesNothing() {
        rds.databases.protectedInstance("cruddur-db");

        var delete = rds.cli
                .run(
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
        assertThat(rds.databases.instance("cruddur-db").deletionProtection()).isTrue();
    }

    @Test
    void deletionProtectionIsExplained() {
        rds.databases.protectedInstance("cruddur-db");

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db")
                .failed(5);

        assertThat(delete.err()).isEqualTo("""
            error: instance "cruddur-db" has deletion protection
            hint: to delete it anyway: db-ops rds-delete --instance cruddur-db --disable-deletion-protection
            """);
        assertThat(rds.databases.names()).containsExactly("cruddur-db");
    }

    @Test
    void deletionProtectionIsTurnedOffOnDemand() {
        rds.databases.protectedInstance("cruddur-db");

        rds.cli
                .run(
                        "rds-delete",
                        "--instance",
                        "cruddur-db",
                        "--disable-deletion-protection",
                        "--confirm",
                        "cruddur-db")
                .succeeded();

        assertThat(rds.databases.names()).isEmpty();
    }

    @Test
    void theProtectionOfAStoppedInstanceIsTurnedOffOnlyWhenItRuns() {
        rds.databases.protectedInstance("cruddur-db");
        rds.states.stopped("cruddur-db");

        var delete = rds.cli
                .run(
                        "rds-delete",
                        "--instance",
                        "cruddur-db",
                        "--disable-deletion-protection",
                        "--confirm",
                        "cruddur-db")
                .failed(1);

        assertThat(delete.err()).isEqualTo("""
            error: instance "cruddur-db" is stopped, and AWS turns deletion protection off only while it runs
            hint: start it first: db-ops rds-start --instance cruddur-db --wait
            """);
    }

    @Test
    void protectionTurnedOffBeforeAFailureIsNamed() {
        rds.databases.protectedInstance("cruddur-db");
        rds.aws.fail("rds:DeleteDBInstance", "AccessDenied", 403, 9);

        var delete = rds.cli
                .run(
                        "rds-delete",
                        "--instance",
                        "cruddur-db",
                        "--disable-deletion-protection",
                        "--confirm",
                        "cruddur-db")
                .failed(4);

        assertThat(delete.err())
                .contains("error: AWS denies rds:DeleteDBInstance: the emulator fails as requested; before that, its"
                        + " deletion protection was turned off\n")
                .contains("; then undo what was done: db-ops rds-modify --instance cruddur-db"
                        + " --deletion-protection --yes --region eu-central-1\n");
        assertThat(rds.databases.names()).containsExactly("cruddur-db");
    }

    @Test
    void aClusterIsDeletedWithItsInstances() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");
        rds.databases.member("cruddur", "cruddur-2");
        rds.aws.settleAfter(2);

        var delete = rds.cli
                .run(
                        "rds-delete",
                        "--instance",
                        "cruddur",
                        "--final-snapshot",
                        "last",
                        "--confirm",
                        "cruddur",
                        "--wait")
                .succeeded();

        assertThat(delete.out()).isEqualTo("cluster \"cruddur\" is deleted, snapshot \"last\" remains\n");
        assertThat(rds.databases.names()).isEmpty();
        assertThat(rds.snapshots.manualOfClusters()).containsExactly("last");
        assertThat(rds.aws.calls())
                .containsSubsequence("rds:DeleteDBInstance", "rds:DeleteDBInstance", "rds:DeleteDBCluster");
    }

    @Test
    void aProtectedClusterKeepsItsInstances() {
        rds.databases.protectedCluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");

        rds.cli
                .run("rds-delete", "--instance", "cruddur", "--confirm", "cruddur")
                .failed(5);

        assertThat(rds.databases.names()).containsExactly("cruddur-1", "cruddur");
    }

    @Test
    void aProtectedClusterIsDeletedOnDemand() {
        rds.databases.protectedCluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");

        rds.cli
                .run("rds-delete", "--instance", "cruddur", "--disable-deletion-protection", "--confirm", "cruddur")
                .succeeded();

        assertThat(rds.databases.names()).isEmpty();
    }

    @Test
    void aReadReplicaIsDeletedWithoutASnapshot() {
        rds.instances.instance("cruddur-db");
        rds.states.replica("cruddur-db", "cruddur-replica");

        rds.cli
                .run("rds-delete", "--instance", "cruddur-replica", "--confirm", "cruddur-replica")
                .succeeded();

        assertThat(rds.databases.names()).containsExactly("cruddur-db");
        assertThat(rds.snapshots.manual()).isEmpty();
    }

    @Test
    void aBrokenInstanceIsDeletedWithoutASnapshotOnly() {
        rds.instances.instance("cruddur-db");
        rds.states.broken("cruddur-db", "incompatible-restore");

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db")
                .failed(1);

        assertThat(delete.err()).isEqualTo("""
            error: instance "cruddur-db" is incompatible-restore, and AWS makes no snapshot of it
            hint: delete it without one: --no-final-snapshot
            """);
        rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--no-final-snapshot", "--confirm", "cruddur-db")
                .succeeded();
        assertThat(rds.databases.names()).isEmpty();
    }

    @Test
    void aProxyIsNotADatabase() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());
        rds.cli
                .run(
                        "rds-proxy",
                        "--create",
                        "--instance",
                        "cruddur-db",
                        "--role",
                        "arn:aws:iam::123456789012:role/reads-secrets")
                .succeeded();
        var endpoint = rds.databases.proxy("cruddur-db-proxy").endpoint().replace(".db-proxy-", ".proxy-");

        var delete = rds.cli
                .with("CONNECTION_URL", "postgresql://app@" + endpoint + ":5432/cruddur")
                .run("rds-delete", "--confirm", "cruddur-db-proxy")
                .failed(2);

        assertThat(delete.err())
                .startsWith("error: proxy \"cruddur-db-proxy\" is not a database (from the host in CONNECTION_URL)\n"
                        + "hint: pass the database of the proxy");
        assertThat(rds.databases.names()).containsExactly("cruddur-db");
    }

    @Test
    void aStoppedClusterHasToBeStartedFirst() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");
        rds.databases.stopCluster("cruddur");

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur", "--confirm", "cruddur")
                .failed(1);

        assertThat(delete.err()).isEqualTo("""
            error: cluster "cruddur" is stopped, and AWS deletes only a running one
            hint: start it first: db-ops rds-start --instance cruddur --wait
            """);
        assertThat(rds.databases.names()).containsExactly("cruddur-1", "cruddur");
    }

    @Test
    void aTakenSnapshotNameIsNoticedBeforeTheInstancesAreGone() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");
        rds.snapshots.takeOfCluster("cruddur", "last");

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur", "--final-snapshot", "last", "--confirm", "cruddur")
                .failed(2);

        assertThat(delete.err()).startsWith("error: there is a snapshot \"last\" already\n");
        assertThat(rds.databases.names()).containsExactly("cruddur-1", "cruddur");
    }

    @Test
    void instancesDeletedBeforeARefusalAreNamed() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");
        rds.aws.fail("rds:DeleteDBCluster", "SnapshotQuotaExceeded", 400, 1);

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur", "--confirm", "cruddur")
                .failed(1);

        assertThat(delete.err())
                .contains("; before that, its instance \"cruddur-1\" was deleted\n")
                .contains("Service Quotas (AWS calls this SnapshotQuotaExceeded)\n");
        assertThat(rds.databases.names()).containsExactly("cruddur");
    }

    @Test
    void deletingTheLastInstanceOfAClusterWarns() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur-1", "--confirm", "cruddur-1")
                .succeeded();

        assertThat(delete.err())
                .isEqualTo(
                        "warning: this is the last instance of cluster \"cruddur\": no client can connect afterwards,"
                                + " and its storage still costs; to delete the cluster: db-ops rds-delete --instance"
                                + " cruddur\n");
        assertThat(rds.databases.names()).containsExactly("cruddur");
        assertThat(rds.snapshots.manualOfClusters()).isEmpty();
    }

    @Test
    void aMemberHasNoSnapshotOfItsOwn() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur-1", "--final-snapshot", "last", "--confirm", "cruddur-1")
                .failed(2);

        assertThat(delete.err())
                .startsWith("error: instance \"cruddur-1\" is a member of cluster \"cruddur\", and AWS makes no final"
                        + " snapshot of it\n");
        assertThat(rds.databases.names()).containsExactly("cruddur-1", "cruddur");
    }

    @Test
    void whatIsBeingDeletedIsNotDeletedAgain() {
        rds.instances.instance("cruddur-db");
        rds.aws.settleAfter(9);
        rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db")
                .succeeded();

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--confirm", "cruddur-db")
                .failed(1);

        assertThat(delete.err()).startsWith("error: instance \"cruddur-db\" is being deleted already\n");
    }

    @Test
    void aTimeoutWithoutAWaitIsRefusedBeforeAnythingIsDeleted() {
        rds.instances.instance("cruddur-db");

        var delete = rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--timeout", "5m", "--confirm", "cruddur-db")
                .failed(2);

        assertThat(delete.err()).isEqualTo("""
            error: --timeout requires --wait
            hint: add --wait
            """);
        assertThat(rds.aws.calls()).doesNotContain("rds:DeleteDBInstance");
    }

    @Test
    void snapshotOptionsThatContradictEachOtherAreRefused() {
        var delete = rds.cli
                .run("rds-delete", "--instance", "x", "--final-snapshot", "last", "--no-final-snapshot")
                .failed(2);

        assertThat(delete.err()).isEqualTo("""
            error: --final-snapshot and --no-final-snapshot cannot be combined
            hint: pass one of them
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "rds:x", "-", "x--y"})
    void aSnapshotNameThatRdsWouldNotTakeIsRefused(String name) {
        rds.instances.instance("cruddur-db");

        rds.cli
                .run("rds-delete", "--instance", "cruddur-db", "--final-snapshot=" + name, "--confirm", "cruddur-db")
                .failed(2);

        assertThat(rds.databases.names()).containsExactly("cruddur-db");
    }

    @Test
    void resultsAreForProgramsToo() {
        rds.instances.instance("cruddur-db");

        var delete = rds.cli
                .run(
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
