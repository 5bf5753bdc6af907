package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which a profile gives credentials: they are used, or a sentence says why there are none. */
class LoginsTest {
    private static final String IDENTITY = "arn:aws:iam::123456789012:user/ada";
    private static final String ROLE = "role_arn = arn:aws:iam::123456789012:role/r\n";
    private static final String MFA = ROLE + "source_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/ada\n";
    private static final String SSO = "sso_account_id = 123456789012\n"
            + "sso_role_name = r\n"
            + "sso_region = eu-central-1\n"
            + "sso_start_url = https://x.awsapps.com/start\n";

    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void withoutKeys() {
        rds = new RdsFixture(directory);
        rds.instances.instance("cruddur-db");
        rds.cli.with("AWS_ACCESS_KEY_ID", "").with("AWS_SECRET_ACCESS_KEY", "").with("AWS_PROFILE", "staging");
        rds.cli.with("NO_COLOR", "1");
    }

    private void profile(String properties) throws IOException {
        write(
                ".aws/config",
                "[profile base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n"
                        + "[profile staging]\n" + properties);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(directory.resolve(file).getParent());
        Files.writeString(directory.resolve(file), text);
    }

    private String status(int exitCode) {
        return rds.cli
                .run("rds-status", "--instance", "cruddur-db")
                .failed(exitCode)
                .err();
    }

