package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayToFileTest {
    @TempDir
    private Path directory;

    @AutoClose
    private EventDatabase events;

    private Cli cli;

    @BeforeEach
    void aLogWithTwoEvents() {
        events = new EventDatabase(TestServer.carried().newDatabase());
        events.add("users", 'c', 1).add("orders", 'c', 2);
        cli = new Cli(directory).with(events.target());
    }

    @Test
    void aFileGetsALineForEachEventOnce() throws IOException {
        var file = directory.resolve("events.jsonl");

        assertThat(cli.run("events-replay", "--to", "file:events.jsonl")
                        .succeeded()
                        .out())
                .startsWith("delivered 2 ")
                .contains(" to file:" + file.toAbsolutePath());
        events.add("users", 'd', 1);
        cli.run("events-replay", "--to", "file:events.jsonl").succeeded();
        cli.run("events-replay", "--to", "file:events.jsonl").succeeded();

        assertThat(Files.readAllLines(file))
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"id\": \"") && line.endsWith("}"))
                .element(2)
                .asString()
                .contains("\"event_type\": \"DELETE\"");
    }

    @Test
    void rowsAreReadByTheOwnerOfTheFileAlone() throws IOException {
        cli.run("events-replay", "--to", "file:events.jsonl").succeeded();

        for (var name : new String[] {"events.jsonl", "events.jsonl.position"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aDryRunLeavesNoFile() {
        var run = cli.run("events-replay", "--to", "file:events.jsonl", "--dry-run")
                .succeeded();

        assertThat(run.out()).startsWith("would deliver 2 event(s) to file:");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void standardOutputGetsNothingButEvents() {
        var run = cli.run("events-replay", "--to", "-", "--table", "users").succeeded();

        assertThat(run.out()).hasLineCount(1).startsWith("{\"id\": \"").endsWith("\"after\": {\"id\": 1}}}\n");
        assertThat(run.err()).contains("delivered 1 ");
    }

    /** A reader such as head may end before it has read everything that was written. */
    @Test
    void standardOutputGetsTheEventsAgainUnlessTheReplayHasAName() {
        assertThat(printed("--to=-")).hasLineCount(2);
        assertThat(printed("--to=-")).hasLineCount(2);
        assertThat(printed("--to=-", "--name=pipe")).hasLineCount(2);
        assertThat(printed("--to=-", "--name=pipe")).isEmpty();
        assertThat(cli.run("events-status").succeeded().out()).contains("pipe").doesNotContain("\n-  ");
    }

    private String printed(String... options) {
        return cli.run(Stream.concat(Stream.of("events-replay"), Stream.of(options))
                        .toArray(String[]::new))
                .succeeded()
                .out();
    }

    @Test
    void aFileIsRotatedAsTheOptionsSay() throws IOException {
        cli.run("events-replay", "--to", "file:events.jsonl").succeeded();
        events.add("users", 'u', 1);
        cli.run("events-replay", "--to", "file:events.jsonl", "--rotate-size", "2kB")
                .succeeded();
        assertThat(Files.readAllLines(directory.resolve("events.jsonl"))).hasSize(3);
        for (var i = 0; i < 6; i++) {
            events.add("users", 'u', 1);
        }
        cli.run("events-replay", "--to", "file:events.jsonl", "--rotate-size", "2kB", "--rotate-gzip")
                .succeeded();

        assertThat(Files.readAllLines(directory.resolve("events.jsonl"))).hasSize(6);
        assertThat(directory).isDirectoryContaining("glob:**/events-*T*Z.jsonl.gz");
    }

    @Test
    void aFileThatWasMovedIsFollowedByANewOneAndANoteSaysSo() throws IOException {
        cli.run("events-replay", "--to", "file:events.jsonl").succeeded();
        Files.move(directory.resolve("events.jsonl"), directory.resolve("events.jsonl.1"));
        events.add("users", 'u', 1);

        var run = cli.run("events-replay", "--to", "file:events.jsonl").succeeded();

        assertThat(run.err())
                .contains("note: %s was moved, removed or emptied; a new file is begun with the events that follow\n"
                        .formatted(directory.resolve("events.jsonl")));
        assertThat(Files.readAllLines(directory.resolve("events.jsonl"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        -,                 --rotate-size=1MB,   '--rotate-size, --rotate-every and --rotate-gzip apply only to a file or a bucket'
        -,                 --rotate-every=1h,   '--rotate-size, --rotate-every and --rotate-gzip apply only to a file or a bucket'
        file:events.jsonl, --rotate-gzip,       no option says when a file is finished
        file:events.jsonl, --rotate-size=100,   is not a size of at least 1000 bytes
        file:events.jsonl, --rotate-size=1XB,   is not a size of at least 1000 bytes
        file:events.jsonl, --rotate-size=0MB,   is not a size of at least 1000 bytes
        file:events.jsonl, --rotate-every=10,   has no unit
        """)
    void aRotationThatHasNoEffectIsRefused(String to, String option, String reason) {
        assertThat(cli.run("events-replay", "--to", to, option).failed(2).err()).contains(reason);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void bothGetEventsAsDebeziumWritesThemWhereThatIsChosen() throws IOException {
        var output = cli.run("events-replay", "--to", "-", "--format", "debezium")
                .succeeded()
                .out();
        cli.run("events-replay", "--to", "file:events.jsonl", "--format", "debezium")
                .succeeded();
        events.add("users", 'u', 1);
        cli.run("events-replay", "--to", "file:events.jsonl", "--format", "debezium")
                .succeeded();

        assertThat(output.lines())
                .hasSize(2)
                .allMatch(line ->
                        line.matches("\\{\"before\": null, \"after\": \\{\"id\": [12]}, \"source\": .*, \"op\": \"c\","
                                + " \"ts_ms\": \\d+, \"ts_us\": \\d+, \"ts_ns\": \\d+}"));
        assertThat(Files.readAllLines(directory.resolve("events.jsonl")))
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"before\": null, \"after\": {\"id\": "));
    }

    @Test
    void theirSchemaHasTheTypesOfTheSourcesTables() throws IOException {
        // given
        events.execute("CREATE TABLE users (id smallint)");
        var words = new String[] {
            "events-replay",
            "--to",
            "",
            "--table",
            "users",
            "--format",
            "debezium",
            "--with-schema",
            "--map",
            "public=app"
        };
        var typed = "{\"type\": \"int16\", \"optional\": true, \"field\": \"id\"}";

        // when
        words[2] = "-";
        var output = cli.run(words).succeeded().out();
        words[2] = "file:events.jsonl";
        cli.run(words).succeeded();
        events.add("users", 'u', 1);
        cli.run(words).succeeded();

        // then
        assertThat(output)
                .hasLineCount(1)
                .startsWith("{\"schema\": ")
                .contains(typed, ".app.users.Envelope\", \"version\": 2}");
        assertThat(Files.readAllLines(directory.resolve("events.jsonl")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"schema\": ") && line.contains(typed));
        words[7] = "-q";
        assertThat(cli.run(words).failed(5).err())
                .contains("was begun with --format debezium --with-schema, and cannot be continued with"
                        + " --format debezium\n");
    }

    @Test
    void aFileContinuesWithTheNextTransaction() throws IOException {
        // given
        events.execute("TRUNCATE dbops.event_log");
        events.execute("BEGIN");
        for (var id = 1; id <= 30; id++) {
            events.add("users", 'c', id);
        }
        events.execute("COMMIT");
        var words = new String[] {
            "events-replay", "--to", "file:events.jsonl", "--format", "debezium", "--transactions", "--table", "users"
        };

        // when
        cli.run(words).succeeded();
        events.add("users", 'u', 1);
        cli.run(words).succeeded();

        // then
        var lines = Files.readAllLines(directory.resolve("events.jsonl"));
        assertThat(lines.getFirst()).startsWith("{\"status\": \"BEGIN\"");
        assertThat(lines.getLast()).startsWith("{\"status\": \"END\"").contains("\"event_count\": 1");
    }

    @Test
    void aFileStaysInTheFormatInWhichItWasBegun() throws IOException {
        // given
        var file = directory.resolve("events.jsonl");
        cli.run("events-replay", "--to", "file:events.jsonl").succeeded();
        var begun = Files.readString(file);
        events.add("users", 'u', 1);

        // when
        var refused = cli.run("events-replay", "--to", "file:events.jsonl", "--format", "debezium")
                .failed(5);

        // then
        assertThat(refused.err())
                .contains("error: %s was begun with --format json, and cannot be continued with --format"
                                .formatted(file.toAbsolutePath())
                        + " debezium\nhint: replay it with the same --format, or name another file\n");
        assertThat(file).hasContent(begun);
        cli.run("events-replay", "--to", "file:events.jsonl", "--format", "json")
                .succeeded();
        assertThat(file).content().startsWith(begun).hasLineCount(3);
    }

    @Test
    void aFileOfAnotherLogIsRefused() {
        cli.run("events-replay", "--to", "file:events.jsonl").succeeded();
        try (var other = new EventDatabase(TestServer.carried().newDatabase())) {
            other.add("users", 'c', 9);

            var refused = new Cli(directory)
                    .with(other.target())
                    .run("events-replay", "--to", "file:events.jsonl")
                    .failed(5);

            assertThat(refused.err()).contains("error: the position is one of event log ");
            assertThat(directory.resolve("events.jsonl")).content().hasLineCount(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"--region, eu-west-1", "--profile, production"})
    void whatIsForAFunctionIsRefused(String option, String value) {
        var refused = cli.run("events-replay", "--to", "file:events.jsonl", option, value)
                .failed(2);

        assertThat(refused.err()).isEqualTo("""
            error: --region and --profile apply only to a sink in AWS, to --stage of a warehouse, and to a login of Kafka with IAM
            hint: leave them out, or deliver the events to lambda:NAME, kinesis:STREAM, sqs:QUEUE or s3://BUCKET/PREFIX
            """);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileWithoutANameIsRefused() {
        assertThat(cli.run("events-replay", "--to", "file:").failed(2).err())
                .startsWith("error: file: names no file\n");
    }
}
