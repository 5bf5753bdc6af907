package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsStatusTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void emptyAccount() {
        rds = new RdsFixture(directory);
    }

    @Test
    void theInstanceIsTheOneOfTheConnectionUrl() {
        var url = rds.instances.instance("cruddur-db");

        var status = rds.cli.with("CONNECTION_URL", url).run("rds-status").succeeded();

        assertThat(withoutWindows(status.out())).isEqualTo("""
            type                   instance
            name                   cruddur-db
            state                  available
            engine                 postgres
            engine version         17.6
            instance class         db.t4g.micro
            endpoint               cruddur-db.aaaaaaaaaa.eu-central-1.rds.amazonaws.com
            port                   5432
            url                    postgresql://postgres@cruddur-db.aaaaaaaaaa.eu-central-1.rds.amazonaws.com:5432/postgres
            storage gib            20
            storage type           gp2
            encrypted              no
            multi az               no
            availability zone      eu-central-1a
            tls forced             yes
            iam authentication     no
            backup retention days  1
            deletion protection    no
            """);
    }

    @Test
    void programsGetEveryFieldWithItsType() {
        rds.instances.instance("cruddur-db");

        var status = rds.cli
                .run("rds-status", "--instance", "cruddur-db", "-o", "json")
                .succeeded();

        assertThat(status.out())
                .contains(
                        "\"port\":5432,\"reader_endpoint\":null,\"url\":\"postgresql://postgres@cruddur-db.aaaaaaaaaa.eu-central-1.rds.amazonaws.com:5432/postgres\",\"secret\":null,\"storage_gib\":20,")
                .contains("\"multi_az\":false,")
                .contains("\"security_groups\":[\"sg-")
                .contains("\"starts_itself_at\":null,\"members\":[]}");
    }

    @Test
    void theUrlAndTheSecretOfAnInstanceThatWasCreatedWithoutWaitingAreShown() {
        rds.aws.settleAfter(1);
        rds.cli
                .run("rds-create", "--instance", "cruddur-db", "--database", "cruddur")
                .succeeded();
        var secret = rds.databases.instance("cruddur-db").masterUserSecret().secretArn();

        var status = rds.cli.run("rds-status", "--instance", "cruddur-db").succeeded();

        assertThat(status.out())
                .contains("secret                 " + secret + "\n")
                .containsPattern("url +postgresql://postgres@cruddur-db[.].*:5432/cruddur[?]secret="
                        + secret.replace("!", "%21"));
    }

    @Test
    void theUrlAndTheSecretOfAClusterAreShown() {
        rds.cli.run("rds-create", "--instance", "cruddur", "--aurora", "--wait").succeeded();

        var status = rds.cli.run("rds-status", "--instance", "cruddur").succeeded();

        assertThat(status.out())
                .containsPattern("url +postgresql://postgres@.*[?]secret=arn:")
                .containsPattern("\nsecret +arn:");
    }

    @Test
    void aStoppedOneSaysWhenAwsStartsItAgain() {
        rds.instances.instance("cruddur-db");
        rds.states.stopped("cruddur-db");

        var status = rds.cli
                .run("rds-status", "--instance", "cruddur-db", "-o", "csv")
                .succeeded();

        var inSevenDays = Instant.now().plus(Duration.ofDays(7)).truncatedTo(ChronoUnit.DAYS);
        assertThat(status.out())
                .contains(",stopped,")
                .contains(inSevenDays.toString().substring(0, 10));
    }

    @Test
    void aClusterShowsItsMembersAndWhichOneWrites() {
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-1").member("cruddur", "cruddur-2");

        var status = rds.cli.run("rds-status", "--instance", "cruddur").succeeded();

        assertThat(status.out()).contains("reader endpoint").endsWith("""

            INSTANCE   ROLE    STATE      INSTANCE CLASS  AVAILABILITY ZONE
            cruddur-1  writer  available  db.r8g.large    eu-central-1a
            cruddur-2  reader  available  db.r8g.large    eu-central-1a
            """);
    }

    @Test
    void ofAMemberTheClusterSParametersCount() {
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-1");

        var status = rds.cli.run("rds-status", "--instance", "cruddur-1").succeeded();

        assertThat(status.out())
                .contains("\ncluster                cruddur\n")
                .contains("\ntls forced             yes\n");
        assertThat(rds.aws.calls())
                .contains("rds:DescribeDBClusterParameters")
                .doesNotContain("rds:DescribeDBParameters");
    }

    @Test
    void tlsIsForcedByTheParameterGroup() {
        rds.states.ofVersion("old-db", "14.9").ofVersion("new-db", "16.4");

        var old =
                rds.cli.run("rds-status", "--instance", "old-db", "-o", "json").succeeded();
        var current =
                rds.cli.run("rds-status", "--instance", "new-db", "-o", "json").succeeded();

        assertThat(old.out()).contains("\"tls_forced\":false");
        assertThat(current.out()).contains("\"tls_forced\":true");
    }

    @Test
    void replicasAreShownOnBothSides() {
        rds.instances.instance("cruddur-db");
        rds.states.replica("cruddur-db", "reader-1").replica("cruddur-db", "reader-2");

        var source = rds.cli.run("rds-status", "--instance", "cruddur-db").succeeded();
        var replica = rds.cli.run("rds-status", "--instance", "reader-1").succeeded();

        assertThat(source.out()).contains("\nread replicas          reader-1, reader-2\n");
        assertThat(replica.out()).contains("\nreplica of             cruddur-db\n");
    }

    @Test
    void aProxyShowsWhetherItRequiresTls() {
        rds.cli.with("CONNECTION_URL", rds.states.proxy("cruddur-proxy"));

        var status = rds.cli.run("rds-status").succeeded();

        assertThat(status.out())
                .startsWith("type             proxy\nname             cruddur-proxy\n")
                .contains("\ntls forced       yes\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rds-start    | proxy "cruddur-proxy" cannot be started: it is a proxy for an instance or a cluster
        rds-stop     | proxy "cruddur-proxy" cannot be stopped: it is a proxy for an instance or a cluster
        rds-failover | proxy "cruddur-proxy" does not fail over: it is a proxy for an instance or a cluster
        rds-logs     | proxy "cruddur-proxy" has no log files of its own
        wait --start | proxy "cruddur-proxy" cannot be started: it is a proxy for an instance or a cluster
        """)
    void aProxyRefusesTheCommandsOfItsDatabase(String command, String sentence) {
        rds.cli.with("CONNECTION_URL", rds.states.proxy("cruddur-proxy"));

        var refused = rds.cli.run(command.split(" ")).failed(2);

        assertThat(refused.err())
                .contains("error: " + sentence + "\nhint: pass ")
                .contains(": --instance NAME\n");
    }

    @Test
    void aMisspeltNameIsCorrected() {
        rds.instances.instance("cruddur-db");

        var status = rds.cli.run("rds-status", "--instance", "crudur-db").failed(2);

        assertThat(status.err()).isEqualTo("""
            error: there is no instance or cluster "crudur-db" in eu-central-1 (from --instance)
            hint: did you mean "cruddur-db"?
            """);
    }

    @Test
    void anInstanceDeletedMeanwhileIsReported() {
        rds.instances.instance("cruddur-db");
        rds.aws.failAfter("rds:DescribeDBInstances", 1, "DBInstanceNotFound", 404);

        var status = rds.cli.run("rds-status", "--instance", "cruddur-db").failed(1);

        assertThat(status.err()).isEqualTo("""
            error: instance "cruddur-db" no longer exists
            hint: was it deleted?
            """);
    }

    /** AWS chooses the windows and the security group at random. */
    private static String withoutWindows(String status) {
        return status.lines()
                .filter(line -> !line.contains(" window") && !line.startsWith("security groups"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
