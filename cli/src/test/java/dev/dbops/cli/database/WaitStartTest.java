package dev.dbops.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedInstances;
import dev.dbops.aws.EmulatedStates;
import dev.dbops.cli.Cli;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The started instance is the emulator's; the server that then answers is real. */
class WaitStartTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedStates states;
    private Cli cli;

    @BeforeEach
    void oneInstance() {
        aws = AwsEmulator.reset();
        states = new EmulatedStates(aws);
        cli = new Cli(directory).with(aws.variables()).with(server.target("postgres"));
        new EmulatedInstances(aws).instance("cruddur-db");
    }

    @AfterEach
    void closeClients() {
        states.close();
    }

    @Test
    void aStoppedInstanceIsStartedAndItsSqlIsWaitedFor() {
        states.stopped("cruddur-db");
        aws.settleAfter(3);

        var wait = cli.run("wait", "--start", "--instance", "cruddur-db").succeeded();

        assertThat(wait.out()).isEqualTo("the database answers\n");
        assertThat(wait.err()).endsWith("""
            instance "cruddur-db" is starting
            instance "cruddur-db" is available
            """);
        assertThat(states.state("cruddur-db")).isEqualTo("available");
    }

    @Test
    void theInstanceIsTheOneOfTheUrl() {
        var url = new EmulatedInstances(aws).instance("staging-db");
        states.stopped("staging-db");
        aws.settleAfter(1000);

        var wait = cli.with("CONNECTION_URL", url)
                .run("wait", "--start", "--timeout", "200ms")
                .failed(1);

        assertThat(wait.out()).isEqualTo("the database does not answer\n");
        assertThat(wait.err()).contains("warning: instance \"staging-db\" is still starting after 200 ms\n");
    }

    @Test
    void oneThatIsStoppingIsStartedAfterwards() {
        aws.settleAfter(3);
        states.stopped("cruddur-db");

        cli.run("wait", "--start", "--instance", "cruddur-db").succeeded();

        assertThat(states.state("cruddur-db")).isEqualTo("available");
    }

    @Test
    void aClusterIsStartedToo() {
        new EmulatedInstances(aws).cluster("cruddur");
        states.member("cruddur", "cruddur-1").stoppedCluster("cruddur");

        cli.run("wait", "--start", "--instance", "cruddur").succeeded();

        assertThat(states.clusterState("cruddur")).isEqualTo("available");
    }

    @Test
    void aRunningOneIsNotStarted() {
        cli.run("wait", "--start", "--instance", "cruddur-db").succeeded();

        assertThat(aws.calls()).doesNotContain("rds:StartDBInstance");
    }

    @Test
    void aBrokenOneEndsTheWaitAtOnce() {
        states.broken("cruddur-db", "storage-full");

        var wait = cli.run("wait", "--start", "--instance", "cruddur-db").failed(1);

        assertThat(wait.err()).contains("error: instance \"cruddur-db\" is storage-full, and cannot be started\nhint:");
    }

    @Test
    void aDryRunStartsNothing() {
        states.stopped("cruddur-db");

        var wait = cli.run("wait", "--start", "--instance", "cruddur-db", "--dry-run")
                .failed(1);

        assertThat(wait.err())
                .contains("warning: instance \"cruddur-db\" is stopped; without --dry-run it would be started\n");
        assertThat(states.state("cruddur-db")).isEqualTo("stopped");
    }

    @Test
    void aHostThatIsNotOnRdsIsRefused() {
        var wait = cli.run("wait", "--start").failed(2);

        assertThat(wait.err())
                .startsWith("error: the host 127.0.0.1:")
                .contains("is not an endpoint of Amazon RDS")
                .contains("hint: name the instance: --instance NAME, or RDS_INSTANCE_ID\n");
    }

    @Test
    void theLocalServerIsRefused() {
        var wait = cli.with("CONNECTION_URL", "").run("wait", "--start").failed(2);

        assertThat(wait.err()).isEqualTo("""
            error: the target is the local server, which is not on RDS
            hint: set CONNECTION_URL; to start only an instance: db-ops rds-start
            """);
    }

    @Test
    void withoutCredentialsTheHintSaysHowToLogIn() {
        cli.with("AWS_ACCESS_KEY_ID", "").with("AWS_SECRET_ACCESS_KEY", "");

        var wait = cli.run("wait", "--start", "--instance", "cruddur-db").failed(4);

        assertThat(wait.err()).contains("error: no AWS credentials were found\nhint: log in");
    }

    @Test
    void optionsThatOnlyAskAwsNeedStart() {
        var wait = cli.run("wait", "--instance", "cruddur-db").failed(2);

        assertThat(wait.err()).isEqualTo("""
            error: --instance, --region and --profile require --start
            hint: add --start
            """);
    }
}
