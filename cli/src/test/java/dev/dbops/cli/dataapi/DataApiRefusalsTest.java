package dev.dbops.cli.dataapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.dataapi.AuroraStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataApiRefusalsTest extends DataApiProject {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "events-tail",
                "events-replay --to -",
                "schema-dump",
                "drop --yes",
                "setup --yes",
                "wait",
                "migrate-status",
                "migrate-rollback --yes"
            })
    void commandsThatNeedAConnectionAreRefused(String command) throws IOException {
        Files.createDirectories(directory.resolve("db/migrations"));
        Files.writeString(directory.resolve("db/migrations/V1__a.sql"), "SELECT 1;\n");
        Files.writeString(directory.resolve("schema.sql"), "SELECT 1;\n");
        var refused = both.run(command.split(" ")).failed(2);
        assertThat(refused.err())
                .contains(
                        command.replaceFirst(" .*", "")
                                + " needs a connection, and does not work through the RDS Data API",
                        "leave out --data-api");
        assertThat(both.api().calls()).isEmpty();
    }

    @Test
    void eachLimitIsASentence() throws IOException {
        Files.writeString(directory.resolve("long.sql"), "SELECT '" + "x".repeat(65_500) + "'");
        assertThat(both.run("query", "-f", "long.sql").failed(3).err())
                .contains("long.sql:1:1: ", " characters with what db-ops adds, and the Data API accepts 65536");
        assertThat(both.run("query", "SELECT repeat('x', 1000) FROM generate_series(1, 1100)")
                        .failed(3)
                        .err())
                .contains("the result is larger than 1 MiB, the limit of the Data API (SQLSTATE 54000)", "add LIMIT");
        assertThat(both.run("query", "SELECT repeat('x', 70000)").failed(3).err())
                .contains("a row of the result is larger than 64 KB, the limit of the Data API");
        both.api().limit(300);
        assertThat(both.run("query", "SELECT pg_sleep(20)").failed(3).err())
                .contains("the statement ran longer than 45 seconds, the limit of the Data API");
    }

    @Test
    void aPausedClusterIsAwaited() {
        both.api().pause(2);
        assertThat(both.run("query", "SELECT 1 AS one", "--value").succeeded().out())
                .isEqualTo("1\n");
    }

    @Test
    void refusalsOfAwsAreSentences() {
        var parameters = "?data_api=true&cluster_arn=%s&secret=%s";
        var other = AuroraStandIn.SECRET.replace("aurora", "other");
        assertThat(both.cli(parameters.formatted(AuroraStandIn.CLUSTER, other))
                        .run("query", "SELECT 1")
                        .failed(4)
                        .err())
                .contains("the RDS Data API cannot reach the database: ", "another secret");
        assertThat(both.cli(parameters.formatted("aurora", other))
                        .run("query", "SELECT 1")
                        .failed(2)
                        .err())
                .contains("\"aurora\" is not the ARN of a cluster");
        assertThat(both.cli(parameters.formatted(AuroraStandIn.CLUSTER, "aurora"))
                        .run("query", "SELECT 1")
                        .failed(2)
                        .err())
                .contains("the Data API needs the ARN of the secret, and \"aurora\" is a name");
        assertThat(both.cli("?via=ssh:bastion")
                        .run("query", "SELECT 1", "--data-api")
                        .failed(2)
                        .err())
                .contains("the RDS Data API needs no tunnel");
    }

    @Test
    void theClusterAndItsSecretAreFoundByTheHost() {
        var aws = AwsEmulator.reset();
        try (var clients = aws.clients()) {
            var cluster = clients.rds()
                    .createDBCluster(request -> request.dbClusterIdentifier("aurora")
                            .engine("aurora-postgresql")
                            .enableHttpEndpoint(true)
                            .masterUsername("postgres")
                            .manageMasterUserPassword(true))
                    .dbCluster();
            both.api().acceptSecret(cluster.masterUserSecret().secretArn());
            for (var host : List.of(cluster.endpoint(), cluster.readerEndpoint())) {
                var cli = both.cli("")
                        .with(aws.variables())
                        .with("CONNECTION_URL", "postgresql://%s/%s".formatted(host, both.database()));
                assertThat(cli.run("query", "SELECT 1", "--value", "--data-api")
                                .succeeded()
                                .out())
                        .isEqualTo("1\n");
            }
        }
    }

    @Test
    void aClusterThatCannotBeUsedIsRefused() {
        var aws = AwsEmulator.reset();
        try (var clients = aws.clients()) {
            var cluster = clients.rds()
                    .createDBCluster(request -> request.dbClusterIdentifier("aurora")
                            .engine("aurora-postgresql")
                            .masterUsername("postgres")
                            .manageMasterUserPassword(true))
                    .dbCluster();
            var cli = both.cli("?data_api=true")
                    .with(aws.variables())
                    .with("CONNECTION_URL", "postgresql://" + cluster.endpoint() + "/" + both.database());
            assertThat(cli.run("sessions", "--data-api").failed(2).err())
                    .contains("the Data API is not enabled on the cluster \"aurora\"")
                    .contains("aws rds enable-http-endpoint --resource-arn " + cluster.dbClusterArn());
            assertThat(cli.with("CONNECTION_URL", "postgresql://nowhere.invalid/x?data_api=true")
                            .run("sessions")
                            .failed(2)
                            .err())
                    .contains("no cluster in eu-central-1 has the endpoint nowhere.invalid", "--cluster-arn");
        }
    }
}
