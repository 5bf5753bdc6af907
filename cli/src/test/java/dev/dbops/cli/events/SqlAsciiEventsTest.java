package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database with the encoding SQL_ASCII accepts any bytes; one value that is not UTF-8 concerns its event alone. */
class SqlAsciiEventsTest {
    private static final String DATABASE = "ascii_events";

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void threeRowsOfWhichOneIsLatin1() {
        server.execute("postgres", "DROP DATABASE IF EXISTS " + DATABASE);
        server.execute(
                "postgres",
                "CREATE DATABASE %s ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
                        .formatted(DATABASE));
        ConnectionTarget source = server.target(DATABASE);
        cli = new Cli(directory).with(source);
        server.execute(DATABASE, "CREATE TABLE users (id int PRIMARY KEY, name text)");
        cli.run("triggers-install", "--table", "users").succeeded();
        server.execute(DATABASE, """
            INSERT INTO users
            VALUES (1, 'plain'),
                   (2, 'caf' || convert_from('\\xe9', 'SQL_ASCII')),
                   (3, convert_from('\\xc3a9', 'SQL_ASCII'))
            """);
    }

    @Test
    void theListShowsTheReplacementCharacter() {
        assertThat(cli.run("events-list", "-o", "json").succeeded().out()).contains("plain", "caf\ufffd", "\u00e9");
    }

    @Test
    void aReplayStopsAtTheEventAndNamesIt() throws IOException {
        var run = cli.run("events-replay", "--to", "file:events.jsonl").failed(1);

        assertThat(run.err())
                .contains(
                        "(INSERT of public.users, {\"id\": 2}) was refused: it has bytes that are not UTF-8",
                        "hint: --on-error dead-letter sets such events aside");
        assertThat(Files.readAllLines(directory.resolve("events.jsonl"))).hasSize(1);
    }

    @Test
    void aDeadLetterHasTheBytesAndTheRestIsDelivered() throws IOException {
        cli.run("events-replay", "--to", "file:events.jsonl", "--on-error", "dead-letter")
                .succeeded();

        assertThat(Files.readAllLines(directory.resolve("events.jsonl")))
                .hasSize(2)
                .anyMatch(line -> line.contains("\u00e9"));
        assertThat(server.rows(
                        DATABASE, "SELECT encode((event -> 'after' ->> 'name')::bytea, 'hex') FROM dbops.dead_letter"))
                .containsExactly("636166e9");
    }

    @Test
    void aSnapshotStopsAtSuchARowAndNamesIt() throws IOException {
        var run = cli.run("events-replay", "--to", "file:events.jsonl", "--snapshot")
                .failed(1);

        assertThat(run.err())
                .contains("(READ of public.users, {\"id\": 2}) was refused: it has bytes that are not UTF-8");
        assertThat(Files.readAllLines(directory.resolve("events.jsonl"))).isEmpty();
    }

    @Test
    void aDeadLetterHasTheBytesOfARowOfASnapshot() throws IOException {
        server.execute(DATABASE, "INSERT INTO users SELECT n, 'more' FROM generate_series(4, 30) n; ANALYZE users");

        cli.run("events-replay", "--to", "file:events.jsonl", "--snapshot", "--snapshot-rows", "2")
                .failed(1);
        cli.run("events-replay", "--to", "file:events.jsonl", "--on-error", "dead-letter")
                .succeeded();

        assertThat(Files.readAllLines(directory.resolve("events.jsonl"))).hasSize(29);
        assertThat(server.rows(
                        DATABASE,
                        "SELECT event ->> 'op', encode((event -> 'after' ->> 'name')::bytea, 'hex') FROM"
                                + " dbops.dead_letter"))
                .containsExactly("r|636166e9");
    }

    /** The rows after such a key cannot be asked for. */
    @Test
    void aKeyWithSuchBytesEndsNoPart() throws IOException {
        server.execute(DATABASE, """
            CREATE TABLE words (word text PRIMARY KEY);
            INSERT INTO words SELECT convert_from(decode(to_hex(n), 'hex'), 'SQL_ASCII') FROM generate_series(97, 255) n;
            ANALYZE words
            """);
        cli.run("triggers-install", "--table", "words").succeeded();

        cli.run(
                        "events-replay",
                        "--to",
                        "file:events.jsonl",
                        "--table",
                        "words",
                        "--snapshot",
                        "--snapshot-rows",
                        "2",
                        "--on-error",
                        "dead-letter")
                .succeeded();

        assertThat(Files.readAllLines(directory.resolve("events.jsonl"))).hasSize(31);
        assertThat(server.rows(DATABASE, "SELECT count(*) FROM dbops.dead_letter"))
                .containsExactly("128");
    }
}
