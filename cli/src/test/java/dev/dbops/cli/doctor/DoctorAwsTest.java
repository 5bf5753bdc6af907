package dev.dbops.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedDatabases;
import dev.dbops.aws.EmulatedInstances;
import dev.dbops.aws.EmulatedStates;
import dev.dbops.aws.EmulatedTroubles;
import dev.dbops.cli.Cli;
import dev.dbops.testing.TestServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section aws of {@code doctor}; what it finds is in the tests of AwsExamination. */
class DoctorAwsTest {
    @TempDir
    private Path directory;

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedInstances instances = new EmulatedInstances(aws);
    private final EmulatedDatabases databases = new EmulatedDatabases(aws);

    @AutoClose
    private final EmulatedStates states = new EmulatedStates(aws);

    private Cli cli;

    @BeforeEach
    void commandLine() {
        cli = new Cli(directory)
                .with(aws.variables())
                .with("DB_OPS_ADDRESS_URL", aws.url() + "/ip/v4")
                .with("DB_OPS_ADDRESS_URL_V6", aws.url() + "/ip/v6");
    }

    /** A new database of a real server, by the name of an endpoint on RDS and through a tunnel. */
    private static String tunnel(String host) {
        var server = TestServer.carried();
        return "postgresql://postgres:%s@%s:%d/%s?hostaddr=127.0.0.1&sslmode=disable"
                .formatted(
                        URLEncoder.encode(TestServer.PASSWORD, StandardCharsets.UTF_8)
                                .replace("+", "%20"),
                        host,
                        server.port(),
                        server.newDatabase().database());
    }

    /** The same where nobody listens. */
    private static String closed(String host) {
        return "postgresql://app@%s:1/cruddur?hostaddr=127.0.0.1&sslmode=disable".formatted(host);
    }

    private static String host(String url) {
        return url.substring(url.indexOf('@') + 1, url.lastIndexOf(':'));
    }

    @Test
    void aDatabaseOnRdsIsAskedAboutWhileItIsConnectedTo() {
        var host = new EmulatedTroubles(aws).publicInstance("cruddur-db", databases.network());

        var transcript = cli.with("CONNECTION_URL", tunnel(host)).run("doctor");

        assertThat(transcript.out())
                .contains("\naws\n  ok       credentials ")
                .contains("instance \"cruddur-db\" is available: db.t4g.micro, postgres 17.6")
                .contains("the connection goes through a tunnel that begins at this machine")
                .contains("automated backups are kept for 1 day");
        assertThat(aws.calls()).contains("ec2:DescribeRouteTables", "cloudwatch:GetMetricStatistics");
    }

    @Test
    void aStoppedInstanceExplainsWhyNobodyAnswers() {
        var host = host(instances.instance("cruddur-db"));
        states.stopped("cruddur-db");

        var transcript = cli.with("STAGING_CONNECTION_URL", closed(host))
                .run("doctor", "staging")
                .failed(1);

        assertThat(transcript.out())
                .containsSubsequence(
                        "failed   TCP",
                        "\naws\n",
                        "failed   instance",
                        "instance \"cruddur-db\" is stopped",
                        "-> db-ops rds-start --wait staging");
    }

    @Test
    void theClusterAtTheEndOfATunnelIsNamed() {
        databases.protectedCluster("cruddur");
        states.member("cruddur", "cruddur-1");

        var transcript = cli.with(TestServer.carried().newDatabase())
                .run("doctor", "--instance", "cruddur", "--region", "eu-central-1", "-o", "json");

        assertThat(transcript.out())
                .contains("cluster \\\"cruddur\\\" is available: db.r8g.large, aurora-postgresql 17.5")
                .contains("\"section\":\"aws\",\"step\":\"deletion protection\",\"outcome\":\"ok\"");
    }

    @Test
    void aProxyIsLookedAtToo() {
        var url = states.proxy("cruddur-proxy");
        var host = url.substring(url.indexOf('@') + 1, url.lastIndexOf('/'));

        var transcript = cli.with("CONNECTION_URL", closed(host)).run("doctor").failed(1);

        assertThat(transcript.out()).contains("proxy \"cruddur-proxy\" is available");
    }

    @Test
    void theChecksOfAwsAreSkippedForAnotherDatabase() {
        instances.instance("cruddur-db");
        var before = aws.calls().size();

        var transcript = cli.with(TestServer.carried().newDatabase())
                .with("RDS_INSTANCE_ID", "cruddur-db")
                .run("doctor");

        assertThat(transcript.out()).doesNotContain("\naws\n");
        assertThat(aws.calls()).hasSize(before);
    }

    @Test
    void doctorContinuesWithoutCredentials() {
        var host = host(instances.instance("cruddur-db"));
        var bare = new Cli(directory)
                .with("AWS_ENDPOINT_URL", aws.url())
                .with("AWS_EC2_METADATA_DISABLED", "true")
                .with("DB_OPS_ADDRESS_URL", aws.url() + "/ip/v4")
                .with("CONNECTION_URL", tunnel(host));

        var transcript = bare.run("doctor").succeeded();

        assertThat(transcript.out())
                .contains("ok       authentication")
                .containsSubsequence("\naws\n  skipped  credentials", "no AWS credentials were found", "aws sso login");
    }

    @Test
    void aProfileThatIsNotThereIsAWarning() {
        var host = host(instances.instance("cruddur-db"));

        var transcript = cli.with("CONNECTION_URL", tunnel(host)).run("doctor", "--profile", "nobody");

        assertThat(transcript.out()).containsSubsequence("warning  credentials", "there is no AWS profile \"nobody\"");
    }

    @Test
    void anInvalidInstanceNameIsWrongUsage() {
        var transcript = cli.with(TestServer.carried().newDatabase())
                .run("doctor", "--instance", "not_a_name")
                .failed(2);

        assertThat(transcript.err())
                .startsWith("error: \"not_a_name\" is not the name of an RDS instance or cluster (from --instance)");
    }
}
