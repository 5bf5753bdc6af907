package dev.dbops.cli.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedMessages;
import dev.dbops.aws.dynamo.messages.GroupRow;
import dev.dbops.aws.dynamo.messages.MessageRow;
import dev.dbops.aws.dynamo.messages.MessageUser;
import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Conversations in DynamoDB, between users of a real PostgreSQL database. */
class MessagesTest {
    private static final String GROUP = "3d5a1f6e-8c24-4b7a-9e10-7b2c4d6f8a91";
    private static final String LAST = "2026-11-29T10:44:00+00:00";

    private final TestServer server = TestServer.carried();
    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedMessages table = EmulatedMessages.create(aws);

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void exampleUsers() {
        target = server.newDatabase();
        server.execute(
                target.database(),
                "CREATE TABLE users (uuid uuid, display_name text, handle text, email text);"
                        + " INSERT INTO users VALUES"
                        + " ('aaaaaaaa-0000-4000-8000-000000000001', 'Ada Lovelace', 'ada', 'a'),"
                        + " ('bbbbbbbb-0000-4000-8000-000000000002', 'Grace Hopper', 'grace', 'g'),"
                        + " ('cccccccc-0000-4000-8000-000000000003', 'Twin', 'twin', 't'),"
                        + " ('cccccccc-0000-4000-8000-000000000004', 'Twin', 'twin', 'u')");
        cli = new Cli(directory).with(aws.variables()).with(target);
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.get(name).s();
    }

    @Test
    void theSeedIsTheSameEachTime() {
        var first = cli.run("ddb-seed").succeeded();

        assertThat(first.out())
                .isEqualTo("wrote 104 message(s) of 1 conversation(s) into table \"cruddur-messages\"\n");
        var items = table.items();
        assertThat(items)
                .hasSize(106)
                .contains(new GroupRow(
                                "aaaaaaaa-0000-4000-8000-000000000001",
                                LAST,
                                GROUP,
                                "And I the one with the wax. See you on Saturday!",
                                new MessageUser("bbbbbbbb-0000-4000-8000-000000000002", "Grace Hopper", "grace"))
                        .item())
                .filteredOn(item -> text(item, "pk").equals("MSG#" + GROUP))
                .hasSize(104)
                .allSatisfy(item -> assertThat(item).hasSize(7))
                .filteredOn(item -> text(item, "user_handle").equals("ada"))
                .hasSize(52);

        cli.run("ddb-seed").succeeded();
        assertThat(table.items()).containsExactlyInAnyOrderElementsOf(items);
    }

    /** The stream handler has moved its rows. */
    @Test
    void aSeededConversationThatWasContinuedIsNotDoubled() {
        cli.run("ddb-seed").succeeded();
        var rows = table.items().stream()
                .filter(item -> text(item, "pk").startsWith("GRP#"))
                .toList();
        for (var row : rows) {
            table.delete(text(row, "pk"), text(row, "sk"));
            var moved = new HashMap<>(row);
            moved.put("sk", AttributeValue.fromS("2026-12-01T08:00:00+00:00"));
            table.put(moved);
        }

        cli.run("ddb-seed").succeeded();
        assertThat(table.conversations()).hasSize(2).allMatch(row -> row.contains("2026-12-01T08:00:00+00:00"));

        cli.run("ddb-seed", "--at", "2026-12-24T12:00:00Z").succeeded();
        assertThat(table.conversations()).hasSize(2).allMatch(row -> row.contains("2026-12-24T13:44:00+00:00"));
    }

    @Test
    void aDryRunWritesNothing() {
        assertThat(cli.run("ddb-seed", "--dry-run").succeeded().out()).startsWith("would write 104 message(s)");

        assertThat(table.items()).isEmpty();
    }

    @Test
    void aFileOfOnesOwn() throws IOException {
        Files.writeString(directory.resolve("talk.jsonl"), """
            {"conversation": "11111111-0000-4000-8000-000000000000", "start": "2025-12-31T23:59:00+00:00"}
            {"minute": 0, "from": "user", "message": "old year"}

            {"minute": 1, "from": "other", "message": "new year"}
            """);

        cli.run("ddb-seed", "-f", "talk.jsonl", "--user", "grace", "--other", "ada", "-o", "json")
                .succeeded();

        var list = cli.run("ddb-conversations", "--user", "grace", "-o", "csv").succeeded();
        assertThat(list.out())
                .isEqualTo("conversation,time,handle,display_name,message\n"
                        + "11111111-0000-4000-8000-000000000000,2026-01-01T00:00:00+00:00,ada,Ada Lovelace,new year\n");
        assertThat(list.err()).contains("consumed 1.0 read capacity units in 1 request(s)");
        assertThat(cli.run("ddb-conversations", "--year", "2025").out())
                .isEqualTo("the user has no such conversations\n");
        assertThat(messages("--year", "2025")).contains("old year").doesNotContain("new year");
        assertThat(messages("--since", "2026-01-01T00:00:00Z"))
                .contains("new year")
                .doesNotContain("old year");
        assertThat(messages()).matches("(?s).*new year.*old year.*");
        assertThat(messages("--limit", "1")).doesNotContain("old year");
    }

