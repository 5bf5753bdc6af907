package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedGroups;
import dev.dbops.aws.EmulatedInstances;
import dev.dbops.aws.EmulatedLogs;
import dev.dbops.aws.EmulatedMessages;
import dev.dbops.aws.EmulatedOperations;
import dev.dbops.aws.EmulatedStates;
import dev.dbops.aws.EmulatedUserPool;
import dev.dbops.aws.dynamo.messages.MessageRow;
import dev.dbops.aws.dynamo.messages.MessageUser;
import dev.dbops.aws.dynamo.messages.SeedFile;
import dev.dbops.cli.Cli.Transcript;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A stranger's text in every place that commands show: names of a database, its tables, columns and roles, queries of
 * other sessions, messages of functions, files, descriptions of AWS. None of it steers a terminal.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminalTextTest {
    /** Writes the clipboard, turns red by a C1 control, reorders, hides, breaks and overwrites the line. */
    private static final String EVIL = "Evil\u001b]52;c;aGk=\u0007\u009b31m\u202e\u2066\u200b\u2028\r";

    private static final String SHOWN = "Evil\\x1B]52;c;aGk=\\x07\\u009B31m\\u202E\\u2066\\u200B\\u2028\\r";

    /** As much of it as XML 1.0 can say, in which AWS answers. */
    private static final String EVIL_XML = "Evil\u009b31m\u202e\u2066\u200b\u2028";

    /** As much of it as AWS takes in a tag: letters and separators, invisible ones among them. */
    private static final String EVIL_TAG = "Evil\u2028\u3164x\u2029";

    /** Texts of the test that cannot be passed as an argument. */
    private static final Map<String, String> FILES = Map.of(
            "error.sql", "SELECT '" + EVIL + "', broken;\n",
            "notice.sql",
                    "DO $$ BEGIN RAISE NOTICE '" + EVIL + "'; END $$;\n\\warn " + EVIL + "\n\\echo " + EVIL + "\n",
            "raise.sql", "SELECT raised();\n",
            "drop.sql", "DROP TABLE \"" + EVIL + "\";\n",
            "people.csv", "\"" + EVIL + "\"\n1\n",
            "values.csv", "mood\n" + EVIL.replace("\r", "") + "\n",
            "db/migrations/2_x.sql", "SELECT '" + EVIL + "', broken;\n");

    private final TestServer server = TestServer.carried();
    private ConnectionTarget target;
    private Connection stranger;
    private Cli terminal;

    private Path directory;

    @BeforeAll
    void aHostileDatabase(@TempDir Path project) throws IOException, SQLException {
        directory = project;
        var name = EVIL + server.newDatabase().database();
        server.execute("postgres", "CREATE DATABASE \"" + name + "\"");
        target = server.target(name);
        terminal = new Cli(directory).with(target).typing("\n");
        stranger = DriverManager.getConnection(server.jdbcUrl(URLEncoder.encode(name, StandardCharsets.UTF_8)));
        for (var statement : List.of(
                "CREATE TYPE mood AS ENUM ('" + EVIL + "')",
                "CREATE TABLE \"" + EVIL + "\" (id int PRIMARY KEY, \"" + EVIL + "\" text, CHECK (id < 9))",
                "COMMENT ON TABLE \"" + EVIL + "\" IS '" + EVIL + "'",
                "CREATE TABLE feelings (mood mood)",
                "CREATE FUNCTION raised() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '" + EVIL
                        + "' USING DETAIL = '" + EVIL + "', HINT = '" + EVIL + "'; END $$")) {
            execute(statement);
        }
        new Cli(directory).with(target).run("triggers-install", "--all").succeeded();
        execute("INSERT INTO \"" + EVIL + "\" VALUES (1, '" + EVIL + "')");
        aDeadLetter();
        execute("SELECT '" + EVIL + "'");
        for (var file : FILES.entrySet()) {
            var path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Files.writeString(directory.resolve("db/migrations/1_" + EVIL + ".sql"), "SELECT 1;\n");
    }

    /** Event 1000 of a consumer, refused by a target whose error is a stranger's text too. */
    private void aDeadLetter() {
        var copy = server.newDatabase();
        server.execute(copy.database(), """
            CREATE TABLE "{evil}" (id int PRIMARY KEY, "{evil}" text);
            CREATE FUNCTION raised() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{evil}'; END $$;
            CREATE TRIGGER raised BEFORE INSERT ON "{evil}" FOR EACH ROW EXECUTE FUNCTION raised();
            ALTER TABLE "{evil}" ENABLE ALWAYS TRIGGER raised
            """.replace("{evil}", EVIL));
        terminal.with("COPY_CONNECTION_URL", ConnectionUrl.formatWithPassword(copy));
        var replay = terminal.run("events-replay", "--to", "env:copy", "--name", EVIL, "--on-error", "dead-letter")
                .succeeded();
        assertThat(replay.err()).contains("warning: event 1000 was put aside: " + SHOWN);
        assertHarmless(replay);
    }

    private void execute(String sql) throws SQLException {
        try (var statement = stranger.createStatement()) {
            statement.execute(sql);
        }
    }

    @AfterAll
    void theStrangerLeaves() throws SQLException {
        stranger.close();
        server.execute("postgres", "DROP DATABASE \"" + target.database() + "\" WITH (FORCE)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sessions",
                "sessions --all",
                "sessions -o json",
                "sessions-kill --dry-run",
                "sessions-kill --idle 0s",
                "doctor --debug",
                "doctor -o json",
                "url -o json",
                "wait",
                "drop",
                "drop --confirm x",
                "setup",
                "create",
                "create --owner EVIL",
                "query TABLE_\"EVIL\"",
                "query TABLE_\"EVIL\" -o json",
                "query TABLE_\"EVIL\" --object",
                "query SELECT_*_FROM_\"EVIL\" --explain",
                "query SELECT_raised()",
                "query SELECT_raised() -o json",
                "query SELEC_'EVIL'",
                "query SELECT_'EVIL'::mood_FROM_nothing",
                "query --write INSERT_INTO_\"EVIL\"_VALUES_(1)",
                "query --write -f drop.sql",
                "query -f raise.sql --debug",
                "query -f EVIL.sql",
                "schema-load -f error.sql",
                "schema-load -f error.sql -o json",
                "schema-load -f error.sql --continue-on-error",
                "schema-load -f notice.sql",
                "schema-load -f raise.sql",
                "schema-load -f drop.sql",
                "schema-load -f drop.sql --dry-run",
                "schema-load -f EVIL.sql",
                "seed --csv feelings=values.csv",
                "seed --csv feelings=people.csv",
                "seed --csv EVIL=people.csv",
                "triggers-list",
                "triggers-list -o json",
                "triggers-install --all --dry-run",
                "triggers-remove --all --dry-run",
                "triggers-remove --all --table EVIL",
                "events-list",
                "events-list -o json",
                "events-list --format text",
                "events-list --format json",
                "events-list --format debezium --with-schema",
                "events-list --table EVIL.EVIL.EVIL",
                "events-replay --to -",
                "events-replay --to EVIL",
                "events-dead-letters",
                "events-dead-letters -o json",
                "events-dead-letters --show 1000",
                "events-dead-letters --show 1000 -o json",
                "events-dead-letters --name EVIL --discard-all --dry-run",
                "events-dead-letters --retry-all --to env:copy",
                "events-dead-letters --retry-all --to env:copy -o json",
                "events-dead-letters --retry EVIL --to EVIL",
                "compare --to EVIL",
                "compare --to env:copy",
                "compare --to env:copy -o json",
                "compare --to env:copy --where EVIL",
                "compare --to env:copy --table EVIL",
                "events-status --debug",
                "migrate-status",
                "migrate-status -o json",
                "migrate --dry-run",
                "migrate --debug",
                "migrate-rollback --dry-run",
                "migrate-import --dry-run",
                "migrate-rollback --to EVIL",
                "migrate-new EVIL --dry-run",
                "schema-dump --pg-dump EVIL",
                "rds-status --region EVIL",
                "sessions -e EVIL",
                "sessions --env-file EVIL",
                "help EVIL",
                "EVIL",
                "sessions --EVIL",
                "sessions EVIL EVIL",
                "completion EVIL"
            })
    void doesNotSteerTheTerminal(String line) {
        var words = line.split(" ");
        for (var i = 0; i < words.length; i++) {
            words[i] = words[i].replace('_', ' ').replace("EVIL", EVIL);
        }

        assertHarmless(terminal.runAndTell(words));
    }

    @Test
    void standardErrorOfAPipelineIsReadByPeopleToo() {
        var log = new Cli(directory).with(target).run("query", "SELECT raised()");

        assertThat(log.failed(3).err())
                .startsWith("error: SQL:1:1: " + SHOWN)
                .contains("\ndetail: " + SHOWN + "\n")
                .contains("\nhint: " + SHOWN + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o csv", "--value"})
    void dataStayAsTheyAreOnATerminalToo(String format) {
        var words = ("query TEXT " + format).split(" ");
        words[1] = "SELECT '" + EVIL + "' AS text";

        for (var cli : List.of(terminal, new Cli(directory).with(target))) {
            assertThat(cli.run(words).succeeded().out()).contains(EVIL);
        }
    }

    @Test
    void pipesStayAsTheyAre() {
        var pipe = new Cli(directory).with(target);

        assertThat(pipe.run("sessions", "-o", "csv").succeeded().out()).contains("SELECT '" + EVIL + "'");
        assertThat(pipe.run("events-list", "--format", "json").succeeded().out())
                .contains("\u009b31m\u202e\u2066");
    }

    @Test
    void jsonOfATerminalMeansTheSame() throws IOException {
        var shown = terminal.run("query", "SELECT '" + EVIL + "' AS text", "-o", "json")
                .succeeded()
                .out();

        try (var parser = new tools.jackson.core.json.JsonFactory()
                .createParser(tools.jackson.core.ObjectReadContext.empty(), shown)) {
            while (parser.nextToken() != tools.jackson.core.JsonToken.VALUE_STRING) {}
            assertThat(parser.getString()).isEqualTo(EVIL);
        }
    }

    @Test
    void aCaretStandsUnderItsCharacter() throws IOException {
        Files.writeString(directory.resolve("error.sql"), "SELECT '" + EVIL.replace("\r", "") + "\t', broken;\n");
        var lines = terminal.run("schema-load", "-f", "error.sql")
                .failed(3)
                .err()
                .lines()
                .toList();
        var caret = lines.stream()
                .filter(line -> line.strip().equals("^"))
                .findFirst()
                .orElseThrow();
        var excerpt = lines.get(lines.indexOf(caret) - 1);

        assertThat(excerpt.substring(caret.indexOf('^'))).startsWith("broken");
    }

    @Test
    void columnsAfterItAreAligned() {
        var table =
                terminal.run("query", "SELECT '" + EVIL + "' AS a, 'x' AS b UNION ALL SELECT 'short', 'y' ORDER BY b");
        var lines = table.succeeded().out().lines().toList();

        assertThat(lines.get(1)).isEqualTo(SHOWN + "  x");
        assertThat(lines.get(2).indexOf('y')).isEqualTo(SHOWN.length() + 2);
    }

    @Test
    void aMessageOfSeveralLinesCannotPassForOurs() {
        var error = terminal.run("query", "DO $$ BEGIN RAISE EXCEPTION E'no\\nhint: db-ops drop --yes'; END $$");

        assertThat(error.failed(3).err())
                .contains("\n  hint: db-ops drop --yes")
                .doesNotContain("\nhint: db-ops drop");
    }

    @Test
    void aLogOfContinuousIntegrationGetsNoCommands() {
        var log = new Cli(directory)
                .with(target)
                .run("query", "DO $$ BEGIN RAISE NOTICE E'a\\n::set-env name=x::y ##[error]z ##vso[task]'; END $$");

        assertThat(log.err())
                .contains("\\u003A:set-env")
                .contains("\\u0023#[error]z")
                .contains("\\u0023#vso[");
    }

    @Test
    void awsIsAStrangerToo() {
        var aws = AwsEmulator.reset();
        var groups = new EmulatedGroups(aws);
        var group = groups.group("database");
        groups.rule(
                group,
                "0.0.0.0/0",
                5432,
                "",
                Map.of("db-ops:name", EVIL_TAG, "db-ops:expires", "2026-01-01T00:00:00Z"));
        var pool = new EmulatedUserPool(aws, "users");
        pool.user("ada", "preferred_username", EVIL, "name", EVIL);
        EmulatedMessages.create(aws)
                .put(Map.of(
                        "pk",
                        AttributeValue.fromS(EVIL),
                        "sk",
                        AttributeValue.fromS("1"),
                        EVIL,
                        AttributeValue.fromS(EVIL)))
                .put(new MessageRow(
                                SeedFile.own().getFirst().group(), "1", EVIL, EVIL, new MessageUser("u", EVIL, EVIL))
                        .item());
        new EmulatedInstances(aws).instance("logging-db");
        new EmulatedLogs(aws, "logging-db").write("error/postgres.log", "2026-01-02T09:00:00Z", EVIL_XML);
        new EmulatedOperations(aws).event(Instant.now(), "db-instance", "logging-db", EVIL_XML, EVIL_XML);
        var cli = new Cli(directory)
                .with(aws.variables())
                .with("CONNECTION_URL", groups.instance("cruddur-db", group))
                .with("AWS_COGNITO_USER_POOL_ID", pool.id())
                .typing("\n");

        for (var line : List.of(
                "sg-list",
                "sg-list -o json",
                "sg-revoke --expired --dry-run",
                "cognito-list",
                "cognito-list -o json",
                "ddb-scan",
                "ddb-scan -o json",
                "ddb-conversation",
                "ddb-conversation -o json",
                "rds-events --instance logging-db",
                "rds-events --instance logging-db -o json",
                "rds-logs --instance logging-db --lines 5")) {
            var transcript = cli.runAndTell(line.split(" "));
            assertHarmless(transcript);
            if (transcript.exitCode() == 0) {
                assertThat(transcript.out()).as(line).contains("Evil");
            }
        }
    }

    @Test
    void theChecksBeforeAnUpgradeNameTheStrangersObjects() throws SQLException {
        var aws = AwsEmulator.reset();
        try (var states = new EmulatedStates(aws)) {
            states.ofVersion("logging-db", "16.4");
        }
        var cli = new Cli(directory).with(aws.variables()).with(target).typing("\n");
        execute("CREATE TABLE procedures (\"" + EVIL + "\" regproc)");

        for (var line : List.of(
                "rds-upgrade --instance logging-db --to 17 --dry-run",
                "rds-upgrade --instance logging-db --to 17 --dry-run -o json",
                "rds-upgrade --instance logging-db --to 17 --confirm logging-db")) {
            var transcript = cli.runAndTell(line.split(" "));
            assertHarmless(transcript);
            assertThat(transcript.out() + transcript.err()).as(line).contains("procedures");
        }
        execute("DROP TABLE procedures");
    }

    /** Asserts that only our own colours and the line of progress control the terminal. */
    private static void assertHarmless(Transcript transcript) {
        var text = Pattern.compile("\u001b\\[[0-9;]*m|\r\u001b\\[K")
                .matcher(transcript.out() + transcript.err())
                .replaceAll("");
        assertThat(text.codePoints().filter(TerminalTextTest::steers).mapToObj(Integer::toHexString))
                .as(transcript.toString())
                .isEmpty();
        assertThat(transcript.out() + transcript.err()).doesNotContain("Evil\u001b", "\u001b[31m", "\u001b[8m");
    }

    private static boolean steers(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character != '\n' && character != '\t';
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> character == '\u3164';
        };
    }
}
