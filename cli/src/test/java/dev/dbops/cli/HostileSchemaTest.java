package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A role made the tables of db-ops beforehand: commands that use them report it, and run nothing of it. */
class HostileSchemaTest {
    /** The trap makes its owner a superuser, when a superuser falls into it. */
    private static final String TRAP = """
        CREATE SCHEMA trap AUTHORIZATION {mallory};
        CREATE SEQUENCE trap.fired;
        GRANT USAGE ON SCHEMA trap TO {mallory};
        GRANT ALL ON SEQUENCE trap.fired TO {mallory};
        SET ROLE {mallory};
        CREATE FUNCTION trap.value() RETURNS text LANGUAGE plpgsql AS
            $$ BEGIN
                PERFORM nextval('trap.fired');
                EXECUTE 'ALTER ROLE {mallory} SUPERUSER';
                RETURN 'x';
            END $$;
        CREATE FUNCTION trap.row() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM trap.value(); RETURN NEW; END $$;
        RESET ROLE;
        """;

    private static final String TABLES = """
        CREATE TABLE dbops.setting (name text, value jsonb, trap text DEFAULT trap.value());
        INSERT INTO dbops.setting VALUES ('protected', 'false', '');
        CREATE TABLE dbops.seed (sha256 text PRIMARY KEY, file text, loaded_at timestamptz, trap text DEFAULT trap.value());
        CREATE TABLE dbops.event_log (seq bigint, xid xid8, ts timestamptz, schema_name text, table_name text,
            op "char", key jsonb, before jsonb, after jsonb, origin text, packed int, trap text DEFAULT trap.value());
        CREATE TABLE dbops.log_meta (log_id uuid DEFAULT gen_random_uuid(), system_identifier bigint, database_oid oid,
            trap text DEFAULT trap.value());
        CREATE TABLE dbops.consumer (name text, sink text, filter text, position text, trap text DEFAULT trap.value());
        CREATE VIEW dbops.capture AS SELECT trap.value() AS options;
        CREATE TABLE dbops.checkpoint (log_id uuid, consumer text, worker int, workers int, position text,
            updated_at timestamptz, trap text DEFAULT trap.value(), PRIMARY KEY (log_id, consumer, worker));
        """;

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private String mallory;
    private Cli cli;

    @BeforeEach
    void laysTheTrap() throws IOException {
        target = server.newDatabase();
        mallory = "mallory_of_" + target.database();
        server.execute("postgres", "CREATE ROLE " + mallory + " LOGIN");
        execute(TRAP);
        execute("CREATE TABLE notes (id int PRIMARY KEY)");
        Files.writeString(directory.resolve("rows.sql"), "INSERT INTO notes VALUES (1);\n");
        Files.writeString(directory.resolve("drop.sql"), "DROP TABLE notes;\n");
        Files.writeString(directory.resolve("schema.sql"), "CREATE TABLE one (id int);\n");
        Files.createDirectories(directory.resolve("db/migrations"));
        Files.writeString(directory.resolve("db/migrations/V1__one.sql"), "CREATE TABLE one (id int);\n");
        cli = new Cli(directory).with(target);
    }

    private void execute(String sql) {
        server.execute(target.database(), sql.replace("{mallory}", mallory));
    }

    private void asMallory(String sql) {
        execute("SET ROLE {mallory}; " + sql + "; RESET ROLE");
    }

    private static List<List<String>> users() {
        return List.of(
                List.of("seed", "-f", "rows.sql", "--once"),
                List.of("triggers-install", "--table", "notes"),
                List.of("triggers-list"),
                List.of("triggers-remove", "--all", "--purge", "--yes"),
                List.of("events-list"),
                List.of("events-tail"),
                List.of("events-status"),
                List.of("events-prune", "--yes"),
                List.of("events-dead-letters"),
                List.of("events-replay", "--to", "file:events.json"));
    }

    private void assertThatAllRefuse(String message) {
        for (var command : users()) {
            var refused = cli.run(command.toArray(String[]::new)).failed(5);

            assertThat(refused.err()).as(command.toString()).contains(message, "hint: check the schema dbops");
        }
        assertThatNothingFired();
    }

    private void assertThatNothingFired() {
        assertThat(server.rows(target.database(), "SELECT is_called FROM trap.fired"))
                .containsExactly("f");
        assertThat(server.rows("postgres", "SELECT rolsuper FROM pg_roles WHERE rolname = '" + mallory + "'"))
                .containsExactly("f");
    }

    @Test
    void aSchemaOfAnotherRoleIsNotUsed() {
        execute("CREATE SCHEMA dbops AUTHORIZATION {mallory}");
        asMallory(TABLES);

        assertThatAllRefuse("schema dbops belongs to role \"%s\", which could make db-ops run code as role \"postgres\""
                .formatted(mallory));
        for (var command : List.of("drop", "setup", "schema-load -f drop.sql")) {
            assertThat(cli.run((command + " --yes").split(" ")).failed(5).err())
                    .contains("schema dbops belongs to role \"%s\"".formatted(mallory));
        }
        assertThatNothingFired();
    }