    private String messages(String... more) {
        var words =
                new ArrayList<>(List.of("ddb-conversation", "--conversation", "11111111-0000-4000-8000-000000000000"));
        words.addAll(List.of(more));
        return cli.run(words.toArray(String[]::new)).succeeded().out();
    }

    @Test
    void twentyMessagesAreShownNewestFirst() {
        cli.run("ddb-seed").succeeded();

        var run = cli.run("ddb-conversation", "-o", "csv").succeeded();

        assertThat(run.out().lines()).hasSize(21);
        assertThat(run.out().lines().toList().get(1))
                .startsWith(LAST + ",grace,And I the one with the wax. See you on Saturday!,");
        assertThat(cli.run("ddb-conversation", "-o", "csv", "--limit", "1000")
                        .out()
                        .lines())
                .hasSize(105);
    }

    @Test
    void aUserByUuidNeedsNoDatabase() {
        cli.run("ddb-seed").succeeded();
        var alone = new Cli(directory).with(aws.variables()).with("CONNECTION_URL", "postgresql://a@127.0.0.1:1/none");

        assertThat(alone.run("ddb-conversations", "--user", "AAAAAAAA-0000-4000-8000-000000000001")
                        .succeeded()
                        .out())
                .contains("grace", GROUP);
    }

    @Test
    void controlCharactersOfItemsAreShown() {
        var evil = "\u001b[31mred\u0007";
        table.put(new GroupRow(
                        "aaaaaaaa-0000-4000-8000-000000000001",
                        LAST,
                        GROUP + evil,
                        evil,
                        new MessageUser("x", evil, evil))
                .item());
        table.put(new MessageRow(GROUP, LAST + evil, evil, evil, new MessageUser("x", evil, evil)).item());

        cli.typing("\n");

        for (var line : List.of("ddb-conversations", "ddb-conversation", "ddb-conversation -o json")) {
            assertThat(cli.run(line.split(" ")).succeeded().out())
                    .contains("red")
                    .doesNotContain("\u0007", "\u001b[31m");
        }
    }

    @Test
    void aTableWithoutCapacityGetsTheItemsLater() {
        table.refuse(3);

        cli.run("ddb-seed").succeeded();

        assertThat(table.items()).hasSize(106);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--user nobody | no user in table public.users of database | db-ops query",
                "--user twin | more than one user in table public.users of database | handle of its own",
                "--other ada | --user and --other are the same | between two users",
                "--table nowhere | has no table \"nowhere\" | db-ops ddb-create",
                "-f missing.jsonl | there is no file missing.jsonl | check its path",
            })
    void whatCannotBeSeededIsSaid(String options, String error, String hint) {
        var run = cli.run(("ddb-seed " + options).split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(error, hint);
        assertThat(table.items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 1: the first line must begin a conversation",
                "[] | 1: it is not a JSON object",
                "{\"a\" | 1: it is not JSON",
                "{\"conversation\": \"x\", \"start\": \"2026-01-01T00:00:00Z\"} | 1: the conversation is not a UUID:"
                        + " \"x\"",
                "HEAD/{\"minute\": 1, \"from\": \"me\", \"message\": \"a\"} | 2: \"from\" is neither user nor other:"
                        + " \"me\"",
                "HEAD/{\"minute\": 1, \"from\": \"user\"} | 2: the message is missing or empty",
                "HEAD/{\"minute\": 1.5, \"from\": \"user\"} | 2: the minute is not a whole number: \"1.5\"",
                "HEAD/{\"text\": 1} | 2: \"text\" is none of minute, from, message",
                "HEAD/{\"minute\": {}} | 2: \"minute\" is not a text or a number",
                "HEAD | 1: conversation 11111111-0000-4000-8000-000000000000 has no messages",
            })
    void aWrongLineIsNamed(String lines, String error) throws IOException {
        var head = "{\"conversation\": \"11111111-0000-4000-8000-000000000000\", \"start\":"
                + " \"2026-01-01T00:00:00+00:00\"}";
        Files.writeString(
                directory.resolve("talk.jsonl"), lines.replace("HEAD", head).replace('/', '\n'));

        var run = cli.run("ddb-seed", "-f", "talk.jsonl");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("talk.jsonl:" + error, "db-ops ddb-seed --print");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddb-conversations", "ddb-conversation"})
    void aMissingTableIsSaid(String command) {
        var run = cli.run(command, "--table", "cruddur-mesages");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("has no table \"cruddur-mesages\"", "did you mean \"cruddur-messages\"?");
    }

    @Test
    void aTimeAndAYearExcludeEachOther() {
        var run = cli.run("ddb-conversation", "--since", "1d", "--year", "2026");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--since and --year cannot be combined");
    }

    @Test
    void theFileThatComesAlongIsPrinted() {
        assertThat(cli.run("ddb-seed", "--print").succeeded().out().lines()).hasSize(105);
    }
}
