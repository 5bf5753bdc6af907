package dev.dbops.cli.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedUserPool;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CognitoListTest {
    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedUserPool pool;
    private Cli cli;

    @BeforeEach
    void emptyPool() {
        aws = AwsEmulator.reset();
        pool = new EmulatedUserPool(aws, "cruddur-users");
        cli = new Cli(directory).with(aws.variables()).with("AWS_COGNITO_USER_POOL_ID", pool.id());
    }

    @Test
    void usersAreListedWithOrWithoutAttributes() {
        var ada = pool.user("ada-login", "preferred_username", "ada", "email", "ada@example.com", "name", "Ada L");
        var bare = pool.user("bare");

        var list = cli.run("cognito-list", "-o", "csv").succeeded();

        assertThat(list.out().replaceAll(",[0-9T:.-]+Z", "")).isEqualTo("""
            handle,email,email_verified,name,cognito_user_id,username,status,enabled,created_at
            ada,ada@example.com,false,Ada L,%s,ada-login,FORCE_CHANGE_PASSWORD,true
            "","",false,"",%s,bare,FORCE_CHANGE_PASSWORD,true
            """.formatted(ada, bare));
        assertThat(aws.calls()).endsWith("cognito-idp:ListUsers");
    }

    @Test
    void aUserIsARecordForPrograms() {
        var ada = pool.user(
                "ada-login", "preferred_username", "ada", "email", "ada@example.com", "email_verified", "true");

        var list = cli.run("cognito-list", "-o", "json").succeeded();

        assertThat(list.out())
                .startsWith(("[{\"handle\":\"ada\",\"email\":\"ada@example.com\",\"email_verified\":true,\"name\":null,"
                                + "\"cognito_user_id\":\"%s\",\"username\":\"ada-login\",\"status\":\"FORCE_CHANGE_PASSWORD\","
                                + "\"enabled\":true,\"created_at\":\"")
                        .formatted(ada))
                .endsWith("Z\"}]\n");
    }

    @Test
    void everyPageIsListed() {
        aws.crowd(pool.id(), 150);

        var list = cli.run("cognito-list").succeeded();

        assertThat(list.out().lines()).hasSize(151);
        assertThat(list.out()).contains("user149  user149@example.com");
    }

    @Test
    void anEmptyPoolIsSaidToBeEmpty() {
        assertThat(cli.run("cognito-list").succeeded().out())
                .isEqualTo("the user pool %s has no users\n".formatted(pool.id()));
    }

    @Test
    void aMisspeltPoolIsCorrected() {
        var list = cli.run("cognito-list", "--pool", pool.id() + "x").failed(2);

        assertThat(list.err()).isEqualTo("""
            error: there is no user pool %1$sx in this account (from --pool)
            hint: did you mean %1$s (cruddur-users)?
            """.formatted(pool.id()));
    }
}