    @Test
    void noTableOfAnotherRoleIsUsed() {
        execute("CREATE SCHEMA dbops; GRANT CREATE, USAGE ON SCHEMA dbops TO {mallory}");
        asMallory("CREATE TABLE dbops.consumer (name text, trap text DEFAULT trap.value())");

        assertThatAllRefuse("table dbops.consumer belongs to role \"%s\"".formatted(mallory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{mallory}", "PUBLIC"})
    void nobodyElseMayCreateInIt(String grantee) {
        execute("CREATE SCHEMA dbops; GRANT CREATE ON SCHEMA dbops TO " + grantee);

        assertThatAllRefuse("the right to create objects in schema dbops");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION dbops.capture_send() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "CREATE DOMAIN dbops.xid8 AS text",
                "CREATE SEQUENCE dbops.event_seq"
            })
    void noOtherObjectOfAnotherRoleIsUsed(String create) {
        execute("CREATE SCHEMA dbops; GRANT CREATE, USAGE ON SCHEMA dbops TO {mallory}");
        asMallory(create);
        execute("REVOKE CREATE ON SCHEMA dbops FROM {mallory}");

        assertThatAllRefuse("belongs to role \"%s\"".formatted(mallory));
    }

    @Test
    void noTriggerOfAnotherRoleIsFired() {
        cli.run("triggers-install", "--table", "notes").succeeded();
        execute("GRANT USAGE ON SCHEMA dbops TO {mallory}; GRANT TRIGGER ON dbops.consumer TO {mallory}");
        asMallory("CREATE TRIGGER sprung BEFORE INSERT ON dbops.consumer FOR EACH ROW EXECUTE FUNCTION trap.row()");

        assertThatAllRefuse("function trap.\"row\"() of trigger sprung on table dbops.consumer belongs to role");
    }

    @Test
    void theTargetOfAReplayIsLookedAtToo() {
        var source = server.newDatabase();
        server.execute(source.database(), "CREATE TABLE notes (id int PRIMARY KEY)");
        var replay =
                new Cli(directory).with(source).with("TARGET_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
        replay.run("triggers-install", "--table", "notes").succeeded();
        server.execute(source.database(), "INSERT INTO notes VALUES (1)");
        execute("CREATE SCHEMA dbops AUTHORIZATION {mallory}");
        asMallory(TABLES);

        var refused = replay.run("events-replay", "--to", "env:target").failed(5);

        assertThat(refused.err()).contains("schema dbops belongs to role \"%s\"".formatted(mallory));
        assertThatNothingFired();
    }

    @Test
    void aHistoryOfMigrationsOfAnotherRoleIsNotUsed() {
        execute("GRANT CREATE ON SCHEMA public TO {mallory}");
        asMallory("CREATE TABLE public.flyway_schema_history (installed_rank int, trap text DEFAULT trap.value())");

        for (var command : List.of("migrate", "migrate-status")) {
            assertThat(cli.run(command).failed(5).err())
                    .contains("table public.flyway_schema_history belongs to role \"%s\"".formatted(mallory));
        }
        assertThatNothingFired();
    }

    @Test
    void aFunctionThatOnlyLooksLikeThatOfTheExtensionIsNotCalled() {
        execute("CREATE SCHEMA aws_lambda AUTHORIZATION {mallory}");
        asMallory("CREATE FUNCTION aws_lambda.invoke(text, json, text, text, text, json, character varying)"
                + " RETURNS int LANGUAGE sql AS 'SELECT 1'");

        var refused = cli.run(
                        "triggers-install",
                        "--table",
                        "notes",
                        "--lambda",
                        "arn:aws:lambda:eu-central-1:123456789012:function:f")
                .failed(5);

        assertThat(refused.err()).contains("function aws_lambda.invoke belongs to role \"%s\"".formatted(mallory));
    }

    /** The owner of a log uses it as ever, and so does whoever shares it with the database's owner. */
    @Test
    void aLogOfTheConnectedRoleIsUsed() {
        execute("GRANT CREATE ON DATABASE %s TO {mallory}; ALTER TABLE notes OWNER TO {mallory}"
                .formatted(target.database()));
        var owner = new ConnectionTarget(
                target.hosts(), target.database(), mallory, target.password(), target.parameters(), target.origin());
        var own = new Cli(directory).with(owner);

        own.run("triggers-install", "--table", "notes").succeeded();
        own.run("events-list").succeeded();
        assertThat(cli.run("events-list").failed(5).err()).contains("schema dbops belongs to role");

        execute("ALTER DATABASE %s OWNER TO {mallory}".formatted(target.database()));
        cli.run("events-list").succeeded();
    }
}
