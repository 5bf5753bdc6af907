package dev.dbops.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.script.LoadLock;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrateTest extends MigrationProject {
    private static final String HISTORY =
            "SELECT version, description, type, script, success FROM flyway_schema_history ORDER BY installed_rank";

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void appliesWhatIsPendingInOrderAndRemembersIt(int major) throws IOException {
        use(TestServer.ofMajor(major));
        write("20260102000000_fill.sql", "COPY fruit FROM stdin;\napple\npear\n\\.\n\\echo filled\n");
        write("20260101000000_create_fruit.sql", "CREATE TABLE fruit (name text);\n");
        write("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT name FROM fruit;\n");

        var transcript = cli.run("migrate").succeeded();

        assertThat(transcript.err())
                .startsWith("target: db \"%s\"".formatted(target.database()))
                .endsWith("applied 20260101000000_create_fruit.sql: 1 statement, 0 rows\n"
                        + "filled\n"
                        + "applied 20260102000000_fill.sql: 1 statement, 2 rows\n"
                        + "applied R__names.sql: 1 statement, 0 rows\n"
                        + "database \"%s\" is migrated: 3 migrations\n".formatted(target.database()));
        assertThat(transcript.out().lines()).hasSize(4);
        assertThat(rows("SELECT * FROM names")).containsExactly("apple", "pear");
        assertThat(rows(HISTORY))
                .containsExactly(
                        "20260101000000|create fruit|SQL|20260101000000_create_fruit.sql|t",
                        "20260102000000|fill|SQL|20260102000000_fill.sql|t",
                        "null|names|SQL|R__names.sql|t");
    }

    @Test
    void asSecondTimeThereIsNothingToDo() throws IOException {
        write("1_create.sql", "CREATE TABLE fruit (name text);\n");
        cli.run("migrate").succeeded();

        var again = cli.run("migrate", "-o", "json").succeeded();

        assertThat(again.err())
                .endsWith("nothing to do: database \"%s\" has all migrations\n".formatted(target.database()));
        assertThat(again.out()).isEqualTo("{\"database\":\"%s\",\"migrations\":[]}\n".formatted(target.database()));
        assertThat(rows(HISTORY)).hasSize(1);
    }

    @Test
    void anErrorIsShownWithItsPlaceAndWhatWasAppliedBeforeStays() throws IOException {
        write("1_create.sql", "CREATE TABLE fruit (name text);\n");
        write(
                "2_break.sql",
                "-- migrate:up\nCREATE TABLE leaf (id int);\nCREATE TABLE b (id nonsense);\n-- migrate:down\nx\n");
        write("3_never.sql", "CREATE TABLE never (id int);\n");

        var transcript = cli.run("migrate").failed(3);

        assertThat(transcript.err())
                .contains("applied 1_create.sql")
                .contains("error: db/migrations/2_break.sql:3:20: type \"nonsense\" does not exist; this migration was"
                        + " rolled back (SQLSTATE 42704)\n"
                        + "  3 | CREATE TABLE b (id nonsense);\n"
                        + "                         ^\n");
        assertThat(rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
                .containsExactly("flyway_schema_history", "fruit");
        assertThat(rows(HISTORY)).hasSize(1);
        write("2_break.sql", "CREATE TABLE b (id int);\n");
        assertThat(cli.run("migrate").succeeded().err())
                .contains("applied 2_break.sql")
                .contains("applied 3_never.sql");
    }

    @Test
    void whatADeferredConstraintSaysAtTheCommitRollsBackTheMigrationAndItsRow() throws IOException {
        write("1_create.sql", "CREATE TABLE fruit (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED);\n");
        write("2_fill.sql", "INSERT INTO fruit VALUES (1), (1);\n");

        assertThat(cli.run("migrate").failed(3).err())
                .contains("applied 1_create.sql")
                .contains("error: 2_fill.sql: at the commit: duplicate key value violates unique constraint"
                        + " \"fruit_pkey\"; this migration was rolled back (SQLSTATE 23505)");

        assertThat(rows("SELECT count(*) FROM fruit")).containsExactly("0");
        assertThat(rows(HISTORY)).hasSize(1);
    }

    @Test
    void aMigrationWithoutATransactionRunsStatementByStatement() throws IOException {
        write("1_create.sql", "CREATE TABLE fruit (name text);\n");
        write(
                "2_index.sql",
                "-- migrate:up transaction:false\n"
                        + "CREATE INDEX CONCURRENTLY fruit_name ON fruit (name);\n"
                        + "-- migrate:down\n");

        cli.run("migrate").succeeded();

        assertThat(rows("SELECT indexname FROM pg_indexes WHERE tablename = 'fruit'"))
                .containsExactly("fruit_name");
    }

    @Test
    void oneWithoutATransactionThatFailsIsRememberedAndRepaired() throws IOException {
        write(
                "1_half.sql",
                "-- migrate:up transaction:false\nCREATE TABLE fruit (name text);\nCREATE TABLE leaf (id nonsense);\n");

        var failed = cli.run("migrate").failed(3);
        assertThat(failed.err())
                .contains("error: db/migrations/1_half.sql:3:23: type \"nonsense\" does not exist; the 1 statement(s)"
                        + " before it were executed")
                .contains("hint: it runs without a transaction, so its statements before the error remain: ")
                .contains("db-ops migrate --repair");
        assertThat(rows(HISTORY)).containsExactly("1|half|SQL|1_half.sql|f");
        assertThat(cli.run("migrate").failed(1).err()).contains("error: 1_half.sql failed without a transaction");
        assertThat(cli.run("migrate-status").succeeded().out()).contains("failed");

        write("1_half.sql", "CREATE TABLE leaf (id int);\n");
        assertThat(cli.run("migrate", "--repair").succeeded().out())
                .isEqualTo("forgot 1 failed migration, accepted 0 changed files, marked 0 missing files as deleted\n");
        cli.run("migrate").succeeded();
        assertThat(rows(HISTORY)).containsExactly("1|half|SQL|1_half.sql|t");
    }

    @Test
    void whatCannotRunInATransactionIsRefusedBeforeAnythingRuns() throws IOException {
        write("1_create.sql", "CREATE TABLE fruit (name text);\n");
        write("2_index.sql", "CREATE INDEX CONCURRENTLY fruit_name ON fruit (name);\n");

        assertThat(cli.run("migrate").failed(2).err())
                .contains("error: db/migrations/2_index.sql:1:1: CREATE INDEX cannot run inside a" + " transaction")
                .contains("hint: let the file begin with the line: -- migrate:up transaction:false");
        assertThat(rows("SELECT to_regclass('fruit') IS NULL, to_regclass('flyway_schema_history') IS NULL"))
                .containsExactly("t|t");
    }

    @Test
    void aDryRunShowsWhatWouldRunAndChangesNothing() throws IOException {
        write("1_create.sql", "CREATE TABLE fruit (name text);\nDROP TABLE IF EXISTS leaf;\n");

        var plan = cli.run("migrate", "--dry-run", "-o", "json").succeeded();

        assertThat(plan.out())
                .isEqualTo("{\"migrations\":[{\"version\":\"1\",\"file\":\"1_create.sql\",\"statements\":2,"
                        + "\"destructive\":1,\"transaction\":true}]}\n");
        assertThat(rows("SELECT to_regclass('fruit') IS NULL, to_regclass('flyway_schema_history') IS NULL"))
                .containsExactly("t|t");
    }

    @Test
    void aVersionMayBeTheLast() throws IOException {
        write("V1__one.sql", "CREATE TABLE one (id int);\n");
        write("V1.1__two.sql", "CREATE TABLE two (id int);\n");
        write("V10__three.sql", "CREATE TABLE three (id int);\n");

        cli.run("migrate", "--to", "1.1").succeeded();

        assertThat(rows("SELECT version FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("1", "1.1");
        assertThat(cli.run("migrate", "--to", "7").failed(2).err())
                .contains("error: there is no migration of version 7");
        assertThat(cli.run("migrate-status", "--check").failed(1).out()).containsPattern("V10__three.sql +pending");
        cli.run("migrate").succeeded();
        assertThat(cli.run("migrate-status", "--check").succeeded().out()).doesNotContain("pending");
    }

    @Test
    void aFileThatHasChangedOrIsGoneIsAnErrorThatSaysWhatToDo() throws IOException {
        write("1_one.sql", "CREATE TABLE one (id int);\n");
        write("2_two.sql", "CREATE TABLE two (id int);\n");
        write("3_three.sql", "CREATE TABLE three (id int);\n");
        cli.run("migrate").succeeded();

        write("1_one.sql", "CREATE TABLE one (id bigint);\n");
        assertThat(cli.run("migrate").failed(1).err())
                .contains("error: 1_one.sql has changed since it was applied")
                .contains("hint: restore the old text and write the change as a new migration");
        write("1_one.sql", "CREATE TABLE one (id int);\r\n");
        cli.run("migrate").succeeded();

        Files.delete(directory.resolve("db/migrations/2_two.sql"));
        assertThat(cli.run("migrate").failed(1).err())
                .contains("error: 2_two.sql is applied, but there is no such file");
        cli.run("migrate", "--repair").succeeded();
        assertThat(cli.run("migrate").succeeded().err()).contains("nothing to do");
    }

    @Test
    void oneThatIsOlderThanTheLastAppliedIsAppliedOnDemandOnly() throws IOException {
        write("2_two.sql", "CREATE TABLE two (id int);\n");
        cli.run("migrate").succeeded();
        write("1_one.sql", "CREATE TABLE one (id int);\n");

        assertThat(cli.run("migrate").failed(1).err())
                .contains("error: 1_one.sql is not applied, but a later migration is")
                .contains("--out-of-order");
        assertThat(rows("SELECT to_regclass('one') IS NULL")).containsExactly("t");
        cli.run("migrate", "--out-of-order").succeeded();
        assertThat(rows("SELECT to_regclass('one') IS NULL")).containsExactly("f");
        assertThat(cli.run("migrate").succeeded().err()).contains("nothing to do");
    }

    @Test
    void aDatabaseThatHasASchemaAlreadyBeginsWithABaseline() throws IOException {
        server.execute(target.database(), "CREATE TABLE one (id int)");
        write("1_one.sql", "CREATE TABLE one (id int);\n");
        write("2_two.sql", "CREATE TABLE two (id int);\n");

        assertThat(cli.run("migrate").failed(1).err())
                .contains("error: the database has a schema already, but no history of migrations")
                .contains("hint: say up to which version it has them all: db-ops migrate --baseline VERSION");
        assertThat(cli.run("migrate", "--baseline", "1").succeeded().err())
                .contains("the history begins at version 1\napplied 2_two.sql");

        assertThat(cli.run("migrate-status", "--check").succeeded().out())
                .containsPattern("1_one.sql +baseline")
                .containsPattern("2_two.sql +applied");
        assertThat(cli.run("migrate", "--baseline", "2").failed(1).err())
                .contains("error: ")
                .contains("hint: ");
    }

    @Test
    void aHistoryWithoutMigrationsCanBeginAtAnotherVersion() throws IOException {
        server.execute(target.database(), "CREATE TABLE one (id int)");
        write("1_one.sql", "CREATE TABLE one (id int);\n");
        write("2_two.sql", "CREATE TABLE two (id int);\n");
        cli.run("migrate", "--baseline", "2").succeeded();

        assertThat(cli.run("migrate", "--baseline", "1").succeeded().err())
                .contains("the history begins at version 1\napplied 2_two.sql");

        assertThat(cli.run("migrate", "--baseline", "0").failed(1).err())
                .contains("error: the history of migrations has begun already\n");
        assertThat(rows("SELECT version FROM flyway_schema_history ORDER BY 1")).containsExactly("1", "2");
    }

    /** As a dump of the schema alone leaves it, or an interrupted first migration. */
    @Test
    void anEmptyHistoryCanBegin() throws IOException {
        write("1_one.sql", "CREATE TABLE one (id int);\n");
        write("2_two.sql", "CREATE TABLE two (id int);\n");
        cli.run("migrate", "--to", "1").succeeded();
        server.execute(target.database(), "TRUNCATE flyway_schema_history");

        assertThat(cli.run("migrate", "--baseline", "1").succeeded().err())
                .contains("the history begins at version 1\napplied 2_two.sql");
    }

    @Test
    void aDumpedSchemaContainsItsMigrations() throws IOException {
        write("1_one.sql", "CREATE TABLE one (id int);\n");
        write("10_ten.sql", "CREATE TABLE ten (id int);\n");
        write("R__view.sql", "CREATE OR REPLACE VIEW ones AS SELECT id FROM one;\n");
        write("2_it's_two.sql", "CREATE TABLE two (id int);\n");
        cli.run("migrate", "--baseline", "0").succeeded();
        var copy = server.newDatabase();

        cli.run("schema-dump", "-f", "schema.sql").succeeded();
        new Cli(directory).with(copy).run("schema-load").succeeded();
        write("11_later.sql", "CREATE TABLE later (id int);\n");

        assertThat(new Cli(directory).with(copy).run("migrate").succeeded().err())
                .endsWith("applied 11_later.sql: 1 statement, 0 rows\ndatabase \"%s\" is migrated: 1 migration\n"
                        .formatted(copy.database()));
        new Cli(directory).with(copy).run("migrate-status", "--check").succeeded();
        assertThat(server.rows(copy.database(), """
            SELECT installed_rank, version, script, success FROM flyway_schema_history ORDER BY installed_rank\
            """))
                .containsExactly(
                        "1|0|baseline|t",
                        "2|1|1_one.sql|t",
                        "3|2|2_it's_two.sql|t",
                        "4|10|10_ten.sql|t",
                        "5|null|R__view.sql|t",
                        "6|11|11_later.sql|t");
    }

    @Test
    void theDumpIsTheSameWhateverTheOrderInWhichMigrationsWereApplied() throws IOException {
        write("2_two.sql", "CREATE TABLE two (id int);\n");
        cli.run("migrate").succeeded();
        write("1_one.sql", "CREATE TABLE one (id int);\n");
        cli.run("migrate", "--out-of-order").succeeded();
        var inOrder = server.newDatabase();
        new Cli(directory).with(inOrder).run("migrate").succeeded();

        cli.run("schema-dump", "-f", "dumped.sql").succeeded();

        new Cli(directory)
                .with(inOrder)
                .run("schema-dump", "--check", "-f", "dumped.sql")
                .succeeded();
    }

    @Test
    void aHistoryWithoutRowsIsNotDumped() throws IOException {
        write("1_one.sql", "CREATE TABLE one (id int);\n");
        cli.run("migrate").succeeded();
        server.execute(target.database(), "TRUNCATE flyway_schema_history");

        assertThat(cli.run("schema-dump").succeeded().out())
                .contains("CREATE TABLE public.one")
                .doesNotContain("flyway_schema_history");
    }

    @Test
    void aProtectedDatabaseLosesNothingWithoutItsName() throws IOException {
        write("1_drop.sql", "CREATE TABLE fruit (id int);\nDROP TABLE fruit;\n");
        cli.with("PROD_CONNECTION_URL", dev.dbops.target.ConnectionUrl.formatWithPassword(target));

        var refused = cli.run("migrate", "prod").failed(5);
        assertThat(refused.err())
                .contains("db/migrations/1_drop.sql:2:1: DROP TABLE fruit")
                .contains("this will run 1 statement(s) that drop, truncate, delete or overwrite in database");
        assertThat(rows("SELECT to_regclass('flyway_schema_history') IS NULL")).containsExactly("t");
        cli.run("migrate", "prod", "--confirm", target.database()).succeeded();
    }

    @Test
    void twoDoNotRunAtOnce() throws IOException {
        write("1_one.sql", "CREATE TABLE one (id int);\n");
        try (var other = Database.connect(target)) {
            new LoadLock(other).acquire(Duration.ofSeconds(1));

            assertThat(cli.run("migrate", "--lock-timeout", "100ms").failed(6).err())
                    .contains("another load of the database")
                    .contains("user postgres");
        }
        cli.run("migrate").succeeded();
    }

    @Test
    void aMigrationThatWaitsForALockEndsWithTheSessionThatHoldsIt() throws IOException {
        write("1_one.sql", "CREATE TABLE one (id int);\n");
        cli.run("migrate").succeeded();
        write("2_add.sql", "CREATE TABLE two (id int);\nALTER TABLE one ADD name text;\n");
        try (var application = Database.connect(target)) {
            application.executeAsIs("BEGIN; SELECT * FROM one");

            var transcript = cli.run("migrate", "--lock-timeout", "3s").failed(6);

            assertThat(transcript.err())
                    .contains("error: db/migrations/2_add.sql:2:1: canceling statement due to lock timeout; this"
                            + " migration was rolled back; the lock is held by pid "
                            + application.connection().getBackendPID()
                            + ", user postgres from ")
                    .contains("db-ops, idle in transaction, in its transaction for 00:00:")
                    .contains("; it is tried again\n")
                    .contains("hint: end that transaction (db-ops sessions shows it)");
        }
        assertThat(rows("SELECT to_regclass('two') IS NULL")).containsExactly("t");
        assertThat(rows(HISTORY)).hasSize(1);
    }

    /** The application continues while the migration pauses, and the limit that the user has set is the one that counts. */
    @Test
    void aMigrationIsTriedAgainUntilTheLockIsFree() throws IOException, InterruptedException {
        server.execute(
                target.database(), "ALTER DATABASE \"%s\" SET lock_timeout = '200ms'".formatted(target.database()));
        write("1_one.sql", "CREATE TABLE one (id int);\n");
        cli.run("migrate").succeeded();
        write("2_add.sql", "ALTER TABLE one ADD name text;\nINSERT INTO one VALUES (1, 'a');\n");
        try (var application = Database.connect(target)) {
            application.executeAsIs("BEGIN; SELECT * FROM one");
            var release = dev.dbops.BackgroundTask.start("application", () -> {
                while (!isSomebodyWaiting(application)) {
                    Thread.onSpinWait();
                }
                while (isSomebodyWaiting(application)) {
                    Thread.onSpinWait();
                }
                application.executeAsIs("INSERT INTO one VALUES (2); COMMIT");
                return true;
            });

            assertThat(cli.run("migrate").succeeded().err()).contains("; it is tried again\n");

            assertThat(release.get()).isTrue();
        }
        assertThat(rows("SELECT id FROM one ORDER BY id")).containsExactly("1", "2");
    }

    private static boolean isSomebodyWaiting(Database application) {
        return !application
                .query("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'public.one'::regclass", row -> 1)
                .isEmpty();
    }

    @Test
    void namesThatAreNoneOrTwiceThereAndAMissingDirectoryAreRefused() throws IOException {
        assertThat(cli.run("migrate", "--dir", "elsewhere").failed(2).err())
                .contains("error: there is no directory elsewhere");
        write("1_one.sql", "");
        write("V1__other.sql", "");
        assertThat(cli.run("migrate-status").failed(2).err())
                .contains("error: two migrations have the version 1: db/migrations/1_one.sql and"
                        + " db/migrations/V1__other.sql");
        write("add_bio.sql", "");
        Files.delete(directory.resolve("db/migrations/V1__other.sql"));
        assertThat(cli.run("migrate").failed(2).err())
                .contains("error: db/migrations/add_bio.sql is not named as a migration");
    }

    @Test
    void theStatusTellsEachMigrationInJsonToo() throws IOException {
        assertThat(cli.run("migrate-status").succeeded().out()).isEqualTo("there are no migrations\n");
        write("1_one.sql", "CREATE TABLE one (id int);\n");
        cli.run("migrate").succeeded();
        write("2_two.sql", "CREATE TABLE two (id int);\n");

        assertThat(cli.run("migrate-status", "-o", "json").succeeded().out())
                .matches(
                        "\\[\\{\"version\":\"1\",\"file\":\"1_one.sql\",\"state\":\"applied\",\"applied_at\":\"20[^\"]+Z\",\"applied_by\":\"postgres\",\"milliseconds\":\\d+},\\{\"version\":\"2\",\"file\":\"2_two.sql\",\"state\":\"pending\",\"applied_at\":null,\"applied_by\":null,\"milliseconds\":null}]\n");
    }

    @Test
    void theFilesOfOtherToolsRunWithoutTheirDownSections() throws IOException {
        write("1_goose.sql", """
            -- +goose Up
            -- +goose StatementBegin
            CREATE TABLE goose (id int)
            -- +goose StatementEnd
            -- +goose StatementBegin
            CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;
            -- +goose StatementEnd
            -- +goose Down
            DROP TABLE goose;
            """);
        write("2_rubenv.sql", "-- +migrate Up\nCREATE TABLE rubenv ();\n-- +migrate Down\nDROP TABLE rubenv;\n");
        write("000003_golang.up.sql", "CREATE TABLE golang ();\n");
        write("000003_golang.down.sql", "DROP TABLE golang;\n");
        write("4_node.sql", "CREATE TABLE node ();\n-- Down Migration\nDROP TABLE node;\n");
        write("V5__flyway.SQL", "CREATE TABLE flyway ();\n");

        assertThat(cli.run("migrate").succeeded().err()).contains("applied 1_goose.sql: 2 statements, 0 rows\n");

        assertThat(rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
                .containsExactly("flyway", "flyway_schema_history", "golang", "goose", "node", "rubenv");
        assertThat(rows(HISTORY)).contains("000003|golang|SQL|000003_golang.up.sql|t");
        write("6_unclear.sql", "CREATE TABLE x ();\n-- Down\nDROP TABLE x;\n");
        assertThat(cli.run("migrate").failed(2).err())
                .contains("error: db/migrations/6_unclear.sql:2:1: no up section begins before this line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- migrate:up", "-- migrate:up transaction:false"})
    void eachMigrationBeginsWithTheDefaultsOfTheSession(String mark) throws IOException {
        server.execute(target.database(), "CREATE ROLE \"%s\"".formatted(target.database()));
        write("1_settings.sql", mark + """

            CREATE TABLE public.one (id int);
            CREATE SEQUENCE public.numbers;
            SELECT nextval('public.numbers');
            SET statement_timeout = 54321;
            SET session_replication_role = replica;
            SET timezone = 'Asia/Tokyo';
            SELECT set_config('search_path', '', false), set_config('app.tenant', 'one', false);
            CREATE TEMPORARY TABLE two (id int);
            PREPARE three AS SELECT 3;
            DECLARE four CURSOR WITH HOLD FOR SELECT 4;
            LISTEN five;
            SET default_transaction_read_only = on;
            SET ROLE "%s";
            """.formatted(target.database()));
        write("2_other_user.sql", mark + "\nSET SESSION AUTHORIZATION \"%s\";\n".formatted(target.database()));
        write("3_plain.sql", mark + """

            CREATE TABLE two AS SELECT current_user, session_user, current_setting('statement_timeout') AS timeout,
                   current_setting('session_replication_role') AS replication,
                   current_setting('timezone') = 'Asia/Tokyo' AS tokyo, current_setting('search_path') AS path,
                   coalesce(current_setting('app.tenant', true), '') AS tenant,
                   (SELECT count(*) FROM pg_prepared_statements WHERE name = 'three') AS prepared,
                   (SELECT count(*) FROM pg_cursors WHERE name = 'four') AS cursors,
                   (SELECT count(*) FROM pg_listening_channels()) AS channels;
            """);

        cli.run("migrate").succeeded();

        assertThat(rows("SELECT * FROM public.two"))
                .containsExactly("postgres|postgres|0|origin|f|\"$user\", public||0|0|0");
        assertThat(rows("SELECT version, success, installed_by FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("1|t|postgres", "2|t|postgres", "3|t|postgres");
    }

    @Test
    void aMigrationWithoutATransactionThatFailsInAnotherRoleIsRecordedToo() throws IOException {
        server.execute(target.database(), "CREATE ROLE \"%s\"".formatted(target.database()));
        write(
                "1_half.sql",
                "-- migrate:up transaction:false\nSET ROLE \"%s\";\nBEGIN;\nSELECT nothing;\n"
                        .formatted(target.database()));

        cli.run("migrate").failed(3);

        assertThat(rows(HISTORY)).containsExactly("1|half|SQL|1_half.sql|f");
    }

    @Test
    void theFirstStatementMaySetTheTransaction() throws IOException {
        write("1_set.sql", """
            SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
            CREATE TABLE one AS SELECT current_setting('transaction_isolation') AS level;
            """);
        cli.with("PROD_CONNECTION_URL", dev.dbops.target.ConnectionUrl.formatWithPassword(target));

        cli.run("migrate", "prod").succeeded();

        assertThat(rows("SELECT level FROM one")).containsExactly("serializable");
    }

    @Test
    void settingsOfOneMigrationDoNotReachTheNext() throws IOException {
        write(
                "1_dump.sql",
                "SELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.one (id int);\n");
        write("2_plain.sql", "CREATE TABLE two (id int);\n");

        cli.run("migrate").succeeded();

        assertThat(rows("SELECT to_regclass('public.two') IS NULL")).containsExactly("f");
    }

    @Test
    void aNewMigrationIsNamedByTheTimeAndNeverTwice() throws IOException {
        var first = cli.run("migrate-new", "Add bio!").succeeded().out().strip();
        var second = cli.run("migrate-new", "add bio").succeeded().out().strip();

        assertThat(first).matches("db/migrations/20\\d{12}_add_bio\\.sql");
        assertThat(second).isGreaterThan(first);
        assertThat(Files.readString(directory.resolve(first))).startsWith("-- Add bio!\n--\n");
        assertThat(cli.run("migrate-new").failed(2).err()).contains("error: the migration has no name");
        assertThat(cli.run("migrate", "--dry-run").succeeded().out()).contains("would apply 2 migrations");
    }

    /** A process of its own, which may not write a byte to any file: as on a full disk, but for the error's number. */
    @Test
    void aNewMigrationThatCannotBeWrittenIsNotThere() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 0; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.dbops.cli.DbOps",
                        "migrate-new",
                        "add bio",
                        "--dir",
                        directory.resolve("new").toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("error: cannot write ", "File too large").contains("\nhint: ");
        assertThat(directory.resolve("new")).isEmptyDirectory();
    }
}