    private static String digest(String algorithm, String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Instant in(int minutes) {
        return Instant.now().plus(Duration.ofMinutes(minutes));
    }

    /** The file that "aws login" writes. */
    private void consoleLogin(Instant end, String refreshToken) throws Exception {
        profile("login_session = " + IDENTITY + "\n");
        write(".aws/login/cache/" + digest("SHA-256", IDENTITY) + ".json", """
            {"accessToken": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "secretAccessKey": "secret", "sessionToken": "s",
            "accountId": "123456789012", "expiresAt": "%s"}, "tokenType": "urn:x", "refreshToken": "%s",
            "identityToken": "i", "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": "%s"}
            """.formatted(
                        end, refreshToken, key().strip().replace("\n", "\\n")));
    }

    private static String key() throws IOException {
        var openssl = new ProcessBuilder("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout").start();
        return new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void theLoginOfTheConsoleIsUsed() throws Exception {
        consoleLogin(in(30), "good");

        assertThat(status(0)).isEmpty();
    }

    @Test
    void theLoginOfTheConsoleIsRenewed() throws Exception {
        consoleLogin(in(-1), "good");

        assertThat(status(0)).isEmpty();
        assertThat(rds.aws.calls()).contains("signin:CreateOAuth2Token");
    }

    @Test
    void aLoginOfTheConsoleThatHasEndedIsExplained() throws Exception {
        consoleLogin(in(-1), "bad");

        assertThat(status(4)).isEqualTo("""
            error: the AWS profile "staging" gives no credentials: the login has ended (AccessDeniedException)
            hint: log in: aws login --profile staging
            """);
    }

    @Test
    void aMissingLoginOfTheConsoleIsExplained() throws IOException {
        profile("login_session = " + IDENTITY + "\n");

        assertThat(status(4))
                .startsWith(
                        "error: the AWS profile \"staging\" gives no credentials: Token cache file for login_session")
                .endsWith("hint: log in: aws login --profile staging\n");
    }

    @Test
    void theCodeOfTheMfaDeviceIsAskedForOnce() throws IOException {
        profile(MFA);
        rds.cli.typing("123456\n");

        assertThat(status(0)).startsWith("code of the MFA device arn:aws:iam::123456789012:mfa/ada: ");
        rds.cli.typing("");
        assertThat(status(0)).isEmpty();
        assertThat(rds.aws.calls()).containsOnlyOnce("sts:AssumeRole");
        try (var files = Files.list(directory.resolve(".aws/cli/cache"))) {
            assertThat(files)
                    .singleElement()
                    // as botocore names it: sha1 of {"RoleArn": "...", "SerialNumber": "..."}
                    .satisfies(file -> assertThat(file.getFileName()).hasToString(digest("SHA-1", """
                        {"RoleArn": "arn:aws:iam::123456789012:role/r", "SerialNumber": "arn:aws:iam::123456789012:mfa/ada"}\
                        """) + ".json"));
        }
    }

    @Test
    void withoutATerminalNoCodeIsAskedFor() throws IOException {
        profile(MFA);

        assertThat(status(4)).isEqualTo("""
            error: the AWS profile "staging" requires a code of the MFA device arn:aws:iam::123456789012:mfa/ada, and there is no terminal to ask for it
            hint: run it at a terminal, or first: eval "$(aws configure export-credentials --profile staging --format env)"
            """);
    }

    @Test
    void aCodeThatAwsDoesNotAcceptIsExplained() throws IOException {
        profile(MFA);
        rds.cli.typing("123456\n");
        rds.aws.fail(
                "sts:AssumeRole",
                "AccessDenied",
                403,
                1,
                "MultiFactorAuthentication failed with invalid MFA one time pass code.");

        assertThat(status(4)).endsWith("""
            error: AWS does not accept the code of the MFA device arn:aws:iam::123456789012:mfa/ada
            hint: a code is accepted once only: wait for the next one
            """);
    }

    @Test
    void aCodeHasDigitsOnly() throws IOException {
        profile(MFA);
        rds.cli.typing("yes\n");

        assertThat(status(4)).endsWith("""
            error: that is not the code of an MFA device
            hint: a code is the digits that it shows
            """);
        assertThat(rds.aws.calls()).doesNotContain("sts:AssumeRole");
    }

    @Test
    void aWebIdentityOfAProfileAssumesItsRole() throws IOException {
        profile(ROLE + "web_identity_token_file = token\n");
        write("token", "token-of-the-provider\n");

        assertThat(status(0)).isEmpty();
    }

    @Test
    void aWebIdentityOfTheVariablesAssumesItsRole() throws IOException {
        rds.cli
                .with("AWS_PROFILE", "")
                .with("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/r")
                .with("AWS_WEB_IDENTITY_TOKEN_FILE", directory.resolve("token").toString());
        assertThat(status(4)).startsWith("error: the web identity gives no credentials: there is no file ");
        write("token", "token-of-the-provider\n");

        assertThat(status(0)).isEmpty();
    }

    @Test
    void aWebIdentityWithoutARoleIsExplained() throws IOException {
        profile("web_identity_token_file = token\n");

        assertThat(status(4)).isEqualTo("""
            error: the AWS profile "staging" gives no credentials: it has no role_arn
            hint: fix the profile in ~/.aws/config or ~/.aws/credentials
            """);
    }

    @Test
    void aProgramGivesCredentials() throws IOException {
        profile("credential_process = cat " + directory.resolve("keys") + "\n");
        write("keys", "{\"Version\": 1, \"AccessKeyId\": \"AKIAIOSFODNN7EXAMPLE\", \"SecretAccessKey\": \"secret\"}");

        assertThat(status(0)).isEmpty();
    }

    @Test
    void aProgramThatFailsIsExplained() throws IOException {
        profile("credential_process = echo no luck >&2; exit 3\n");

        assertThat(status(4)).startsWith("error: the AWS profile \"staging\" gives no credentials: ");
    }

    private void ssoToken(Instant end) throws Exception {
        write(
                ".aws/sso/cache/" + digest("SHA-1", "https://x.awsapps.com/start") + ".json",
                "{\"accessToken\": \"token\", \"expiresAt\": \"%s\"}".formatted(end));
    }

    @Test
    void theTokenOfSingleSignOnGivesCredentials() throws Exception {
        profile(SSO);
        ssoToken(in(60));

        assertThat(status(0)).isEmpty();
        assertThat(rds.aws.calls()).contains("sso:GetRoleCredentials");
    }

    @Test
    void aTokenOfSingleSignOnThatHasEndedIsExplained() throws Exception {
        profile(SSO);
        ssoToken(in(-60));

        assertThat(status(4))
                .startsWith("error: the AWS profile \"staging\" gives no credentials: ")
                .endsWith("\nhint: log in: aws sso login --profile staging\n");
    }

    @Test
    void aTokenThatSingleSignOnDoesNotAcceptIsExplained() throws Exception {
        profile(SSO.replace("role_name = r", "role_name = lost"));
        ssoToken(in(60));

        assertThat(status(4)).isEqualTo("""
            error: the AWS profile "staging" gives no credentials: Session token not found or invalid
            hint: log in: aws sso login --profile staging
            """);
    }

    @Test
    void aSessionOfSingleSignOnWithoutItsSectionIsExplained() throws IOException {
        profile("sso_session = work\nsso_account_id = 123456789012\nsso_role_name = r\n");

        assertThat(status(4)).startsWith("""
            error: the AWS profile "staging" gives no credentials: there is no section [sso-session work] with an sso_region
            """);
    }

    @Test
    void aSessionOfSingleSignOnWithoutALoginIsExplained() throws IOException {
        profile("""
            sso_session = never-logged-in-here
            sso_account_id = 123456789012
            sso_role_name = r
            [sso-session never-logged-in-here]
            sso_region = eu-central-1
            sso_start_url = https://x.awsapps.com/start
            """);

        assertThat(status(4))
                .startsWith("error: the AWS profile \"staging\" gives no credentials: ")
                .endsWith("\nhint: log in: aws sso login --profile staging\n");
    }

    @Test
    void theKeysOfAnotherProfileAssumeARole() throws IOException {
        profile(ROLE + "source_profile = base\n");

        assertThat(status(0)).isEmpty();
        assertThat(rds.aws.calls()).contains("sts:AssumeRole");
    }

    @Test
    void theKeysOfTheProfileItselfAssumeItsRole() throws IOException {
        profile(ROLE
                + "source_profile = staging\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n");

        assertThat(status(0)).isEmpty();
        assertThat(rds.aws.calls()).containsOnlyOnce("sts:AssumeRole");
    }

    @Test
    void profilesThatNeedEachOtherAreExplained() throws IOException {
        profile(ROLE + "source_profile = other\n[profile other]\n" + ROLE + "source_profile = staging\n");

        assertThat(status(4)).startsWith("""
            error: the AWS profile "other" gives no credentials: the profiles other, staging need each other
            """);
    }

    @Test
    void aRoleThatIsDeniedIsNamed() throws IOException {
        profile(ROLE + "source_profile = base\n");
        rds.aws.fail(
                "sts:AssumeRole",
                "AccessDenied",
                403,
                9,
                "User: x is not authorized to perform: sts:AssumeRole on resource: r");

        assertThat(status(4)).startsWith("error: AWS denies sts:AssumeRole: ");
    }

    @Test
    void theKeysOfTheVariablesAssumeARole() throws IOException {
        profile(ROLE + "credential_source = Environment\n");
        assertThat(status(4)).startsWith("""
            error: the AWS profile "staging" gives no credentials: its credential_source is Environment, and AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set
            """);

        rds.cli.with("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE").with("AWS_SECRET_ACCESS_KEY", "secret");

        rds.cli
                .run("rds-status", "--instance", "cruddur-db", "--profile", "staging")
                .failed(0);
        assertThat(rds.aws.calls()).contains("sts:AssumeRole");
    }

    @Test
    void anUnknownCredentialSourceIsExplained() throws IOException {
        profile(ROLE + "credential_source = Elsewhere\n");

        assertThat(status(4)).startsWith("""
            error: the AWS profile "staging" gives no credentials: its credential_source is "Elsewhere", and not Environment, Ec2InstanceMetadata or EcsContainer
            """);
    }
}
