package dev.dbops.aws.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.CanonicalName;
import dev.dbops.aws.NameServer;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IamTokensTest {
    private static final String ENDPOINT = "cruddur.abc123.eu-west-2.rds.amazonaws.com";

    @Test
    void aNameOfOnesOwnDomainStandsForTheEndpointThatTheTokenIsFor() throws IOException {
        try (var server =
                new NameServer(Map.of("db.example.org", "alias.example.org", "alias.example.org", ENDPOINT))) {
            var tokens = new IamTokens(AwsEmulator.reset().settings(), new CanonicalName(server.url()));

            var login = tokens.login(target("db.example.org"));

            assertThat(login.user()).isEqualTo("app");
            assertThat(target("db.example.org").as(login).address())
                    .as("the certificate must be the endpoint's, so that the alias leads nowhere else")
                    .isEqualTo(ENDPOINT + ":5433");
            assertThat(login.password().value())
                    .startsWith(ENDPOINT + ":5433/?DBUser=app&")
                    .contains("%2Feu-west-2%2Frds-db%2F");
        }
    }

    @Test
    void theTokenIsForTheHostNameAsRdsWritesIt() {
        var tokens = new IamTokens(AwsEmulator.reset().settings(), new CanonicalName("dns:"));

        var login = tokens.login(target("Cruddur.ABC123.eu-west-2.rds.amazonaws.com."));

        assertThat(login.password().value()).startsWith(ENDPOINT + ":5433/?");
        assertThat(target("x").as(login).address()).isEqualTo(ENDPOINT + ":5433");
    }

    @Test
    void aNameThatStandsForNothingOnRdsHasNoTokens() throws IOException {
        try (var server = new NameServer(Map.of("db.example.org", "host.example.org"))) {
            var tokens = new IamTokens(AwsEmulator.reset().settings(), new CanonicalName(server.url()));

            for (var host : List.of("db.example.org", "other.example.org", "localhost", "::1")) {
                assertThatThrownBy(() -> tokens.login(target(host)))
                        .isInstanceOf(OpsException.class)
                        .hasMessage(
                                "iam_auth needs an endpoint of Amazon RDS, and " + host + " is not one (from --url)");
            }
        }
    }

    @Test
    void theWriterOfAGlobalDatabaseIsInTheRegionOfTheSettings() {
        var tokens = new IamTokens(AwsEmulator.reset().settings(), new CanonicalName("dns:"));

        var login = tokens.login(target("cruddur.global-abc123.global.rds.amazonaws.com"));

        assertThat(login.password().value()).contains("%2F" + AwsEmulator.REGION + "%2Frds-db%2F");
    }

    private static ConnectionTarget target(String host) {
        return new ConnectionTarget(
                List.of(new HostPort(host, 5433)),
                "cruddur",
                "app",
                Optional.empty(),
                Map.of(ConnectionTarget.IAM_AUTH, "true"),
                new Origin.UrlOption());
    }
}
