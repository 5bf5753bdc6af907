package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedDatabases;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.aws.EmulatedMessages;
import dev.dbops.aws.EmulatedUserPool;
import dev.dbops.cli.Cli.Transcript;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.catalog.CatalogListings;
import dev.dbops.postgres.catalog.CompletionNames;
import dev.dbops.postgres.catalog.NamePattern;
import dev.dbops.postgres.catalog.RelationDescriptions;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A role that may create objects lays traps; an administrator runs every command; no trap is sprung.
 *
 * <p>The commands run in an order in which one finds what the one before has made.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileCatalogTest {
    private static final Pattern CALL = Pattern.compile("\\b([a-z][a-z_0-9]+)\\(");

    /** Those that open no connection to a database, or one to a database of their own making. */
    private static final Set<String> WITHOUT_DATABASE = Set.of(
            "completion",
            "help",
            "url",
            "migrate-new",
            "local-start",
            "local-stop",
            "local-status",
            "cognito-list",
            "ddb-start",
            "ddb-stop",
            "ddb-create",
            "ddb-list",
            "ddb-scan",
            "ddb-drop",
            "ddb-conversation",
            "lambda-invoke",
            "lambda-logs",
            "lambda-package",
            "lambda-deploy",
            "lambda-remove",
            "lambda-status");

    private static final List<List<String>> COMMANDS = List.of(
            List.of("wait"),
            List.of("tunnel"),
            List.of("env"),
            List.of("env", "--write"),
            List.of("sessions"),
            List.of("sessions", "--all"),
            List.of("sessions", "--blocking"),
            List.of("sessions-kill", "--application", "nobody", "--yes"),
            List.of("sessions-kill", "999999", "--cancel", "--yes"),
            List.of("query", "SELECT 1"),
            List.of("query", "-o", "json", "SELECT id, handle FROM users"),
            List.of("query", "-o", "json", "SELECT FROM users"),
            List.of("query", "-o", "json", "--write", "INSERT INTO notes (id) VALUES (90) RETURNING *"),
            List.of("query", "SELECT * FROM user"),
            List.of("query", "SELECT nothing FROM users"),
            List.of("query", "SELECT missing_function(1)"),
            List.of("query", "SELECT 1::txt"),
            List.of("query", "SELECT * FROM nowhere.users"),
            List.of("schema-load", "-f", "more.sql"),
            List.of("schema-load", "-f", "broken.sql", "--continue-on-error"),
            List.of("seed", "-f", "more.sql", "--check"),
            List.of("seed", "-f", "rows.sql", "--once"),
            List.of("seed", "-f", "rows.sql", "--once"),
            List.of("seed", "--csv", "notes=notes.csv"),
            List.of("seed", "--json", "notes=notes.json"),
            List.of("migrate-import"),
            List.of("migrate", "--baseline", "0"),
            List.of("migrate"),
            List.of("migrate-status"),
            List.of("migrate-rollback"),
            List.of("migrate", "--repair"),
            // the definitions of the traps belong into these files, and not on standard output
            List.of("schema-dump", "-f", "hostile-schema.sql"),
            List.of("dump", "-f", "hostile.sql", "--yes"),
            List.of("restore", "more.sql"),
            List.of("doctor"),
            List.of("doctor", "--html", "doctor.html"),
            List.of("compare", "--to", "env:target"),
            List.of("compare", "--to", "env:target", "--table", "notes", "--strong", "--where", "id > 0"),
            List.of("connect", "--built-in"),
            List.of("cognito-sync", "--insert-missing", "--yes"),
            List.of("cognito-sync", "--match", "email", "--yes"),
            List.of("ddb-seed"),
            List.of("ddb-conversations"),
            List.of("triggers-install", "--table", "notes", "--dry-run"),
            List.of("triggers-install", "--table", "notes", "--updated-at", "--events", "--notify", "news"),
            List.of(
                    "query",
                    "--write",
                    "INSERT INTO notes (id, body) SELECT i, 'x' FROM generate_series(100, 400) AS i"),
            List.of("query", "--write", "UPDATE notes SET body = 'y' WHERE id = 100"),
            List.of("query", "--write", "DELETE FROM notes WHERE id = 101"),
            List.of("triggers-list"),
            List.of("events-list", "--since", "1h"),
            List.of(
                    "events-list",
                    "--format=debezium",
                    "--with-schema",
                    "--with-key",
                    "--transactions",
                    "--decimal-mode=double"),
            List.of("events-status"),
            List.of("events-tail", "--since", "1h", "--notify", "news"),
            List.of("events-replay", "--to", "file:events.json"),
            List.of("events-replay", "--to", "env:target"),
            List.of("events-replay", "--to", "env:constrained", "--name", "constrained"),
            List.of("events-replay", "--to", "env:target", "--name", "named"),
            List.of(
                    "query",
                    "--write",
                    "INSERT INTO dbops.dead_letter (consumer, seq, position, event, error)"
                            + " SELECT c.name, l.seq, c.position, pg_catalog.to_jsonb(l), 'refused'"
                            + " FROM dbops.event_log AS l, dbops.consumer AS c WHERE l.packed IS NULL"),
            List.of("events-dead-letters"),
            List.of("events-dead-letters", "--show", "1000", "--name", "named"),
            List.of("events-dead-letters", "--retry-all", "--to", "env:target", "--name", "named"),
            List.of("events-dead-letters", "--retry-all", "--to", "env:constrained", "--name", "constrained"),
            List.of("events-dead-letters", "--discard-all", "--yes"),
            List.of("query", "--write", "TRUNCATE notes"),
            List.of("events-replay", "--to", "env:target"),
            List.of("events-status"),
            List.of("events-prune", "--keep", "0s", "--yes"),
            List.of("doctor"),
            List.of("triggers-remove", "--all", "--purge", "--yes"),
            List.of("lambda-role", "--instance", "db", "--function", "orders", "--dry-run"),
            // the server does not have the extension
            List.of("lambda-role", "--instance", "db", "--function", "orders", "--yes"),
            List.of("drop", "--yes"),
            List.of("create"),
            List.of("drop", "--yes"),
            List.of("prepare", "--no-cognito", "--no-dynamodb"),
            List.of("setup", "--yes", "--no-cognito"),
            List.of("setup", "--protect", "--yes", "--no-cognito"),
            List.of("setup", "--yes", "--no-cognito", "--confirm", "DATABASE"),
            List.of("rename", "renamed_by_force", "--force", "--confirm", "DATABASE"));

    private EmbeddedPostgres started;
    private TestServer server;

    private Path directory;
    private ConnectionTarget target;
    private ConnectionTarget replica;
    private ConnectionTarget constrained;

    @BeforeAll
    void laysTraps(@TempDir Path temporary) throws IOException {
        directory = temporary;
        started = TestServer.builder(TestServer.CARRIED)
                .setServerConfig("fsync", "off")
                .start();
        server = TestServer.at(started.getPort());
        server.execute("postgres", "CREATE ROLE mallory LOGIN; CREATE ROLE replayer LOGIN");
        server.execute("template1", traps());
        server.execute("template1", "DROP DATABASE postgres");
        server.execute("template1", "CREATE DATABASE postgres");
        target = filled();
        replica = filled();
        constrained = filled();
        server.execute(
                constrained.database(),
                "GRANT ALL ON ALL TABLES IN SCHEMA public TO replayer; GRANT CREATE ON DATABASE "
                        + constrained.database() + " TO replayer");
        write(
                "more.sql",
                "CREATE TABLE IF NOT EXISTS more (id int);\nALTER TABLE more ADD COLUMN IF NOT EXISTS b text;\n");
        write("rows.sql", "INSERT INTO notes (id, body) VALUES (50, 'fifty');\n");
        write("broken.sql", "SELECT 1;\nSELECT * FROM note;\nSELECT bdy FROM notes;\n");
        write("notes.csv", "id,body\n1,one\n2,two\n");
        write("notes.json", "[{\"id\": 3, \"body\": \"three\"}, {\"id\": 4}]\n");
        write("schema.sql", "CREATE TABLE fresh (id int PRIMARY KEY);\n");
        write("seed.sql", "INSERT INTO fresh VALUES (1);\n");
        Files.createDirectories(directory.resolve("db/migrations"));
        write("db/migrations/V1__first.sql", "CREATE TABLE migrated (id int);\n");
        write("db/migrations/V2__second.sql", "ALTER TABLE migrated ADD COLUMN b text;\n");
        write("db/migrations/U2__second.sql", "ALTER TABLE migrated DROP COLUMN b;\n");
    }

    private ConnectionTarget filled() {
        var database = server.newDatabase();
        server.execute(database.database(), """
            CREATE TABLE public.users (id serial PRIMARY KEY, cognito_user_id text, handle text, email text,
                                       display_name text, uuid text DEFAULT '5b1c7f0e-2d4a-4c8b-9b0e-0f6d3a7c9e21');
            INSERT INTO public.users (handle, email) VALUES ('ada', 'ada@example.com'), ('grace', 'grace@example.com');
            CREATE TABLE public.notes (id int PRIMARY KEY, body text, extra jsonb, tags text[], updated_at timestamptz);
            """);
        return database;
    }

    /** The names of the functions that the program's SQL may call. */
    private static String traps() throws IOException {
        var names = new TreeSet<String>();
        for (var module : List.of("core", "aws", "redshift", "local", "cli", "lambda")) {
            var sources = Path.of("..", module, "src", "main");
            if (!Files.exists(sources)) {
                continue;
            }
            try (var files = Files.walk(sources)) {
                for (var file : files.filter(each -> each.toString().matches(".*\\.(java|sql)"))
                        .toList()) {
                    CALL.matcher(Files.readString(file)).results().forEach(call -> names.add(call.group(1)));
                }
            }
        }
        assertThat(names).contains("to_regclass", "set_config", "jsonb_build_object");
        try (var sql = HostileCatalogTest.class.getResourceAsStream("traps.sql")) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8).replace("@names", String.join(",", names));
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    @AfterAll
    void stopsTheServer() throws IOException {
        started.close();
    }

    @Test
    void noTrapIsSprungByAnyCommand() {
        var aws = AwsEmulator.reset();
        var pool = new EmulatedUserPool(aws, "hostile-users");
        pool.user("ada-login", "preferred_username", "ada", "email", "ada@example.com");
        pool.user("new-login", "preferred_username", "newcomer", "email", "new@example.com");
        EmulatedMessages.create(aws);
        var databases = new EmulatedDatabases(aws);
        databases.placedInstance("db", databases.network());
        new EmulatedFunction(aws, "orders");
        var replayer = new ConnectionTarget(
                constrained.hosts(),
                constrained.database(),
                "replayer",
                constrained.password(),
                constrained.parameters(),
                constrained.origin());
        var cli = new Cli(directory)
                .with(aws.variables())
                .with(target)
                .with("TARGET_CONNECTION_URL", ConnectionUrl.formatWithPassword(replica))
                .with("CONSTRAINED_CONNECTION_URL", ConnectionUrl.formatWithPassword(replayer))
                .with("AWS_COGNITO_USER_POOL_ID", pool.id())
                .piping("\\d\n\\d notes\n\\df *.*\n\\dt\n\\l\n\\du\n\\dn\nSELECT 1;\n");
        var sprung = new ArrayList<String>();

        for (var command : COMMANDS) {
            var words = command.stream().map(word -> word.replace("DATABASE", target.database()));
            var transcript = run(cli, words.toArray(String[]::new));
            if (isSprung()
                    || transcript.toString().contains("TRAP")
                    || !expected(command).contains(transcript.exitCode())) {
                sprung.add(String.join(" ", command) + ": " + transcript);
            }
        }

        assertThat(sprung).isEmpty();
    }

    /** A command that runs until it is interrupted has shown its result by then. */
    private static Transcript run(Cli cli, String... command) {
        if (!command[0].equals("events-tail")) {
            return cli.run(command);
        }
        try (var tail = cli.start(command)) {
            tail.await(transcript -> transcript.out().contains("notes"));
            return tail.interrupt();
        }
    }

    /** Returns the expected exit codes: errors in the user's own SQL are expected, and so are missing programs. */
    private static Set<Integer> expected(List<String> command) {
        var words = String.join(" ", command);
        if (words.matches("query SELECT (\\*|n|m|1::).*") && !words.endsWith("FROM user") || words.contains("broken")) {
            return Set.of(3);
        }
        return switch (command.getFirst()) {
            case "connect", "tunnel" -> Set.of(2);
            case "lambda-role" -> words.endsWith("--yes") ? Set.of(1, 3) : Set.of(0);
            case "doctor", "compare" -> Set.of(0, 1);
            case "events-tail" -> Set.of(130);
            case "migrate-import" -> Set.of(1);
            default -> Set.of(0);
        };
    }

    private boolean isSprung() {
        var fired = false;
        for (var database :
                List.of("postgres", "template1", target.database(), replica.database(), constrained.database())) {
            if (server.rows("postgres", "SELECT datname FROM pg_database").contains(database)) {
                fired |= server.rows(database, "SELECT is_called FROM trap.fired")
                        .contains("t");
                server.execute(database, "SELECT pg_catalog.setval('trap.fired'::pg_catalog.regclass, 1, false)");
            }
        }
        return fired;
    }

    @Test
    void noTrapIsSprungByTheListsOfTheShell() {
        var database = filled();
        try (var connection = Database.connect(database)) {
            var lists = new CatalogListings(connection);
            var relations = new RelationDescriptions(connection).of(NamePattern.parse("notes"));

            assertThat(relations).hasSize(1);
            assertThat(CompletionNames.of(connection).relations()).contains("notes");
            assertThat(lists.relations(CatalogListings.ALL_KINDS, NamePattern.ANY)
                            .rows())
                    .hasSizeGreaterThan(2);
            for (var list : List.of(
                    lists.databases(NamePattern.ANY),
                    lists.roles(NamePattern.ANY),
                    lists.schemas(NamePattern.ANY),
                    lists.extensions(NamePattern.ANY),
                    lists.functions(NamePattern.parse("public.*")))) {
                assertThat(list.rows()).isNotEmpty();
            }
        }

        assertThat(server.rows(database.database(), "SELECT is_called FROM trap.fired"))
                .containsExactly("f");
    }

    @Test
    void everyCommandThatConnectsIsTried() {
        var tried = new TreeSet<>(WITHOUT_DATABASE);
        COMMANDS.forEach(command -> tried.add(command.getFirst()));
        var others = new TreeSet<>(CommandModels.all().subcommands().keySet());
        others.removeIf(name -> name.startsWith("rds-") || name.startsWith("sg-"));

        assertThat(tried).isEqualTo(others);
    }
}
