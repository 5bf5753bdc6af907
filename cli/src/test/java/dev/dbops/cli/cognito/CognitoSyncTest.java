package dev.dbops.cli.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedUserPool;
import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CognitoSyncTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedUserPool pool;
    private ConnectionTarget target;
    private Cli cli;

    /** The example schema and its users, ada and grace. */
    @BeforeEach
    void exampleDatabaseAndAPool() throws IOException {
        aws = AwsEmulator.reset();
        pool = new EmulatedUserPool(aws, "cruddur-users");
        target = server.newDatabase();
        execute(Files.readString(Path.of("../schema.sql")));
        execute(Files.readString(Path.of("../seed.sql")));
        cli = new Cli(directory).with(aws.variables()).with(target).with("AWS_COGNITO_USER_POOL_ID", pool.id());
    }

    @Test
    void idsAreWrittenByHandleAndEverythingElseIsReported() {
        var ada = pool.user("ada-login", "preferred_username", "ada", "email", "ada@example.com");
        var new_ = pool.user("new-login", "preferred_username", "newcomer", "email", "new@example.com");
        var nameless = pool.user("nameless", "email", "nameless@example.com");

        var sync = cli.run("cognito-sync").succeeded();

        assertThat(sync.out()).isEqualTo("""
            %s and table public.users: 1 updated, 0 unchanged, 1 in the pool only, 1 in the database only, 1 without handle
            OUTCOME            HANDLE    EMAIL                 COGNITO USER ID                       NOTE
            without_attribute            nameless@example.com  %s
            pool_only          newcomer  new@example.com       %s
            database_only      grace     grace@example.com
            updated            ada       ada@example.com       %s
            """.formatted(pool.id(), nameless, new_, ada));
        assertThat(sync.err()).isEqualTo("""
            target: db "%s" on 127.0.0.1:%d as postgres (from CONNECTION_URL)
            users without a row are left out; --insert-missing inserts them
            """.formatted(target.database(), server.port()));
        assertThat(ids()).isEqualTo("ada=%s grace=null".formatted(ada));
        assertThat(aws.calls()).endsWith("cognito-idp:ListUsers");
    }

    @Test
    void theSecondTimeThereIsNothingToDo() {
        var ada = pool.user("ada-login", "preferred_username", "ada");
        var grace = pool.user("grace-login", "preferred_username", "grace");
        cli.run("cognito-sync").succeeded();
        var before = rowVersions();

        var again = cli.run("cognito-sync").succeeded();

        assertThat(again.out()).isEqualTo("%s and table public.users: 0 updated, 2 unchanged\n".formatted(pool.id()));
        assertThat(ids()).isEqualTo("ada=%s grace=%s".formatted(ada, grace));
        assertThat(rowVersions()).isEqualTo(before);
    }

    @Test
    void aDryRunReportsTheSameAndChangesNothing() {
        pool.user("ada-login", "preferred_username", "ada");
        pool.user("new-login", "preferred_username", "newcomer", "email", "new@example.com", "name", "New Comer");
        var before = rowVersions();

        var dry = cli.run("cognito-sync", "--dry-run", "--insert-missing").succeeded();

        assertThat(dry.out())
                .startsWith("%s and table public.users: 1 to update, 1 to insert, 0 unchanged, 1 in the database only\n"
                        .formatted(pool.id()));
        assertThat(rowVersions()).isEqualTo(before);
    }

    @Test
    void programsGetTheWholeReport() {
        var ada = pool.user("ada-login", "preferred_username", "ada", "email", "ada@example.com");

        var json = cli.run("cognito-sync", "-o", "json", "-q").succeeded();

        assertThat(json.out()).isEqualTo("""
            {"database":"%s","table":"public.users","pool":"%s","match":"handle","dry_run":false,\
            "pool_users":1,"updated":1,"replaced":0,"inserted":0,"unchanged":0,"pool_only":0,"database_only":1,\
            "without_attribute":0,"unverified":0,"ambiguous":0,"conflicts":0,"users":[\
            {"outcome":"database_only","handle":"grace","email":"grace@example.com","cognito_user_id":null,"note":null},\
            {"outcome":"updated","handle":"ada","email":"ada@example.com","cognito_user_id":"%s","note":null}]}
            """.formatted(target.database(), pool.id(), ada));
        assertThat(json.err()).isEmpty();
    }

    @Test
    void peopleSeeTheFirstRowsAndHowToGetTheRest() {
        execute("INSERT INTO users (handle, display_name, email)"
                + " SELECT 'other' || n, 'Other', 'other' || n || '@example.com' FROM generate_series(1, 30) AS n");

        var sync = cli.run("cognito-sync").succeeded();

        assertThat(sync.out().lines()).hasSize(1 + 1 + 20 + 1);
        assertThat(sync.out()).endsWith("... and 12 more: -o json or -o csv shows all\n");
        assertThat(cli.run("cognito-sync", "-o", "csv").succeeded().out().lines())
                .hasSize(1 + 32);
    }

    @Test
    void byEmailCapitalsDoNotMatterAndTheAddressMustBeVerified() {
        var ada = pool.user("a", "email", "Ada@Example.com", "email_verified", "true");
        pool.user("g", "email", "grace@example.com");

        var sync = cli.run("cognito-sync", "--match", "email").succeeded();

        assertThat(sync.out()).contains(": 1 updated, 0 unchanged, 1 unverified\n");
        assertThat(sync.err()).contains("unverified users are left out; --unverified takes them\n");
        assertThat(ids()).isEqualTo("ada=%s grace=null".formatted(ada));
    }

    @Test
    void anUnverifiedAddressIsTakenWhenThatIsAskedFor() {
        var grace = pool.user("g", "email", "grace@example.com");

        cli.run("cognito-sync", "--match", "email", "--unverified").succeeded();

        assertThat(ids()).isEqualTo("ada=null grace=" + grace);
    }

    @Test
    void signUpsThatWereNotConfirmedDoNotCount() {
        pool.signedUp("first-attempt", "preferred_username", "ada");
        var ada = pool.user("second-attempt", "preferred_username", "ada");

        var sync = cli.run("cognito-sync").succeeded();

        assertThat(sync.out()).contains(": 1 updated, 0 unchanged, 1 in the database only, 1 unverified\n");
        assertThat(ids()).isEqualTo("ada=%s grace=null".formatted(ada));
    }

    @Test
    void usersWithTheSameHandleAreAmbiguousAndNeitherGetsTheRow() {
        pool.user("one", "preferred_username", "ada");
        pool.user("two", "preferred_username", "ada");

        var sync = cli.run("cognito-sync").succeeded();

        assertThat(sync.out()).contains(", 2 ambiguous\n").contains("2 users of the pool have this handle\n");
        assertThat(ids()).isEqualTo("ada=null grace=null");
    }

    @Test
    void whoeverTakesAHandleDoesNotGetTheAccount() {
        var ada = pool.user("ada-login", "preferred_username", "ada");
        cli.run("cognito-sync").succeeded();
        pool.change("ada-login", "preferred_username", "countess");
        var mallory = pool.user("mallory-login", "preferred_username", "ada");

        var sync = cli.run("cognito-sync", "--insert-missing").succeeded();

        assertThat(sync.out())
                .contains(": 0 updated, 0 unchanged, 1 in the database only, 2 in conflict\n")
                .containsPattern("ada +%s +its row is linked to %s".formatted(mallory, ada))
                .containsPattern("countess +%s +is linked to another row: ada".formatted(ada));
        assertThat(ids()).isEqualTo("ada=%s grace=null".formatted(ada));
    }

    @Test
    void anIdThatThePoolDoesNotHaveIsReplacedAndNoted() {
        execute("UPDATE users SET cognito_user_id = 'MOCK' WHERE handle = 'ada'");
        var ada = pool.user("ada-login", "preferred_username", "ada");

        var sync = cli.run("cognito-sync").succeeded();

        assertThat(sync.out()).contains(": 1 updated (1 had another id), ").contains("replaces MOCK\n");
        assertThat(ids()).isEqualTo("ada=%s grace=null".formatted(ada));
    }

    @Test
    void inProductionIdsAreReplacedOnlyWhenTheDatabaseIsNamed() {
        execute("UPDATE users SET cognito_user_id = 'OLD' WHERE handle = 'ada'");
        var ada = pool.user("ada-login", "preferred_username", "ada");
        cli.with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        var refused = cli.run("cognito-sync", "prod", "--yes").failed(5);

        assertThat(refused.err()).endsWith("""
            error: this will replace 1 id(s) in table public.users of database "%1$s", and the target is protected: the environment is prod; nothing was changed
            hint: if that is meant, pass --confirm %1$s
            """.formatted(target.database()));
        assertThat(ids()).isEqualTo("ada=OLD grace=null");
        cli.run("cognito-sync", "prod", "--confirm", target.database()).succeeded();
        assertThat(ids()).isEqualTo("ada=%s grace=null".formatted(ada));
    }

    @Test
    void inProductionTheFirstIdsNeedNoConfirmation() {
        var ada = pool.user("ada-login", "preferred_username", "ada");

        cli.with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target))
                .run("cognito-sync", "prod")
                .succeeded();

        assertThat(ids()).isEqualTo("ada=%s grace=null".formatted(ada));
    }

    @Test
    void missingUsersAreInsertedWithWhatThePoolKnows() {
        var alan = pool.user("alan-login", "preferred_username", "alan", "email", "a@b.uk", "name", "Alan Turing");
        var nameless = pool.user("x", "preferred_username", "nameless", "email", "x@example.com");

        var sync = cli.run("cognito-sync", "--insert-missing").succeeded();

        assertThat(sync.out())
                .contains(": 0 updated, 1 inserted, 0 unchanged, 1 in the pool only, 2 in the database only\n")
                .containsPattern(nameless + " +not inserted, no value for: display_name\n");
        assertThat(server.rows(
                        target.database(),
                        "SELECT cognito_user_id, handle, email, display_name FROM users WHERE handle NOT IN"
                                + " ('ada', 'grace')"))
                .containsExactly(alan + "|alan|a@b.uk|Alan Turing");
    }

    @Test
    void columnsThatNothingFillsAreNamed() {
        execute("ALTER TABLE users ADD country text NOT NULL DEFAULT 'GB', ADD age integer");
        execute("UPDATE users SET age = 36; ALTER TABLE users ALTER country DROP DEFAULT, ALTER age SET NOT NULL");

        var sync = cli.run("cognito-sync", "--insert-missing").failed(2);

        assertThat(sync.err()).endsWith("""
            error: a new row of table "users" has no value for columns that must not be null: country, age
            hint: it has values for cognito_user_id, handle, email, display_name; give the other columns a default, or insert these users yourself
            """);
    }

    @Test
    void anAddressThatAnotherRowHasIsExplainedAndNothingIsDone() {
        pool.user("ada-login", "preferred_username", "ada", "email", "ada@example.com");
        pool.user("grace-login", "preferred_username", "hopper", "email", "Grace@example.com", "name", "Grace Hopper");

        var sync = cli.run("cognito-sync", "--insert-missing").failed(3);

        assertThat(sync.err())
                .contains(
                        "error: duplicate key value violates unique constraint \"users_email_key\"; nothing was changed"
                                + " (SQLSTATE 23505)")
                .contains("detail: Key (lower(email))=(grace@example.com) already exists.")
                .contains("hint: another row has this value: with --insert-missing that row may be the user's, under"
                        + " another handle");
        assertThat(ids()).isEqualTo("ada=null grace=null");
    }

    @Test
    void aHandleThatTheTableDoesNotTakeIsExplained() {
        pool.user("x", "preferred_username", "Not A Word", "email", "x@example.com", "name", "X");

        var sync = cli.run("cognito-sync", "--insert-missing").failed(3);

        assertThat(sync.err())
                .contains("violates check constraint \"handle_is_a_word\"; nothing was changed")
                .contains("hint: change the user in the pool, or the column or its constraint");
    }

    @Test
    void anotherTableAndOtherColumnsAreNamedAsSqlNamesThem() {
        execute("CREATE SCHEMA app; CREATE TABLE app.\"App User\" (\"Sub\" uuid, nick varchar(20), \"E-Mail\""
                + " text);INSERT INTO app.\"App User\" VALUES (NULL, 'ada', 'ada@example.com'), (NULL, 'ada',"
                + " 'other'), (NULL, 'joan', NULL)");
        pool.user("ada-login", "preferred_username", "ada");
        var joan = pool.user("joan-login", "preferred_username", "joan");

        var sync = cli.run(
                        "cognito-sync",
                        "--table",
                        "app.\"App User\"",
                        "--id-column",
                        "\"Sub\"",
                        "--handle-column",
                        "NICK",
                        "--email-column=\"E-Mail\"")
                .succeeded();

        assertThat(sync.out())
                .contains(": 1 updated, 0 unchanged, 1 ambiguous\n")
                .contains("2 rows have this handle\n");
        assertThat(server.rows(target.database(), "SELECT nick, \"Sub\" FROM app.\"App User\" ORDER BY 1, 2"))
                .containsExactly("ada|null", "ada|null", "joan|" + joan);
    }

    @Test
    void aTableOrColumnThatIsNotThereIsNamed() {
        assertThat(cli.run("cognito-sync", "--table", "people").failed(3).err())
                .contains("""
                    error: there is no table people in database "%s"
                    hint: load the schema (db-ops schema-load), or name the table of users with --table
                    """.formatted(target.database()));
        assertThat(cli.run("cognito-sync", "--table", "activities").failed(3).err())
                .contains("""
                    error: table "activities" has no column "cognito_user_id"
                    hint: name another with --id-column; its columns: uuid, user_uuid, reply_to_activity_uuid, message,\
                    """);
        assertThat(cli.run("cognito-sync", "--email-column", "mail").failed(3).err())
                .contains("error: table \"users\" has no column \"mail\"\nhint: name another with --email-column;");
        assertThat(cli.run("cognito-sync", "--id-column", "created_at")
                        .failed(3)
                        .err())
                .contains("error: column \"created_at\" of table \"users\" is of type timestamp with time zone\n");
        assertThat(cli.run("cognito-sync", "--handle-column", "uuid").failed(3).err())
                .contains("error: column \"uuid\" of table \"users\" is of type uuid\n");
    }

    @Test
    void nonsenseNamesAreRefused() {
        assertThat(cli.run("cognito-sync", "--table", "a b").failed(2).err())
                .startsWith("error: \"a b\" is not a valid table name: ' ' needs quotes\n"
                        + "hint: write table or schema.table, and quote");
        assertThat(cli.run("cognito-sync", "--id-column", "a.b").failed(2).err())
                .startsWith("error: \"a.b\" is not a valid column name: it has several parts\n");
        assertThat(cli.run("cognito-sync", "--match", "phone").failed(2).err()).contains("phone");
    }

    @Test
    void columnsOfCitextAndDomainsMatchByTheirOwnRules() {
        execute("CREATE EXTENSION citext; CREATE DOMAIN sub AS uuid; CREATE TABLE people (id sub, handle citext"
                + " UNIQUE);INSERT INTO people VALUES (NULL, 'Ada')");
        var ada = pool.user("ada-login", "preferred_username", "aDA");

        cli.run("cognito-sync", "--table", "people", "--id-column", "id").succeeded();

        assertThat(server.rows(target.database(), "SELECT * FROM people")).containsExactly(ada + "|Ada");
    }

    @Test
    void anIdTheColumnIsTooNarrowForIsRefusedRatherThanCut() {
        execute("ALTER TABLE users ALTER cognito_user_id TYPE varchar(10)");
        pool.user("ada-login", "preferred_username", "ada");

        var sync = cli.run("cognito-sync").failed(3);

        assertThat(sync.err()).contains("value too long for type character varying(10); nothing was changed");
        assertThat(ids()).isEqualTo("ada=null grace=null");
    }

    @Test
    void aRowThatATriggerKeepsIsNotReportedAsUpdated() {
        execute("CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
                + "CREATE TRIGGER keep BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION keep()");
        pool.user("ada-login", "preferred_username", "ada");

        var sync = cli.run("cognito-sync").failed(1);

        assertThat(sync.err())
                .contains("error: another session changed table \"users\" at the same time; nothing was changed");
    }

    @Test
    void everyPageOfALargePoolIsReadAndWrittenInOneGo() {
        aws.crowd(pool.id(), 10_000);
        execute("INSERT INTO users (handle, display_name, email)"
                + " SELECT 'user' || n, 'User', 'user' || n || '@example.com' FROM generate_series(0, 9998) AS n");

        var sync = cli.run("cognito-sync").succeeded();

        assertThat(sync.out())
                .contains(": 9999 updated, 0 unchanged, 1 in the pool only, 2 in the database only\n")
                .contains("... and ");
        assertThat(server.rows(
                        target.database(),
                        "SELECT count(*), count(DISTINCT cognito_user_id) FROM users WHERE cognito_user_id ="
                                + " '00000000-0000-4000-8000-' || lpad(substr(handle, 5), 12, '0')"))
                .containsExactly("9999|9999");
        assertThat(aws.calls().stream().filter("cognito-idp:ListUsers"::equals)).hasSize(167);
    }

    @Test
    void aPoolThatCannotBeReadToItsEndChangesNothing() {
        aws.crowd(pool.id(), 90);
        execute("INSERT INTO users (handle, display_name, email) VALUES ('user1', 'User', 'user1@example.com')");
        aws.failAfter("cognito-idp:ListUsers", 1, "AccessDeniedException", 400);

        var sync = cli.run("cognito-sync").failed(4);

        assertThat(sync.err())
                .contains("error: AWS denies cognito-idp:ListUsers: the emulator fails as requested; nothing was"
                        + " changed\n")
                .contains("hint: let an administrator allow the IAM action cognito-idp:ListUsers");
        assertThat(ids()).isEqualTo("ada=null grace=null user1=null");
    }

    @Test
    void aMisspeltPoolIsCorrectedAndChangesNothing() {
        var sync = cli.run("cognito-sync", "--pool", pool.id() + "x").failed(2);

        assertThat(sync.err()).endsWith("""
            error: there is no user pool %1$sx in this account (from --pool); nothing was changed
            hint: did you mean %1$s (cruddur-users)?
            """.formatted(pool.id()));
        assertThat(ids()).isEqualTo("ada=null grace=null");
    }

    private void execute(String sql) {
        server.execute(target.database(), sql);
    }

    private String ids() {
        return server.rows(
                        target.database(),
                        "SELECT string_agg(concat(handle, '=', coalesce(cognito_user_id, 'null')), ' '"
                                + " ORDER BY handle) FROM users")
                .getFirst();
    }

    /** Changes with every write to a row, even of the same values. */
    private String rowVersions() {
        return String.join(" ", server.rows(target.database(), "SELECT ctid, xmin FROM users"));
    }
}
