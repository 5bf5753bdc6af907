package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedInstances;
import dev.dbops.aws.EmulatedSecrets;
import dev.dbops.testing.GuardedServer;
import dev.dbops.testing.TestCertificates;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Role and password come from a secret of AWS Secrets Manager. */
class SecretTest {
    private static final String HOST = "localhost";

    @TempDir
    private static Path shared;

    private static GuardedServer server;
    private static TestCertificates authority;

    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedSecrets secrets;
    private Cli cli;

    @BeforeAll
    static void startServers() throws IOException, InterruptedException {
        authority = new TestCertificates(Files.createDirectory(shared.resolve("authority")));
        server = server(HOST);
    }

    private static GuardedServer server(String host) throws IOException, InterruptedException {
        var certificate = authority.sign(host, "-1d", 30);
        return GuardedServer.start(certificate.key(), certificate.certificate());
    }

    @AfterAll
    static void stopServers() throws IOException {
        server.close();
    }

    @BeforeEach
    void emptyAccount() {
        aws = AwsEmulator.reset();
        secrets = new EmulatedSecrets(aws);
        cli = new Cli(directory)
                .with(aws.variables())
                .with("PGSSLROOTCERT", authority.authority().toString());
    }

    @Test
    void aVariableCarriesTheNameOfTheSecret() {
        secrets.create("prod/cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));

        var waited = cli.with("CONNECTION_URL", url("secret=prod/cruddur"))
                .run("wait")
                .succeeded();

        assertThat(waited.out()).isEqualTo("the database answers\n");
        assertThat(waited.err())
                .contains("waiting for db \"postgres\" on localhost:" + server.port()
                        + " as the user of the secret \"prod/cruddur\"");
        assertThat(reads()).isEqualTo(1);
    }

    @Test
    void theOptionGoesBeforeThePasswordOfTheUrl() {
        secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));

