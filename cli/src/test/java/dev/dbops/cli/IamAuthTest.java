package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.testing.TestCertificates;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token of IAM is the password: a new one for each connection, for this host, port, role and region. */
class IamAuthTest {
    private static final String HOST = "cruddur.abc123.eu-west-2.rds.amazonaws.com";

    @TempDir
    private static Path shared;

    private static TestCertificates.Server certificate;

    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private Cli cli;
    private TokenServer instance;
    private String refusal = "";

    @BeforeAll
    static void certify() throws IOException, InterruptedException {
        var authority = new TestCertificates(Files.createDirectory(shared.resolve("authority")));
        certificate = authority.sign(HOST, "-1d", 30);
        var regions = Files.createDirectories(shared.resolve("installed/certificates/rds"));
        Files.copy(authority.authority(), regions.resolve("eu-west-2.pem"));
    }

    @BeforeEach
    void oneInstance() throws IOException {
        aws = AwsEmulator.reset();
        cli = new Cli(directory).with(aws.variables()).installedIn(shared.resolve("installed"));
        instance = new TokenServer(TestServer.carried().port(), certificate, (user, password) -> refusal);
    }

    @AfterEach
    void close() throws IOException {
        instance.close();
    }

    @Test
    void aTokenIsForTheHostThePortTheRoleAndTheRegionOfTheHost() {
        cli.with("CONNECTION_URL", url("postgres", "iam_auth=true"))
                .run("sessions")
                .succeeded();

        assertThat(instance.passwords())
                .singleElement()
                .asString()
                .startsWith(HOST + ":" + instance.port() + "/?DBUser=postgres&Action=connect&")
                .contains("%2Feu-west-2%2Frds-db%2Faws4_request", "X-Amz-Expires=900", "X-Amz-Signature=");
        assertThat(aws.calls()).as("nobody is asked for it").isEmpty();
    }

    @Test
    void everyConnectionOfACommandHasOneOfItsOwn() throws IOException {
        Files.writeString(directory.resolve("schema.sql"), "CREATE TABLE users (id int);\n");
        Files.writeString(directory.resolve("seed.sql"), "INSERT INTO users VALUES (1);\n");
        cli.with("CONNECTION_URL", url("postgres", "iam_auth=true").replace("/postgres?", "/tokens?"));

        cli.run("setup").succeeded();
        assertThat(instance.passwords())
                .as("is it there, create, schema, seeds")
                .hasSize(4);
        cli.run("drop", "--confirm", "tokens").succeeded();

        assertThat(instance.passwords()).hasSize(6).allMatch(password -> password.contains("X-Amz-Signature="));
    }

    @Test
    void theOptionGoesBeforeThePasswordAndTheSecretOfTheUrl() {
        cli.run("sessions", "--iam-auth", "--url", url("postgres:secret99", "")).succeeded();
        cli.run("sessions", "--iam-auth", "--url", url("postgres", "secret=x")).succeeded();

        assertThat(instance.passwords()).hasSize(2).allMatch(password -> password.contains("X-Amz-Signature="));
    }

    @Test
    void waitingTakesANewTokenForEachTry() throws IOException {
        refusal = "57P03 the database system is starting up";

        var waited = cli.run("wait", "--timeout", "1s", "--url", url("app", "iam_auth=true"))
                .failed(1);

        assertThat(waited.err()).contains("is not ready: the database system is starting up");
        assertThat(instance.passwords()).hasSizeGreaterThan(2);
    }

    @Test
    void aTokenThatPamRefusesNamesTheActionOfIam() {
        refusal = "28000 PAM authentication failed for user \"app\"";

        assertThat(cli.run("sessions", "--url", url("app", "iam_auth=true"))
                        .failed(4)
                        .err())
                .isEqualTo("""
                    error: the server on %s:%d does not accept the IAM token: PAM authentication failed for user "app" (SQLSTATE 28000)
                    hint: IAM must allow rds-db:connect for "app" on this instance, and IAM authentication must be enabled on it (docs/aws.md)
                    """.formatted(HOST, instance.port()));
        assertThat(instance.passwords()).hasSize(1);
    }

    @Test
    void aRoleThatTakesNoTokensNeedsAGrant() {
        refusal = "28P01 password authentication failed for user \"app\"";

        assertThat(cli.run("sessions", "--url", url("app", "iam_auth=true"))
                        .failed(4)
                        .err())
                .isEqualTo("""
                    error: the server on %s:%d does not accept the IAM token (SQLSTATE 28P01)
                    hint: the role must exist and accept tokens: GRANT rds_iam TO "app"
                    """.formatted(HOST, instance.port()));
        assertThat(instance.passwords()).hasSize(1);
    }

    @Test
    void aPasswordWhereATokenIsWantedNamesTheOption() {
        refusal = "28000 PAM authentication failed for user \"app\"";

        assertThat(cli.run("sessions", "--url", url("app:secret99", ""))
                        .failed(4)
                        .err())
                .contains("rejects the login: PAM authentication failed for user \"app\"")
                .endsWith("hint: a role with rds_iam needs a token instead of a password: --iam-auth\n");
    }

    @Test
    void withoutCredentialsThereIsNoToken() {
        cli.with("AWS_ACCESS_KEY_ID", "").with("AWS_SECRET_ACCESS_KEY", "").with("AWS_EC2_METADATA_DISABLED", "true");

        assertThat(cli.run("sessions", "--url", url("app", "iam_auth=true"))
                        .failed(4)
                        .err())
                .startsWith("error: no AWS credentials were found\nhint: log in");
        assertThat(instance.passwords()).isEmpty();
    }

    @Test
    void aTokenIsNeverSentWithoutTls() {
        assertThat(cli.run("sessions", "--iam-auth", "--url", url("app", "sslmode=disable"))
                        .failed(2)
                        .err())
                .isEqualTo("""
                    error: iam_auth needs TLS that verifies the server, but the connection URL says sslmode=disable (from --url)
                    hint: set sslmode=verify-full, or leave it out for a host on Amazon RDS
                    """);
        assertThat(instance.passwords()).isEmpty();
    }

    @Test
    void anAddressHasNoTokens() {
        assertThat(cli.run("sessions", "--iam-auth", "--url", "postgresql://app@127.0.0.1/d")
                        .failed(2)
                        .err())
                .isEqualTo("""
                    error: iam_auth needs an endpoint of Amazon RDS, and 127.0.0.1 is not one (from --url)
                    hint: set the host to the instance's endpoint; for a tunnel, add its address as hostaddr=ADDRESS
                    """);
    }

    @Test
    void theTwoOptionsExcludeEachOther() {
        assertThat(cli.run("sessions", "--iam-auth", "--secret", "x", "--url", url("app", ""))
                        .failed(2)
                        .err())
                .startsWith("error: --iam-auth and --secret exclude each other");
    }

    @Test
    void otherProgramsGetATokenWhenTheyAskForThePassword() {
        var shown = cli.runAndTell("url", "--show-password", "--url", url("app", "iam_auth=true"))
                .succeeded();

        assertThat(shown.out())
                .startsWith("postgresql://app:" + HOST + "%3A" + instance.port() + "%2F%3FDBUser%3Dapp")
                .contains("/postgres?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=")
                .doesNotContain("iam_auth");
        assertThat(cli.run("url", "--url", url("app", "iam_auth=true"))
                        .succeeded()
                        .out())
                .contains("&iam_auth=true&");
    }

    private String url(String user, String parameters) {
        return "postgresql://%s@%s:%d/postgres?hostaddr=127.0.0.1&%s"
                .formatted(user, HOST, instance.port(), parameters);
    }
}
