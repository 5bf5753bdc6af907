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
}
