package dev.dbops.aws.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedSecrets;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import dev.dbops.testing.GuardedServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretRotationTest {
    @Test
    void aRotationDuringARunIsSurvivedByTheNextConnection() throws IOException, SQLException {
        var aws = AwsEmulator.reset();
        var secrets = new EmulatedSecrets(aws);
        try (var server = GuardedServer.start()) {
            // given
            server.execute("CREATE ROLE app LOGIN PASSWORD 'first'");
            secrets.create("cruddur", EmulatedSecrets.json("app", "first"));
            var target = target(server).withCredentials(new SecretLogin(aws.settings(), "cruddur"));
            Database.connect(target).close();
            Database.connect(target).close();

            // when
            server.execute("ALTER ROLE app PASSWORD 'second'");
            secrets.rotate("cruddur", EmulatedSecrets.json("app", "second"));

            // then
            Database.connect(target).close();
            Database.connect(target).close();
            assertThat(aws.calls().stream().filter("secretsmanager:GetSecretValue"::equals))
                    .hasSize(2);
        }
    }

    @Test
    void aRotationThatAlternatesBetweenTwoUsersIsToo() throws IOException, SQLException {
        var aws = AwsEmulator.reset();
        var secrets = new EmulatedSecrets(aws);
        try (var server = GuardedServer.start()) {
            // given
            server.execute("CREATE ROLE app LOGIN PASSWORD 'first'; CREATE ROLE app_clone LOGIN PASSWORD 'second'");
            secrets.create("cruddur", EmulatedSecrets.json("app", "first"));
            var target = target(server).withCredentials(new SecretLogin(aws.settings(), "cruddur"));
            Database.connect(target).close();

            // when
            server.execute("ALTER ROLE app PASSWORD 'third'");
            secrets.rotate("cruddur", EmulatedSecrets.json("app_clone", "second"));

            // then
            Database.connect(target).close();
        }
    }

    private static ConnectionTarget target(GuardedServer server) {
        return new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", server.port())),
                "postgres",
                "",
                Optional.empty(),
                Map.of(ConnectionTarget.SECRET, "cruddur"),
                new Origin.UrlOption());
    }
}
