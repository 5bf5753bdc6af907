package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.target.Password;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggersTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void pointAtADatabaseWithTables() {
        target = server.newDatabase();
        cli = new Cli(directory).with(target);
        run("""
            CREATE TABLE users (id int PRIMARY KEY, email text, updated_at timestamptz);
            CREATE TABLE notes (text text);
            CREATE VIEW emails AS SELECT email FROM users;
            CREATE SCHEMA other;
            CREATE TABLE other.things (id int PRIMARY KEY)
            """);
    }

    private void run(String sql) {
        server.execute(target.database(), sql);
    }

    private List<String> rows(String sql) {
        return server.rows(target.database(), sql);
    }

    private List<String> triggers() {
        return rows("SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1");
    }

    @Test
    void bothKindsAreInstalledAndTheSameAgainChangesNothing() {
        var installed = cli.run("triggers-install", "--table", "users", "--events", "--updated-at", "-o", "json")
                .succeeded();

        assertThat(installed.out())
                .isEqualTo("[{\"table\":\"public.users\",\"kind\":\"events\",\"state\":\"installed\"},"
                        + "{\"table\":\"public.users\",\"kind\":\"updated_at\",\"state\":\"installed\"}]\n");
        assertThat(installed.err()).contains("target: db \"%s\"".formatted(target.database()));
        assertThat(triggers())
                .containsExactly(
                        "users dbops_capture_delete",
                        "users dbops_capture_insert",
                        "users dbops_capture_truncate",
                        "users dbops_capture_update",
                        "users dbops_set_updated_at");

        run("INSERT INTO users VALUES (1, 'a', '2000-01-01'); UPDATE users SET email = 'b'");
        assertThat(rows("SELECT updated_at > '2001-01-01' FROM users")).containsExactly("t");
        assertThat(rows("SELECT op FROM dbops.event_log ORDER BY seq")).containsExactly("c", "u");

        var again = cli.run("triggers-install", "--table", "users", "--events", "--updated-at")
                .succeeded();
        assertThat(again.out()).contains("events      unchanged").contains("updated_at  unchanged");

        var other = cli.run("triggers-install", "--table", "public.users", "--ops", "insert", "--before", "full")
                .succeeded();
        assertThat(other.out()).contains("events  replaced");
        assertThat(triggers()).containsExactly("users dbops_capture_insert", "users dbops_set_updated_at");
    }

    @Test
    void aDryRunPrintsSqlThatPsqlCouldRunAndChangesNothing() {
        var dry = cli.run("triggers-install", "--table", "users", "--dry-run").succeeded();

        assertThat(rows("SELECT to_regnamespace('dbops')")).containsExactly("null");
        assertThat(triggers()).isEmpty();

        run(dry.out());
        run("INSERT INTO users VALUES (1)");
        assertThat(rows("SELECT op FROM dbops.event_log")).containsExactly("c");
    }

    @Test
    void aTableThatIsNamedTwiceGetsItsTriggersOnce() {
        var installed = cli.run("triggers-install", "--table", "users", "--table", "public.users", "-o", "csv")
                .succeeded();

        assertThat(installed.out()).isEqualTo("table,kind,state\npublic.users,events,installed\n");
    }

    @Test
    void rowsThatATableHasAreReadEvents() {
        run("INSERT INTO users VALUES (1, 'a@b.c'), (2, NULL)");
        var dry = cli.run("triggers-install", "--table", "users", "--snapshot", "--dry-run")
                .succeeded();
        assertThat(dry.out())
                .endsWith("-- then, in the same transaction: the rows of tables that were not captured before are"
                        + " inserted into dbops.event_log\n");
        run(dry.out());
        run("DROP SCHEMA dbops CASCADE");

        assertThat(cli.run("triggers-install", "--all", "--snapshot")
                        .succeeded()
                        .err())
                .contains("public.users: 2 rows in the log\n", "other.things: 0 rows in the log\n");
        assertThat(cli.run("triggers-install", "--all", "--snapshot")
                        .succeeded()
                        .err())
                .contains("the rows of public.users are not written into the log: it is captured already\n");

        run("INSERT INTO users VALUES (3)");
        assertThat(cli.run("events-list", "--op", "read", "--format", "json")
                        .succeeded()
                        .out()
                        .lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"event_type\": \"READ\"", "\"email\": \"a@b.c\"");
        assertThat(cli.run("events-list", "--op", "read", "--format", "debezium")
                        .succeeded()
                        .out()
                        .lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"op\": \"r\"", "\"snapshot\": \"true\"")
                .containsPattern("\"txId\": [1-9]");
        assertThat(cli.run("events-replay", "--from", "beginning", "--to", "file:" + directory.resolve("all"))
                        .succeeded()
                        .out())
                .containsPattern("public  users +1 +0 +0 +0 +2 +0\n");
    }

    @Test
    void ofAllTablesThoseThatCannotAreLeftOutWithTheReason() {
        var all = cli.run("triggers-install", "--all").succeeded();

        assertThat(all.out())
                .contains("other.things  events  installed", "public.users  events  installed")
                .doesNotContain("notes");
        assertThat(all.err())
                .contains("warning: table public.notes is left out: it has no primary key or other key that"
                        + " identifies a row to update or delete");

        var schema = cli.run("triggers-install", "--all", "--schema", "other").succeeded();
        assertThat(schema.out()).contains("other.things  events  unchanged").doesNotContain("users");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--table notes|table public.notes cannot have these triggers: it has no primary key",
                "--table emails|table public.emails cannot have these triggers: it is a view: its rows are those of"
                        + " other tables",
                "--table missing|there is no table missing in database",
                "--table notes --updated-at|table public.notes cannot have these triggers: it has no column updated_at",
                "--table users --columns email --exclude-columns id|--columns and --exclude-columns exclude each other",
                "--table users --exclude-columns emial|table public.users cannot have these triggers: it has no column"
                        + " \"emial\"",
                "--table users --ops upsert|\"upsert\" is not an operation",
                "--table users --before all|--before is key or full, not \"all\"",
                "--table users --all|--all and --table exclude each other",
                "--ops insert|no table is selected",
                "--ddl --snapshot|no table is selected",
                "--table users --updated-at --snapshot|--snapshot writes events, and --updated-at alone captures"
                        + " none",
                "--table users --lambda-errors abort|no Lambda function is named",
                "--table users --lambda-errors never|--lambda-errors is warn or abort, not \"never\"",
            })
    void whatCannotBeIsRefusedWithTheReason(String arguments, String reason) {
        var refused = cli.run(("triggers-install " + arguments).split(" ")).failed(2);

        assertThat(refused.err()).contains("error: " + reason).contains("hint: ");
        assertThat(triggers()).isEmpty();
    }

    @Test
    void aConditionOnTheOldRowIsRefusedForInserts() {
        var refused = cli.run("triggers-install", "--table", "users", "--when", "OLD.id > 3")
                .failed(3);

        assertThat(refused.err())
                .contains("INSERT trigger's WHEN condition cannot reference OLD values")
                .contains("choose the operations that --when is for");
        assertThat(triggers()).isEmpty();

        cli.run("triggers-install", "--table", "users", "--when", "OLD.id > 3", "--ops", "update,delete")
                .succeeded();
        run("INSERT INTO users VALUES (3), (4); DELETE FROM users");
        assertThat(rows("SELECT op, key FROM dbops.event_log")).containsExactly("d|{\"id\": 4}");
    }

    @Test
    void aTableWithoutAKeyCanHaveItsInsertsCaptured() {
        cli.run("triggers-install", "--table", "notes", "--ops", "insert,truncate")
                .succeeded();

        run("INSERT INTO notes VALUES ('one')");

        assertThat(rows("SELECT op, key, after FROM dbops.event_log")).containsExactly("c|null|{\"text\": \"one\"}");
    }

    @Test
    void driftIsShown() {
        assertThat(cli.run("triggers-list").succeeded().out()).isEqualTo("no table has triggers of db-ops\n");
        run("CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE parts1 PARTITION OF"
                + " parts DEFAULT");
        cli.run(
                        "triggers-install",
                        "--table",
                        "users",
                        "--table",
                        "parts",
                        "--exclude-columns",
                        "email",
                        "--table",
                        "other.things")
                .failed(2);
        cli.run("triggers-install", "--table", "users", "--exclude-columns", "email")
                .succeeded();
        cli.run("triggers-install", "--table", "parts", "--table", "other.things")
                .succeeded();
        assertThat(cli.run("triggers-list").succeeded().err()).isEmpty();

        run("""
            ALTER TABLE users RENAME COLUMN email TO mail;
            ALTER TABLE users ADD COLUMN data json, DISABLE TRIGGER dbops_capture_delete;
            DROP TRIGGER dbops_capture_update ON users;
            ALTER TABLE parts RENAME TO pieces;
            CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER later AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION nothing();
            DROP TABLE other.things
            """);
        var list = cli.run("triggers-list").succeeded();

        assertThat(list.out()).contains("public.users").contains("--exclude-columns \"email\"");
        assertThat(list.err())
                .contains("warning: public.users (events): column \"email\" of the options no longer exists")
                .contains("public.users (events): the columns with their own encoding were none and are data json")
                .contains("public.users (events): trigger dbops_capture_delete on public.users is disabled")
                .contains("public.users (events): 1 of 4 triggers are missing")
                .contains("public.users (events): other triggers or foreign keys were added or dropped")
                .contains("public.pieces (events): the table was renamed: events have the name public.parts, not"
                        + " public.pieces")
                .contains("other.things (events): the table was dropped");
    }

    @Test
    void removalTakesTriggersAndFunctionsAndLeavesTheLog() {
        cli.run("triggers-install", "--table", "users", "--events", "--updated-at")
                .succeeded();
        cli.run("triggers-install", "--table", "other.things").succeeded();
        run("INSERT INTO users VALUES (1); ALTER TABLE users RENAME TO people");

        assertThat(cli.run("triggers-remove", "--table", "people", "--dry-run")
                        .succeeded()
                        .out())
                .contains("public.people  events");
        assertThat(triggers()).hasSize(9);

        cli.run("triggers-remove", "--table", "people", "--updated-at").succeeded();
        assertThat(triggers()).hasSize(8).noneMatch(trigger -> trigger.contains("updated_at"));
        cli.run("triggers-remove", "--table", "people").succeeded();
        assertThat(triggers()).hasSize(4);
        assertThat(rows("SELECT count(*) > 0 FROM pg_proc WHERE pronamespace = 'dbops'::regnamespace"))
                .containsExactly("t");

        cli.run("triggers-remove", "--all").succeeded();
        assertThat(triggers()).isEmpty();
        assertThat(rows("SELECT count(*) FROM pg_proc WHERE pronamespace = 'dbops'::regnamespace"))
                .containsExactly("0");
        assertThat(rows("SELECT count(*) FROM dbops.event_log")).containsExactly("1");
        assertThat(cli.run("triggers-remove", "--all").succeeded().out()).isEqualTo("no such triggers were found\n");
    }

    @Test
    void theLogIsDroppedOnlyWhenThatIsConfirmedAndNothingWritesIntoIt() {
        cli.run("triggers-install", "--table", "users", "--table", "other.things")
                .succeeded();

        assertThat(cli.run("triggers-remove", "--all", "--purge").failed(5).err())
                .contains("error: this will drop the event log of database \"%s\"".formatted(target.database()));
        assertThat(triggers()).hasSize(8);
        assertThat(cli.run("triggers-remove", "--table", "users", "--purge", "--yes")
                        .failed(5)
                        .err())
                .contains(
                        "error: the log cannot be dropped: table other.things still has triggers; nothing was changed")
                .contains("hint: remove all of them with it: db-ops triggers-remove --all --purge");
        assertThat(triggers()).hasSize(8);

        var prod = new Cli(directory).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
        assertThat(prod.run("triggers-remove", "--all", "--purge", "--yes", "prod")
                        .failed(5)
                        .err())
                .contains("the target is protected: the environment is prod");

        assertThat(prod.run("triggers-remove", "--all", "--purge", "--confirm", target.database(), "prod")
                        .succeeded()
                        .err())
                .endsWith("dropped the event log\n");
        assertThat(triggers()).isEmpty();
        assertThat(rows("SELECT count(*) FROM pg_class WHERE relnamespace = 'dbops'::regnamespace"))
                .containsExactly("0");
    }

    @Test
    void eachMissingPrivilegeIsNamed() {
        var role = "installer_" + target.database();
        run("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, TestServer.PASSWORD));
        var plain = new Cli(directory)
                .with(new ConnectionTarget(
                        target.hosts(),
                        target.database(),
                        role,
                        Optional.of(new Password(TestServer.PASSWORD)),
                        target.parameters(),
                        target.origin()));

        assertThat(plain.run("triggers-install", "--table", "users").failed(2).err())
                .contains("table public.users cannot have these triggers: the role may not create triggers on it (GRANT"
                        + " TRIGGER)");
        run("GRANT TRIGGER ON users TO " + role);
        assertThat(plain.run("triggers-install", "--table", "users").failed(3).err())
                .contains("role \"%s\" may not create the schema dbops".formatted(role))
                .contains("hint: let its owner run: GRANT CREATE ON DATABASE");
        run("GRANT CREATE ON DATABASE %s TO %s".formatted(target.database(), role));
        plain.run("triggers-install", "--table", "users").succeeded();

        run("INSERT INTO users VALUES (1)");
        assertThat(rows("SELECT op FROM dbops.event_log")).containsExactly("c");
        assertThat(plain.run("triggers-list").succeeded().out()).contains(role);

        var second = "second_" + target.database();
        run("CREATE ROLE %s LOGIN PASSWORD '%s'; GRANT TRIGGER ON other.things TO %s; GRANT USAGE ON SCHEMA other TO %s"
                .formatted(second, TestServer.PASSWORD, second, second));
        var other = new Cli(directory)
                .with(new ConnectionTarget(
                        target.hosts(),
                        target.database(),
                        second,
                        Optional.of(new Password(TestServer.PASSWORD)),
                        target.parameters(),
                        target.origin()));
        assertThat(other.run("triggers-install", "--table", "other.things")
                        .failed(3)
                        .err())
                .contains("the event log belongs to role " + role);
    }

    @Test
    void aTableInUseIsNotWaitedForLong() throws Exception {
        try (var busy = dev.dbops.postgres.Database.connect(target)) {
            busy.connection().setAutoCommit(false);
            busy.executeAsIs("LOCK TABLE users");

            var refused = cli.run("triggers-install", "--table", "users").failed(6);

            assertThat(refused.err()).contains("table public.users has been in use for too long; nothing was changed");
        }
    }

    /** The installation has locked the first table and waits for the second, whose user then locks the first. */
    @Test
    void aDeadlockIsALockThatIsNotGot() throws Exception {
        run("CREATE TABLE a_first (id int PRIMARY KEY); CREATE TABLE b_second (id int PRIMARY KEY)");
        cli.run("triggers-install", "--table", "users").succeeded();
        try (var busy = dev.dbops.postgres.Database.connect(target);
                var threads = Executors.newSingleThreadExecutor()) {
            busy.executeAsIs("SET deadlock_timeout = '1min'");
            busy.connection().setAutoCommit(false);
            busy.executeAsIs("LOCK TABLE b_second");
            var install =
                    threads.submit(() -> cli.run("triggers-install", "--table", "a_first", "--table", "b_second"));
            while (busy.query(
                            "SELECT FROM pg_locks WHERE NOT granted AND relation = 'public.b_second'::regclass",
                            row -> true)
                    .isEmpty()) {
                Thread.onSpinWait();
            }
            try {
                busy.executeAsIs("LOCK TABLE a_first");
            } finally {
                busy.connection().rollback();
            }

            var refused = install.get().failed(6);

            assertThat(refused.err())
                    .contains("table public.b_second has been in use for too long; nothing was changed");
        }
    }

    /** The log, and a table that loses its triggers, may be in use too. */
    @Test
    void nothingInUseIsWaitedForLong() throws Exception {
        cli.run("triggers-install", "--table", "users").succeeded();
        for (var locked : List.of("dbops.capture", "users")) {
            try (var busy = dev.dbops.postgres.Database.connect(target)) {
                busy.connection().setAutoCommit(false);
                busy.executeAsIs("LOCK TABLE " + locked);
                var command = locked.equals("users")
                        ? new String[] {"triggers-remove", "--table", "users", "--yes"}
                        : new String[] {"triggers-install", "--table", "users", "--ops", "insert"};

                var refused = cli.run(command).failed(6);

                assertThat(refused.err())
                        .contains("a table or the event log is in use by a long transaction; nothing more was changed");
            }
        }
    }

    @Test
    void aRestoredCopyGetsALogOfItsOwn() {
        cli.run("triggers-install", "--table", "users").succeeded();
        run("UPDATE dbops.log_meta SET system_identifier = 1; INSERT INTO dbops.consumer VALUES ('c', 'file:x',"
                + " '', 'p')");
        var before = rows("SELECT log_id FROM dbops.log_meta");

        var copy = cli.run("triggers-install", "--table", "users").succeeded();

        assertThat(copy.err())
                .contains("note: the database is a copy of another, or its log was restored from a dump: ");
        assertThat(rows("SELECT log_id FROM dbops.log_meta"))
                .isNotEqualTo(before)
                .hasSize(1);
        assertThat(rows("SELECT count(*) FROM dbops.consumer")).containsExactly("0");
    }
}
