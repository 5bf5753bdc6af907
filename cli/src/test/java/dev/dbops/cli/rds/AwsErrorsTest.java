package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The failures of requests to AWS, which are the same for all commands. */
class AwsErrorsTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void oneInstance() {
        rds = new RdsFixture(directory);
        rds.instances.instance("cruddur-db");
    }

    @Test
    void withoutCredentialsTheHintSaysHowToLogIn() {
        rds.cli.with("AWS_ACCESS_KEY_ID", "").with("AWS_SECRET_ACCESS_KEY", "");

        var status = status(4);

        assertThat(status).isEqualTo("""
            error: no AWS credentials were found
            hint: log in (aws sso login, or aws configure), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
            """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ExpiredToken          | 403 | the AWS credentials have expired
        RequestExpired        | 400 | the AWS credentials have expired
        InvalidClientTokenId  | 403 | AWS does not accept the credentials: the emulator fails as requested
        SignatureDoesNotMatch | 403 | AWS does not accept the credentials: the emulator fails as requested
        AccessDenied          | 403 | AWS denies rds:DescribeDBInstances: the emulator fails as requested
        AccessDeniedException | 400 | AWS denies rds:DescribeDBInstances: the emulator fails as requested
        """)
    void eachReasonHasItsOwnMessage(String code, int status, String sentence) {
        rds.aws.fail("rds:DescribeDBInstances", code, status, 9);

        assertThat(status(4)).startsWith("error: " + sentence + "\nhint: ");
    }

    @Test
    void aDeniedActionIsNamedSoThatItCanBeAllowed() {
        rds.aws.fail("rds:DescribeDBInstances", "AccessDenied", 403, 9);

        assertThat(status(4)).contains("allow the IAM action rds:DescribeDBInstances");
    }

    @Test
    void throttlingIsRetried() {
        rds.aws.fail("rds:DescribeDBInstances", "Throttling", 400, 2);

        assertThat(status(0)).isEmpty();
        assertThat(rds.aws.calls()).containsSubsequence("rds:DescribeDBInstances", "rds:DescribeDBInstances");
    }

    @Test
    void throttlingThatDoesNotEndIsReported() {
        rds.aws.fail("rds:DescribeDBInstances", "Throttling", 400, 99);

        assertThat(status(4)).startsWith("error: AWS asks for fewer requests");
    }

    @Test
    void aWrongRegionHasNoSuchInstance() {
        var status = rds.cli
                .run("rds-status", "--instance", "cruddur-db", "--region", "eu-west-1")
                .failed(2);

        assertThat(status.err()).isEqualTo("""
            error: there is no instance or cluster "cruddur-db" in eu-west-1 (from --instance)
            hint: there is none in this region: check --region and the account (--profile)
            """);
    }

    @Test
    void aMissingRegionIsNotInDns() {
        rds.cli.with("AWS_ENDPOINT_URL", "");

        var status = rds.cli
                .run("rds-status", "--instance", "cruddur-db", "--region", "eu-centrall-1")
                .failed(4);

        assertThat(status.err()).isEqualTo("""
            error: the AWS endpoint is not known: rds.eu-centrall-1.amazonaws.com
            hint: check the spelling of --region and AWS_REGION, and the network
            """);
    }

    @Test
    void withoutARegionTheHintSaysWhereToSetIt() {
        rds.cli.with("AWS_REGION", "");

        assertThat(status(2)).startsWith("error: no AWS region is set\nhint: pass --region");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "eu-central-1 ", "EU", "eu.central", "-", "eu-"})
    void anInvalidRegionIsRefused(String region) {
        var status = rds.cli
                .run("rds-status", "--instance", "cruddur-db", "--region", region)
                .failed(2);

        assertThat(status.err()).isEqualTo("""
            error: "%s" is not the name of an AWS region
            hint: regions look like eu-central-1; check --region and AWS_REGION
            """.formatted(region));
    }

    @Test
    void theAwsCliSRegionVariableIsReadToo() {
        rds.cli.with("AWS_REGION", "").with("AWS_DEFAULT_REGION", AwsEmulator.REGION);

        assertThat(status(0)).isEmpty();
    }

    @Test
    void aMissingServerIsNamed() {
        rds.cli.with("AWS_ENDPOINT_URL_RDS", "http://127.0.0.1:1");

        assertThat(status(4)).startsWith("error: AWS could not be reached: Connection refused");
    }

    @Test
    void theProxyOfTheVariableIsUsed() {
        rds.cli.with("AWS_ENDPOINT_URL", "").with("HTTPS_PROXY", "http://127.0.0.1:1");

        assertThat(status(4)).isEqualTo("""
            error: AWS could not be reached: Connection refused
            hint: check the network, HTTPS_PROXY and AWS_ENDPOINT_URL
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amazonaws.com", "example.com, .amazonaws.com", "*.amazonaws.com", "*"})
    void hostsOfNoProxyAreReachedDirectly(String noProxy) {
        rds.cli
                .with("AWS_ENDPOINT_URL", "")
                .with("AWS_REGION", "eu-centrall-1")
                .with("https_proxy", "127.0.0.1:1")
                .with("NO_PROXY", noProxy);

        assertThat(status(4)).startsWith("error: the AWS endpoint is not known: rds.eu-centrall-1.amazonaws.com\n");
    }

    @Test
    void anEmulatorOnThisMachineIsReachedDirectly() {
        rds.cli.with("HTTPS_PROXY", "http://127.0.0.1:1");

        assertThat(status(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "http://user:SECRET@", "http://a b:3128", "http://proxy:x"})
    void anInvalidProxyUrlIsRefused(String proxy) {
        rds.cli.with("HTTPS_PROXY", proxy);

        assertThat(status(2)).isEqualTo("""
            error: HTTPS_PROXY is not the URL of a proxy
            hint: write it as http://HOST:PORT
            """);
    }

    @Test
    void anInvalidEndpointUrlIsRefused() {
        rds.cli.with("AWS_ENDPOINT_URL", "localhost");

        assertThat(status(2)).isEqualTo("""
            error: AWS_ENDPOINT_URL is not a URL: "localhost"
            hint: write it as http://HOST:PORT
            """);
    }

    @Test
    void keysAndRegionComeFromAProfile() throws IOException {
        rds.cli
                .with("AWS_ACCESS_KEY_ID", "")
                .with("AWS_SECRET_ACCESS_KEY", "")
                .with("AWS_REGION", "")
                .with("AWS_PROFILE", "staging");
        Files.createDirectories(directory.resolve(".aws"));
        Files.writeString(directory.resolve(".aws/config"), "[profile staging]\nregion = eu-central-1\n");
        Files.writeString(
                directory.resolve(".aws/credentials"),
                "[staging]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n");

        assertThat(status(0)).isEmpty();
    }

    @Test
    void aMissingProfileIsNamedWithTheExistingOnes() throws IOException {
        Files.createDirectories(directory.resolve(".aws"));
        Files.writeString(directory.resolve(".aws/config"), "[profile staging]\nregion = eu-central-1\n");

        var status = rds.cli
                .run("rds-status", "--instance", "cruddur-db", "--profile", "stagin")
                .failed(2);

        assertThat(status.err())
                .startsWith("error: there is no AWS profile \"stagin\" (from --profile) in ")
                .endsWith("hint: the profiles are: staging\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sso_start_url=https://x.awsapps.com/start,sso_region=eu-central-1,sso_account_id=123456789012,sso_role_name=r | log in: aws sso login --profile staging
        role_arn=arn:aws:iam::123456789012:role/r,source_profile=nobody | fix the profile in ~/.aws/config or ~/.aws/credentials
        role_arn=arn:aws:iam::123456789012:role/r,web_identity_token_file=/no/such/token | fix the profile in ~/.aws/config or ~/.aws/credentials
        credential_process=/no/such/program | fix the profile in ~/.aws/config or ~/.aws/credentials
        aws_access_key_id=AKIAIOSFODNN7EXAMPLE | fix the profile in ~/.aws/config or ~/.aws/credentials
        """)
    void aProfileWithoutCredentialsIsExplained(String properties, String hint) throws IOException {
        profile(properties.replace(",", "\n"));
        var expected = "error: the AWS profile \"staging\" gives no credentials: ";

        var byOption = rds.cli
                .run("rds-status", "--instance", "cruddur-db", "--profile", "staging")
                .failed(4);
        rds.cli.with("AWS_ACCESS_KEY_ID", "").with("AWS_SECRET_ACCESS_KEY", "").with("AWS_PROFILE", "staging");
        var byVariable = status(4);

        assertThat(byOption.err()).startsWith(expected).endsWith("hint: " + hint + "\n");
        assertThat(byVariable).isEqualTo(byOption.err());
    }

    private void profile(String properties) throws IOException {
        Files.createDirectories(directory.resolve(".aws"));
        Files.writeString(directory.resolve(".aws/config"), "[profile staging]\n" + properties + "\n");
    }

    @Test
    void anotherAccountsArnIsRefusedBeforeTheSearch() {
        var status = rds.cli
                .run("rds-status", "--instance", "arn:aws:rds:eu-central-1:210987654321:db:cruddur-db")
                .failed(2);

        assertThat(status.err()).isEqualTo("""
            error: the ARN (from --instance) is of account 210987654321, and the credentials are of account 123456789012
            hint: use credentials of that account: --profile NAME, or AWS_PROFILE
            """);
    }

    @ParameterizedTest
    @CsvSource({"arn:aws:s3:::bucket", "-x", "a--b", "a b", "1abc", "arn:aws:rds:eu-central-1:123456789012:snapshot:x"})
    void invalidInstanceNamesAreRefused(String name) {
        var status = rds.cli.run("rds-status", "--instance=" + name).failed(2);

        assertThat(status.err()).startsWith("error: \"" + name + "\" is not the name of an RDS instance or cluster");
    }

    private String status(int exitCode) {
        return rds.cli
                .run("rds-status", "--instance", "cruddur-db")
                .failed(exitCode)
                .err();
    }
}
