package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli.Running;
import dev.dbops.cli.Cli.Transcript;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several of a command that makes something of its own where there is nothing yet, all at once. */
class ParallelFirstRunTest {
    private static final int RUNS = 5;

    private final TestServer server = TestServer.carried();
    private ConnectionTarget target;
    private ConnectionTarget copy;

    @TempDir
    private Path directory;

    @BeforeEach
    void aDatabaseWithATable() throws IOException {
        target = server.newDatabase();
        copy = server.newDatabase();
        for (var database : List.of(target, copy)) {
            server.execute(database.database(), "CREATE TABLE fruit (name text PRIMARY KEY)");
        }
        for (var i = 1; i <= RUNS; i++) {
            server.execute(target.database(), "CREATE TABLE stock%d (id int PRIMARY KEY)".formatted(i));
            Files.writeString(
                    directory.resolve("seed%d.sql".formatted(i)), "INSERT INTO stock%d VALUES (1);".formatted(i));
        }
        Files.writeString(directory.resolve("seed.sql"), "INSERT INTO fruit VALUES ('fig');");
        var migrations = Files.createDirectories(directory.resolve("db/migrations"));
        Files.writeString(migrations.resolve("20260101000000_add.sql"), "ALTER TABLE fruit ADD weight int;");
    }

    /** The words, in which # is the number of the run. */
    private List<Transcript> together(ConnectionTarget database, String words) {
        var running = new ArrayList<Running>();
        for (var i = 1; i <= RUNS; i++) {
            var run = new Cli(directory)
                    .with(database)
                    .with("COPY_CONNECTION_URL", ConnectionUrl.formatWithPassword(copy));
            running.add(run.start(words.replace("#", Integer.toString(i)).split(" ")));
        }
        return running.stream().map(Running::end).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "triggers-install --table fruit",
                "triggers-install --table stock#",
                "seed --once",
                "seed --once -f seed#.sql",
                "migrate --baseline 0",
                "migrate-status"
            })
    void allOfThemSucceed(String words) {
        assertThat(together(target, words))
                .allSatisfy(run -> assertThat(run.exitCode()).as(run.toString()).isZero());
    }

    @Test
    void aFirstReplayIsMadeByOneAndTheOthersSayThatItHasMoved() {
        new Cli(directory)
                .with(target)
                .run("triggers-install", "--table", "fruit")
                .succeeded();
        server.execute(target.database(), "INSERT INTO fruit VALUES ('fig')");

        var runs = together(target, "events-replay --to env:copy --name consumer#");

        assertThat(runs).allSatisfy(run -> assertThat(run.err()).doesNotContain("SQLSTATE 23505", "unexpected"));
        assertThat(server.rows(copy.database(), "SELECT name FROM fruit")).containsExactly("fig");
    }

    @Test
    void ofSeveralThatCreateADatabaseOneDoesAndTheOthersSayThatItIsThere() {
        var unused = server.unusedDatabase();

        var runs = together(unused, "create");

        assertThat(runs)
                .allSatisfy(run -> assertThat(run.exitCode()).as(run.toString()).isZero());
        assertThat(runs).filteredOn(run -> run.out().contains("created")).hasSize(1);
    }
}
