package dev.dbops.cli.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedUserPool;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserPoolErrorsTest {
    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private Cli cli;

    @BeforeEach
    void emptyAccount() {
        aws = AwsEmulator.reset();
        cli = new Cli(directory).with(aws.variables());
    }

    @Test
    void withoutAPoolItIsSaidHowToNameOne() {
        assertThat(cli.run("cognito-sync").failed(2).err()).isEqualTo("""
            error: no user pool is named
            hint: pass --pool ID, or set AWS_COGNITO_USER_POOL_ID; the id looks like eu-central-1_AbC123dEf
            """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cruddur-users",
                "eu-central-1",
                "eu-central-1_",
                "_AbC",
                "eu-central-1_Ab-C",
                "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_AbC",
                "eu-central-1_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void anInvalidPoolIdIsRefused(String id) {
        var list = cli.run("cognito-list", "--pool=" + id).failed(2);

        assertThat(list.err()).isEqualTo("""
            error: "%s" is not the id of a user pool (from --pool)
            hint: give its id rather than its name or ARN: it begins with the region, as in eu-central-1_AbC123dEf
            """.formatted(id));
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void anIdentityPoolIsDistinguishedFromAUserPool() {
        var list = cli.with("AWS_COGNITO_USER_POOL_ID", "eu-central-1:3f2504e0-4f89-41d3-9a0c-0305e82c3301")
                .run("cognito-list")
                .failed(2);

        assertThat(list.err())
                .contains("is not the id of a user pool (from AWS_COGNITO_USER_POOL_ID)\n"
                        + "hint: this looks like an identity pool;");
    }

    @Test
    void aMisspeltPoolIsCorrected() {
        var id = new EmulatedUserPool(aws, "cruddur-users").id();
        var misspelt = id.substring(0, id.length() - 1);

        var list = cli.run("cognito-list", "--pool", misspelt).failed(2);

        assertThat(list.err()).isEqualTo("""
            error: there is no user pool %s in this account (from --pool)
            hint: did you mean %s (cruddur-users)?
            """.formatted(misspelt, id));
    }

    @Test
    void otherPoolsAreNamedWhenNoneIsNear() {
        var id = new EmulatedUserPool(aws, "cruddur-users").id();

        var list = cli.run("cognito-list", "--pool", "eu-central-1_Q").failed(2);

        assertThat(list.err()).endsWith("hint: in eu-central-1 there are: %s (cruddur-users)\n".formatted(id));
    }

    @Test
    void withoutPermissionToListPoolsTheErrorNamesNone() {
        aws.fail("cognito-idp:ListUserPools", "AccessDeniedException", 400, 9);

        var list = cli.run("cognito-list", "--pool", "eu-central-1_Q").failed(2);

        assertThat(list.err()).isEqualTo("""
            error: there is no user pool eu-central-1_Q in this account (from --pool)
            hint: check the id and the account (--profile)
            """);
    }

    @Test
    void thePoolSRegionCountsWhateverRegionIsSet() {
        var list = cli.run("cognito-list", "--pool", "us-east-1_Q").failed(2);

        assertThat(list.err()).endsWith("hint: there is none in us-east-1: check the account (--profile)\n");
    }

    @Test
    void anotherRegionIsRefused() {
        var list = cli.run("cognito-list", "--pool", "us-east-1_Q", "--region", "eu-central-1")
                .failed(2);

        assertThat(list.err()).isEqualTo("""
            error: the user pool us-east-1_Q (from --pool) is in us-east-1, and --region is eu-central-1
            hint: omit --region
            """);
    }
}
