package dev.dbops.tunnel.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.testing.SsmStandIn;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tunnels through AWS Systems Manager, with stand-ins for the programs of AWS. */
@Timeout(120)
class SsmTunnelTest {
    private static final String INSTANCE = "i-0123456789abcdef0";

    private final ConnectionTarget database = TestServer.carried().newDatabase();

    @TempDir
    private Path directory;

    private SsmStandIn aws;
    private Tunnels tunnels;

    @BeforeEach
    void install() throws IOException {
        aws = new SsmStandIn(directory);
        use(Map.of());
    }

    private void use(Map<String, String> further) {
        var variables = new HashMap<>(aws.variables());
        variables.putAll(further);
        if (tunnels != null) {
            tunnels.close();
        }
        tunnels = new Tunnels(variables, false);
    }

    @AfterEach
    void nothingRemains() {
        tunnels.close();
        assertThat(aws.processes()).isEmpty();
    }

    private ConnectionTarget through(HostPort host, Map<String, String> further) {
        var parameters = new HashMap<>(Map.of("via", "ssm:" + INSTANCE, "sslmode", "disable"));
        parameters.putAll(further);
        return tunnels.through(new ConnectionTarget(
                List.of(host),
                database.database(),
                database.user(),
                database.password(),
                parameters,
                database.origin()));
    }

    private ConnectionTarget target() {
        return through(database.hosts().getFirst(), Map.of());
    }

    @Test
    void aConnectionGoesThroughASessionThatIsTerminatedAfterwards() throws IOException {
        try (var open = Database.connect(target())) {
            assertThat(open.query("SELECT current_database()", row -> row.getString(1)))
                    .containsExactly(database.database());
        }
        tunnels.close();

        assertThat(aws.calls())
                .containsExactly(
                        ("[\"ssm\", \"start-session\", \"--target\", \"%s\", \"--document-name\","
                                        + " \"AWS-StartPortForwardingSessionToRemoteHost\", \"--parameters\","
                                        + " \"{\\\"host\\\":[\\\"127.0.0.1\\\"],\\\"portNumber\\\":[\\\"%d\\\"]}\"]")
                                .formatted(INSTANCE, TestServer.carried().port()),
                        "terminated");
    }

    @Test
    void theRegionIsTheEndpointsUnlessTheUserHasSetOne() throws IOException {
        var endpoint = new HostPort(
                "db.abc123.eu-central-1.rds.amazonaws.com", TestServer.carried().port());
        Database.connect(through(endpoint, Map.of("hostaddr", "127.0.0.1"))).close();
        assertThat(aws.calls().getFirst()).contains("127.0.0.1").endsWith("\"--region\", \"eu-central-1\"]");
        use(Map.of("SSM_FAILURE", "x"));
        assertThatThrownBy(() -> Database.connect(through(endpoint, Map.of()))).isInstanceOf(OpsException.class);
        assertThat(aws.calls().getLast()).endsWith("\"--region\", \"eu-central-1\"]");
        use(Map.of("SSM_FAILURE", "x", "AWS_REGION", "eu-west-1"));
        assertThatThrownBy(() -> Database.connect(through(endpoint, Map.of()))).isInstanceOf(OpsException.class);
        assertThat(aws.calls().getLast()).doesNotContain("--region");
    }

    @Test
    void aPortThatTheInstanceCannotReach() throws IOException {
        int closed;
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = listener.getLocalPort();
        }

        fails(
                through(new HostPort("127.0.0.1", closed), Map.of()),
                INSTANCE + " cannot connect to 127.0.0.1:" + closed,
                "does the database's security group allow connections from that instance?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        An error occurred (TargetNotConnected) when calling the StartSession operation: i-0123456789abcdef0 is not connected. | i-0123456789abcdef0 is not connected to AWS Systems Manager | SSM agent
        An error occurred (AccessDeniedException) when calling the StartSession operation: User: ada is not authorized | AWS does not allow a session on i-0123456789abcdef0: User: ada is not authorized | ssm:StartSession
        An error occurred (ExpiredTokenException) when calling the StartSession operation: The security token is expired | AWS does not accept the credentials: The security token is expired | aws sso login
        Unable to locate credentials. You can configure credentials by running "aws configure". | there are no AWS credentials: Unable to locate credentials. | AWS_PROFILE
        Error when retrieving token from sso: Token has expired and refresh failed | there are no AWS credentials: Error when retrieving token from sso | aws sso login
        Could not connect to the endpoint URL: "https://ssm.eu-central-9.amazonaws.com/" | AWS cannot be reached | AWS_REGION
        An error occurred (ThrottlingException) when calling the StartSession operation (reached max retries: 2): Rate exceeded | AWS limits the requests: Rate exceeded | try again
        An error occurred (InvalidDocument) when calling the StartSession operation: no such document | AWS does not start a session on i-0123456789abcdef0: no such document (InvalidDocument) | AWS_REGION
        something else | the session on i-0123456789abcdef0 ended: something else | try again
        """)
    void failuresOfTheAwsCliAreSentences(String said, String message, String hint) {
        use(Map.of("SSM_FAILURE", said));

        fails(target(), message, hint);
    }

    @Test
    void missingProgramsAreNamed() throws IOException {
        aws.removePlugin();
        assertThatThrownBy(() -> Database.connect(target()))
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessage(
                        "via=ssm:%s needs the Session Manager plugin of the AWS CLI (session-manager-plugin), which"
                                + " is not on the PATH",
                        INSTANCE);
        tunnels = new Tunnels(Map.of("PATH", "/nowhere"), false);
        assertThatThrownBy(() -> Database.connect(target())).hasMessageContaining("needs the AWS CLI (aws)");
    }

    private static void fails(ConnectionTarget target, String message, String hint) {
        assertThatThrownBy(() -> Database.connect(target).close())
                .isInstanceOfSatisfying(OpsException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
                    assertThat(e.hint().orElse("")).contains(hint);
                })
                .hasMessageContaining(message);
    }
}
