package dev.dbops.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedUserPool;
import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupWithUserPoolTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private String pool;
    private String ada;
    private Cli cli;

    @BeforeEach
    void exampleScriptsAndAPool() throws IOException {
        var aws = AwsEmulator.reset();
        var users = new EmulatedUserPool(aws, "cruddur-users");
        pool = users.id();
        ada = users.user("ada-login", "preferred_username", "ada");
        target = server.unusedDatabase();
        cli = new Cli(directory).with(aws.variables()).with(target).with("AWS_COGNITO_USER_POOL_ID", pool);
        Files.copy(Path.of("../schema.sql"), directory.resolve("schema.sql"));
        Files.copy(Path.of("../seed.sql"), directory.resolve("seed.sql"));
    }

    @Test
    void theIdsOfTheConfiguredPoolAreWrittenAfterTheSeeds() {
        var setup = cli.run("setup").succeeded();

        assertThat(setup.err()).endsWith("""
            loaded seed.sql: 4 statements, 6 rows
            user pool %s and table public.users: 1 updated, 0 unchanged, 1 in the database only
            """.formatted(pool));
        assertThat(ids()).isEqualTo("ada=%s grace=null".formatted(ada));
    }

    @Test
    void theJsonResultContainsTheSynchronizedUsers() {
        var setup = cli.run("setup", "-o", "json").succeeded();

        assertThat(setup.out())
                .contains("\"cognito\":{\"database\":\"%s\",\"table\":\"public.users\",\"pool\":\"%s\""
                        .formatted(target.database(), pool))
                .contains("\"updated\":1,");
    }

    /** Without credentials, a call would fail. */
    @Test
    void thePoolCanBeSkipped() {
        withoutCredentials();

        var setup = cli.run("setup", "--no-cognito").succeeded();

        assertThat(setup.err()).doesNotContain(pool);
        assertThat(ids()).isEqualTo("ada=null grace=null");
    }

    @Test
    void aDryRunNamesThePoolAndCallsNothing() {
        withoutCredentials();

        var setup = cli.run("setup", "--dry-run").succeeded();

        assertThat(setup.out())
                .isEqualTo(
                        "would create database \"%s\", load schema.sql, load seed.sql, and write the user IDs of user pool %s\n"
                                .formatted(target.database(), pool));
    }

    @Test
    void withoutCredentialsTheDatabaseIsCreatedAndTheErrorSaysSo() {
        withoutCredentials();

        var setup = cli.run("setup").failed(4);

        assertThat(setup.out()).isEmpty();
        assertThat(setup.err())
                .contains(("warning: database \"%s\" exists with its schema and seeds, but without the IDs of user pool"
                                + " %s: run db-ops cognito-sync later, or setup --no-cognito\n")
                        .formatted(target.database(), pool))
                .contains("error: no AWS credentials were found\n");
        assertThat(ids()).isEqualTo("ada=null grace=null");
    }

    @Test
    void aMisspeltPoolIsCorrectedAndTheDatabaseIsCreated() {
        cli.with("AWS_COGNITO_USER_POOL_ID", pool.substring(0, pool.length() - 1));

        var setup = cli.run("setup").failed(2);

        assertThat(setup.err())
                .contains("warning: database \"%s\" exists".formatted(target.database()))
                .contains("hint: did you mean %s (cruddur-users)?\n".formatted(pool));
        assertThat(ids()).isEqualTo("ada=null grace=null");
    }

    @Test
    void aSchemaWithoutTheUserTableIsAnErrorThatNamesIt() throws IOException {
        Files.writeString(directory.resolve("schema.sql"), "CREATE TABLE fruit ();\n");
        Files.delete(directory.resolve("seed.sql"));

        var setup = cli.run("setup").failed(3);

        assertThat(setup.err())
                .contains("warning: database \"%s\" exists".formatted(target.database()))
                .contains("error: there is no table users in database");
    }

    @Test
    void anInvalidPoolIdIsRefusedBeforeAnythingIsDropped() {
        cli.run("setup").succeeded();

        var setup = cli.with("AWS_COGNITO_USER_POOL_ID", "cruddur-users")
                .run("setup", "--yes")
                .failed(2);

        assertThat(setup.err())
                .startsWith("error: \"cruddur-users\" is not the id of a user pool (from AWS_COGNITO_USER_POOL_ID)\n");
        assertThat(ids()).isEqualTo("ada=%s grace=null".formatted(ada));
    }

    private void withoutCredentials() {
        cli.with("AWS_ACCESS_KEY_ID", "").with("AWS_EC2_METADATA_DISABLED", "true");
    }

    private String ids() {
        return server.rows(
                        target.database(),
                        "SELECT string_agg(concat(handle, '=', coalesce(cognito_user_id, 'null')), ' '"
                                + " ORDER BY handle) FROM users")
                .getFirst();
    }
}