        cli.with("CONNECTION_URL", url("").replace("//", "//postgres:wrong@"))
                .run("sessions", "--secret", "cruddur")
                .succeeded();
    }

    @Test
    void neitherRoleNorPasswordOfTheVariablesIsMeant() {
        secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));

        cli.with("PGUSER", "gitpod")
                .with("PGPASSWORD", "wrong")
                .with("CONNECTION_URL", url("secret=cruddur"))
                .run("sessions")
                .succeeded();
    }

    @Test
    void theVariablesOfLibpqNameTheDatabaseOfASecretToo() {
        secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));
        cli.with("PGHOST", HOST).with("PGPORT", "" + server.port()).with("PGDATABASE", "postgres");

        cli.run("sessions", "--secret", "cruddur").succeeded();
    }

    @Test
    void aNameIsLookedForInTheRegionOfTheHost() {
        var failed = cli.run(
                        "sessions",
                        "--url",
                        "postgresql://cruddur.abc123.eu-west-2.rds.amazonaws.com/cruddur?secret=cruddur")
                .failed(2);

        assertThat(failed.err()).startsWith("error: there is no secret \"cruddur\" in eu-west-2\n");
    }

    @Test
    void anArnSaysTheRegion() {
        var arn = secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));

        cli.with("AWS_REGION", "eu-west-1")
                .with("CONNECTION_URL", url("secret=" + arn))
                .run("sessions")
                .succeeded();
    }

    @Test
    void everyConnectionOfACommandUsesIt() throws IOException {
        secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));
        Files.writeString(directory.resolve("schema.sql"), "CREATE TABLE users (id int);\n");
        Files.writeString(directory.resolve("seed.sql"), "INSERT INTO users VALUES (1);\n");
        cli.with("CONNECTION_URL", url("secret=cruddur").replace("/postgres?", "/made?"));

        cli.run("setup").succeeded();
        cli.run("setup", "--yes").succeeded();
        var dropped = cli.run("drop", "--yes").succeeded();

        assertThat(dropped.out()).isEqualTo("dropped database \"made\"\n");
        assertThat(reads()).as("one for each command").isEqualTo(3);
    }

    @Test
    void otherProgramsGetThePasswordOnlyWhenItIsAskedFor() {
        secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));
        cli.with("CONNECTION_URL", url("secret=cruddur"));

        var hidden = cli.run("url").succeeded();
        assertThat(hidden.out()).startsWith(url("secret=cruddur") + "&sslmode=verify-full&sslrootcert=");
        assertThat(reads()).isZero();

        var shown = cli.runAndTell("url", "--show-password").succeeded();
        assertThat(shown.out())
                .startsWith(server.url("postgres", TestServer.PASSWORD, "").replace("127.0.0.1", HOST))
                .contains("?sslmode=verify-full&sslrootcert=");
    }

    @Test
    void aSecretOfAnotherServerIsReadTwiceAndThenReported() {
        secrets.create("cruddur", EmulatedSecrets.json("postgres", "of another server"));

        var refused = cli.run("sessions", "--url", url("secret=cruddur")).failed(4);

        assertThat(refused.err()).isEqualTo("""
            error: the server on localhost:%d does not accept the password of the secret "cruddur" (SQLSTATE 28P01)
            hint: check that the secret is for this server; during a rotation, try again in a minute
            """.formatted(server.port()));
        assertThat(reads()).isEqualTo(2);
    }

    @Test
    void theUserOfTheUrlGoesBeforeTheSecretsAndIsTheFirstSuspect() {
        secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));

        var refused = cli.run("sessions", "--url", url("secret=cruddur").replace("//", "//app@"))
                .failed(4);

        assertThat(refused.err())
                .contains("hint: the secret is for user \"postgres\", and --url has \"app\": remove the user there");
    }

    @Test
    void aMissingSecretIsNamedWithItsRegion() {
        assertThat(failure(2, "nowhere")).isEqualTo("""
            error: there is no secret "nowhere" in eu-central-1
            hint: check its name, the region (AWS_REGION, or the secret's ARN) and the account (AWS_PROFILE)
            """);
    }

    @Test
    void aSecretWithoutAValue() {
        secrets.createEmpty("empty");

        assertThat(failure(2, "empty")).isEqualTo("""
            error: the secret "empty" has no value yet
            hint: set a value: aws secretsmanager put-secret-value
            """);
    }

    @Test
    void aSecretThatIsToBeDeleted() {
        secrets.create("old", EmulatedSecrets.json("postgres", TestServer.PASSWORD));
        secrets.scheduleDeletion("old");

        assertThat(failure(1, "old"))
                .startsWith("error: the secret \"old\" cannot be read: ")
                .endsWith("hint: if it is scheduled for deletion, restore it: aws secretsmanager restore-secret"
                        + " --secret-id old\n");
    }

    @Test
    void aSecretThatIsBinary() {
        secrets.createBinary("bytes");

        assertThat(failure(2, "bytes")).isEqualTo("""
            error: the secret "bytes" is binary
            hint: db-ops reads the format of RDS: {"username": "...", "password": "..."}
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"%s\"", "[\"%s\"]", "{\"password\": \"%s\"", "{\"password\": %s}"})
    void aSecretThatIsNotAJsonObjectIsNeverQuoted(String form) {
        secrets.create("odd", form.formatted(TestServer.PASSWORD));

        var failed = cli.run("sessions", "--debug", "--url", url("secret=odd")).failed(2);

        assertThat(failed.err()).startsWith("""
            error: the secret "odd" is not a JSON object
            hint: db-ops reads the format of RDS: {"username": "...", "password": "..."}
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"username\":\"a\"}", "{\"password\":\"\"}", "{\"password\":{\"password\":\"x\"}}"})
    void aSecretWithoutAPassword(String text) {
        secrets.create("odd", text);

        assertThat(failure(2, "odd")).startsWith("error: the secret \"odd\" has no \"password\"\n");
    }

    @Test
    void aSecretWithoutAUserNeedsOneInTheUrl() {
        secrets.create("odd", "{\"engine\":{\"n\":[1]},\"password\":\"%s\"}".formatted(TestServer.PASSWORD));

        assertThat(failure(2, "odd")).isEqualTo("""
            error: the secret "odd" has no "username"
            hint: add the user to --url
            """);
        cli.run("sessions", "--url", url("secret=odd").replace("//", "//postgres@"))
                .succeeded();
    }

    @Test
    void aKeyThatMayNotBeUsedNamesTheActionOfKms() {
        secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));
        aws.fail("secretsmanager:GetSecretValue", "DecryptionFailure", 400, 9);

        assertThat(failure(4, "cruddur")).isEqualTo("""
            error: the secret "cruddur" cannot be decrypted: the emulator fails as requested
            hint: let an administrator allow the IAM action kms:Decrypt with the secret's key
            """);
    }

    @Test
    void aKeyThatIsDeniedDoesTheSame() {
        aws.fail("secretsmanager:GetSecretValue", "AccessDeniedException", 400, 9, "Access to KMS is not allowed");

        assertThat(failure(4, "cruddur")).isEqualTo("""
            error: the secret "cruddur" cannot be decrypted: Access to KMS is not allowed
            hint: let an administrator allow the IAM action kms:Decrypt with the secret's key
            """);
    }

    @Test
    void aDeniedSecretNamesItsAction() {
        aws.fail("secretsmanager:GetSecretValue", "AccessDeniedException", 400, 9);

        assertThat(failure(4, "cruddur"))
                .startsWith("error: AWS denies secretsmanager:GetSecretValue: ")
                .contains("allow the IAM action secretsmanager:GetSecretValue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "ä", "arn:aws:rds:eu-central-1:1:db:x", "arn:aws:secretsmanager:eu-central-1:1:secret:"})
    void anInvalidSecretNameIsRefused(String name) {
        var failed = cli.with("CONNECTION_URL", url("")).run("sessions", "--secret", name);

        assertThat(failed.failed(2).err()).startsWith("error: \"" + name + "\" is not the name of a secret\n");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void anEmptyNameIsRefusedAndNeverMeansThePasswordOfTheUrl() {
        var failed = cli.with("CONNECTION_URL", server.url("postgres", TestServer.PASSWORD, ""))
                .run("sessions", "--secret", "");

        assertThat(failed.failed(2).err()).startsWith("error: --secret is empty\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable", "allow", "prefer", "require"})
    void noSecretIsFetchedForAServerThatNeedNotProveWhoItIs(String mode) {
        secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));
        var message = "error: secret needs TLS that verifies the server, but %s says sslmode=" + mode;

        assertThat(cli.run("sessions", "--url", url("secret=cruddur&sslmode=" + mode))
                        .failed(2)
                        .err())
                .isEqualTo(message.formatted("the connection URL") + """
                     (from --url)
                    hint: set sslmode=verify-full, with the authority's certificate as sslrootcert=FILE
                    """);
        cli.with("PGSSLMODE", mode);
        for (var command : List.of("sessions", "wait", "query SELECT;", "schema-dump", "url")) {
            assertThat(cli.run((command + " --url " + url("secret=cruddur")).split(" "))
                            .failed(2)
                            .err())
                    .contains(message.formatted("PGSSLMODE"));
        }
        assertThat(reads()).isZero();
    }

    @Test
    void aServerOfAnotherAuthorityGetsNoPassword() throws IOException, InterruptedException {
        secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));
        var other = new TestCertificates(Files.createDirectory(directory.resolve("other")));
        var open = TestServer.carried().port();
        var url = "postgresql://localhost:%d/postgres?secret=cruddur";

        assertThat(cli.run("sessions", "--url", url.formatted(open)).failed(4).err())
                .contains("TLS");
        try (var thief = new TokenServer(open, other.sign(HOST, "-1d", 30), (user, password) -> "")) {
            cli.run("sessions", "--url", url.formatted(thief.port())).failed(4);

            assertThat(thief.passwords()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cruddur.abc123.eu-central-1.rds.amazonaws.com, 5432, localhost",
        "127.0.0.1, 5432, localhost",
        "localhost, 1, localhost:PORT"
    })
    void aSecretOfAnotherServerIsNotSent(String host, String port, String other) {
        secrets.create("cruddur", json(host, port));
        var wanted = other.endsWith("PORT") ? host + ":" + port : host;

        assertThat(failure(2, "cruddur")).isEqualTo("""
            error: the secret "cruddur" is for the server %1$s, and not for %2$s (from --url)
            hint: connect to %1$s; for a tunnel keep that name as the host, and add its address as hostaddr=ADDRESS
            """.formatted(wanted, other.replace("PORT", "" + server.port())));
    }

    @Test
    void aSecretOfThisServerIsSent() {
        secrets.create("cruddur", json("LocalHost", "\"" + server.port() + "\""));
        cli.run("sessions", "--url", url("secret=cruddur")).succeeded();
        secrets.create("tunnel", json("localhost", "5432"));
        cli.run("sessions", "--url", url("secret=tunnel&hostaddr=127.0.0.1")).succeeded();
    }

    @Test
    void aFileGetsNoSecretForAServerOfItsOwn() throws IOException {
        secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));
        Files.writeString(directory.resolve(".env"), "CONNECTION_URL=" + url("secret=cruddur"));

        for (var words : List.of(new String[] {"sessions"}, new String[] {"sessions", "--env-file", ".env"})) {
            assertThat(cli.run(words).failed(2).err()).endsWith("""
                error: the secret "cruddur" does not name its server, and localhost (from .env) is not a database of this account
                hint: set the URL in the environment, or add "host" to the secret
                """);
        }
        Files.writeString(directory.resolve(".env"), "CONNECTION_URL=" + url(""));
        cli.run("sessions", "--secret", "cruddur").failed(2);
        secrets.create("with-host", json("localhost", "" + server.port()));
        cli.run("sessions", "--secret", "with-host").succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret=cruddur", "iam_auth=true"})
    void aFileDoesNotChooseTheTrustedAuthorities(String parameter) throws IOException {
        Files.writeString(
                directory.resolve(".env"),
                "CONNECTION_URL=postgresql://u@h/d?" + parameter + "&sslrootcert=" + authority.authority());

        assertThat(cli.run("sessions").failed(2).err())
                .contains("cannot be used with sslrootcert in the connection URL: a file of variables may not"
                        + " choose the trusted authorities (from CONNECTION_URL in .env)");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void aFileMayNameADatabaseOfTheAccountForASecretWithoutAHost() throws IOException, InterruptedException {
        var host = new EmulatedInstances(aws).instance("cruddur").replaceAll(".*@(.*):5432/.*", "$1");
        secrets.create("cruddur", EmulatedSecrets.json("postgres", TestServer.PASSWORD));
        try (var instance = server(host)) {
            sessionsOfFile(host, instance).succeeded();
            for (var other : List.of(host.replaceFirst("[.][^.]+[.]", ".zzzzzzzzzzzz."), "no-such-" + host)) {
                assertThat(sessionsOfFile(other, instance).failed(2).err())
                        .contains(other + " (from .env) is not a database of this account");
            }
        }
    }

    private Cli.Transcript sessionsOfFile(String host, GuardedServer instance) throws IOException {
        Files.writeString(
                directory.resolve(".env"),
                "CONNECTION_URL=postgresql://%s:%d/postgres?hostaddr=127.0.0.1&secret=cruddur"
                        .formatted(host, instance.port()));
        return cli.run("sessions");
    }

    private static String json(String host, String port) {
        return "{\"username\":\"postgres\",\"password\":\"%s\",\"host\":\"%s\",\"port\":%s,\"dbname\":\"x\"}"
                .formatted(TestServer.PASSWORD, host, port);
    }

    @Test
    void theLocalServerHasNoSecret() {
        assertThat(cli.run("sessions", "--secret", "x").failed(2).err())
                .startsWith("error: --secret is given, but no database on AWS is configured\n");
    }

    private long reads() {
        return aws.calls().stream()
                .filter("secretsmanager:GetSecretValue"::equals)
                .count();
    }

    private String failure(int exitCode, String secret) {
        return cli.run("sessions", "--url", url("secret=" + secret))
                .failed(exitCode)
                .err();
    }

    private static String url(String parameters) {
        return "postgresql://%s:%d/postgres?%s".formatted(HOST, server.port(), parameters);
    }
}
