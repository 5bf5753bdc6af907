package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventsListTest {
    @TempDir
    private Path directory;

    @AutoClose
    private EventDatabase events;

    private Cli cli;

    @BeforeEach
    void aLogWithThreeEvents() {
        events = new EventDatabase(TestServer.carried().newDatabase());
        events.add("users", 'c', 1).add("users", 'u', 1).add("orders", 'd', 7);
        events.execute("UPDATE dbops.event_log SET ts = '2026-11-20 10:00:00+00'::timestamptz + seq * interval '1 ms'");
        cli = new Cli(directory).with(events.target());
    }

    @Test
    void peopleSeeATableWithTheNewestAtTheEnd() {
        var list = cli.run("events-list").succeeded();

        assertThat(list.out()).isEqualTo("""
             SEQ  TIME                         OPERATION  TABLE          KEY        AFTER      BEFORE
            1000  2026-11-20T10:00:01.000000Z  insert     public.users   {"id": 1}  {"id": 1}
            2000  2026-11-20T10:00:02.000000Z  update     public.users   {"id": 1}  {"id": 1}
            3000  2026-11-20T10:00:03.000000Z  delete     public.orders  {"id": 7}  {"id": 7}
            """);
    }

    @ParameterizedTest
    @CsvSource({
        "--limit=2, '--op=insert,update', 1 2",
        "--limit=2, -q, 2 3",
        "--limit=2, --first, 1 2",
        "--table=users, -q, 1 2",
        "--table=public.orders, --table=elsewhere.users, 3",
        "--op=delete, --op=insert, 1 3",
        "--since=2026-11-20T10:00:02Z, -q, 2 3",
        "--since=2026-11-20T11:00:02+01:00, --until=2026-11-20 10:00:03Z, 2"
    })
    void someAreChosen(String first, String second, String expected) {
        var list = cli.run("events-list", "--format", "text", first, second);

        var wanted = new StringBuilder();
        for (var seq : expected.split(" ")) {
            wanted.append("2026-11-20T10:00:0%s.000000Z ".formatted(seq))
                    .append(
                            switch (seq) {
                                case "1" -> "insert public.users {\"id\": 1} {\"id\": 1}\n";
                                case "2" -> "update public.users {\"id\": 1} {\"id\": 1}\n";
                                default -> "delete public.orders {\"id\": 7} {\"id\": 7}\n";
                            });
        }
        assertThat(list.succeeded().out()).isEqualTo(wanted.toString());
    }

    @Test
    void timesCountBackFromNow() {
        events.add("users", 'c', 2);

        assertThat(cli.run("events-list", "--format=text", "--since", "1h ago")
                        .succeeded()
                        .out())
                .hasLineCount(1);
        assertThat(cli.run("events-list", "--until", "1h").succeeded().out()).hasLineCount(4);
    }

    @Test
    void programsGetTheEnvelopes() {
        var list = cli.run("events-list", "-o", "json", "--limit", "2").succeeded();

        assertThat(list.out())
                .startsWith("[{\"id\": \"")
                .endsWith("]\n")
                .hasLineCount(2)
                .contains("\"event_type\": \"UPDATE\"", "},\n {\"id\": ", "\"event_type\": \"DELETE\"");
        assertThat(cli.run("events-list", "-o", "json", "--table=none")
                        .succeeded()
                        .out())
                .isEqualTo("[]\n");
        assertThat(cli.run("events-list", "--format", "json").succeeded().out()).hasLineCount(3);
        assertThat(cli.run("events-list", "--format", "debezium").succeeded().out())
                .startsWith("{\"before\": null, \"after\": {\"id\": 1}, \"source\": ");
        assertThat(cli.run("events-list", "-o", "csv").succeeded().out())
                .contains("1000,2026-11-20T10:00:01.000000Z,insert,public.users,\"{\"\"id\"\": 1}\"");
    }

    @Test
    void aSchemaGoesBeforeTheEventWhereItIsAskedFor() {
        events.execute("CREATE TABLE users (id bigint PRIMARY KEY, name text)");

        var list = cli.run("events-list", "--format", "debezium", "--with-schema", "--table", "users")
                .succeeded();

        var row = "{\"type\": \"struct\", \"fields\": [{\"type\": \"int64\", \"optional\": true, \"field\": \"id\"}],"
                + " \"optional\": true, \"name\": \"%s.public.users.Value\", \"field\": \"%s\"}";
        var database = events.target().database();
        assertThat(list.out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{\"schema\": {\"type\": \"struct\", \"fields\": ["
                                + row.formatted(database, "before") + ", " + row.formatted(database, "after"))
                        .contains(
                                "\"name\": \"%s.public.users.Envelope\", \"version\": 2}, \"payload\": {\"before\": null, \"after\": {\"id\": 1}, "
                                        .formatted(database))
                        .endsWith("}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=json", "--format=text", "-q"})
    void noOtherFormatHasASchema(String format) {
        var refused = cli.run("events-list", "--with-schema", format).failed(2);

        assertThat(refused.err()).isEqualTo("""
            error: --with-schema goes with --format debezium
            hint: pass both, or leave --with-schema out: the other formats do not have it
            """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        --time-precision=connect;                 --time-precision goes with --format debezium
        --decimal-mode=string --format=json;      --decimal-mode goes with --format debezium
        --with-key --format=text;                 --with-key goes with --format debezium
        --tombstones;                             --tombstones goes with --format debezium
        --tombstones --format=debezium;           --tombstones goes with --with-key
        --transactions;                           --transactions goes with --format json or --format debezium
        --transactions --format=text;             --transactions goes with --format json or --format debezium
        """)
    void optionsOfAFormatGoWithIt(String options, String message) {
        var words = ("events-list " + options).split(" ");

        var refused = cli.run(words).failed(2);

        assertThat(refused.err()).startsWith("error: " + message + "\n").contains("hint: pass ");
    }

    @Test
    void linesForKafkaHaveTopicKeyAndTypedValues() {
        events.execute("CREATE TABLE users (id numeric PRIMARY KEY, name text)");
        events.add("users", 'd', 1);

        var list = cli.run(
                        "events-list",
                        "--format=debezium",
                        "--with-key",
                        "--tombstones",
                        "--decimal-mode=double",
                        "--table=users",
                        "--op=delete")
                .succeeded();

        var start = "{\"topic\": \"%s.public.users\", \"key\": {\"id\": 1.0}, \"value\": "
                .formatted(events.target().database());
        assertThat(list.out().lines())
                .satisfiesExactly(
                        event -> assertThat(event).startsWith(start + "{\"before\": {\"id\": 1.0}, "),
                        tombstone -> assertThat(tombstone).isEqualTo(start + "null}"));
    }

    @Test
    void theBeginningAndTheEndOfTransactionsAreLines() {
        var debezium = cli.run("events-list", "--format=debezium", "--transactions", "--limit=1")
                .succeeded();
        var json = cli.run("events-list", "--format=json", "--transactions", "--limit=1")
                .succeeded();

        assertThat(debezium.out()).contains("\"total_order\": ").contains("{\"status\": \"END\"");
        assertThat(json.out()).hasLineCount(1).contains("\"total_order\": ", "\"event_count\": ");
    }

    @Test
    void whereThereIsNoneThatIsSaid() {
        var nothing = cli.run("events-list", "--table", "nothing").succeeded();
        assertThat(nothing.out()).isEqualTo("no such events\n");
        assertThat(nothing.err())
                .isEqualTo("warning: the table nothing is not captured; db-ops triggers-list shows those that are\n");
        assertThat(new Cli(directory)
                        .with(TestServer.carried().newDatabase())
                        .run("events-list")
                        .failed(1)
                        .err())
                .contains("has no event log\n", "hint: install triggers");
    }

    @ParameterizedTest
    @CsvSource({
        "--limit=0, --limit is 0",
        "--limit=10001, --limit is 10001",
        "--op=upsert, \"upsert\" is not an operation",
        "--since=yesterday, \"yesterday\" is not a valid time",
        "--since=2026-13-01, \"2026-13-01\" is not a valid time",
        "--table=a.b.c, \"a.b.c\" is not a valid table name",
        "--format=xml, Invalid value for option '--format'"
    })
    void nonsenseIsRefused(String option, String message) {
        var refused = cli.run("events-list", option).failed(2);

        assertThat(refused.err()).startsWith("error: " + message).contains("hint: ");
        assertThat(refused.out()).isEmpty();
    }
}
