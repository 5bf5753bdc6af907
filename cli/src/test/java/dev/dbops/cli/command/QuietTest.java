package dev.dbops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With --quiet, standard error has errors only. */
class QuietTest {
    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void prepare() throws Exception {
        Files.createDirectories(directory.resolve("db/migrations"));
        Files.writeString(directory.resolve("schema.sql"), """
            CREATE TABLE IF NOT EXISTS note (id int PRIMARY KEY, text text);
            DO $$ BEGIN RAISE NOTICE 'heard'; RAISE WARNING 'loud'; END $$;
            """);
        Files.writeString(directory.resolve("seed.sql"), "INSERT INTO note VALUES (1, 'one');\n");
        Files.writeString(directory.resolve("empty.sql"), "-- nothing\n");
        Files.writeString(directory.resolve("lossy.sql"), "DELETE FROM note;\n");
        Files.writeString(directory.resolve("db/migrations/V1__other.sql"), "CREATE TABLE other (id int);\n");
        cli = new Cli(directory).with(TestServer.carried().newDatabase());
    }

    @Test
    void commandsThatSucceedSayNothing() {
        for (var line : List.of(
                "wait",
                "schema-load",
                "seed",
                "seed -f empty.sql",
                "query SELECT+1",
                "query --write UPDATE+note+SET+text='two'",
                "query --write DO+$$+BEGIN+RAISE+WARNING+'loud';+END+$$",
                "migrate --dry-run",
                "schema-load --dry-run",
                "sessions",
                "triggers-install --table note --yes",
                "triggers-list",
                "events-list",
                "events-status",
                "events-dead-letters",
                "events-prune --yes",
                "triggers-remove --table note --yes",
                "drop --force --yes")) {
            var words = (line + " -q").split(" ");
            for (var i = 0; i < words.length; i++) {
                words[i] = words[i].replace('+', ' ');
            }
            assertThat(cli.run(words).succeeded().err()).as(line).isEmpty();
        }
    }

    @Test
    void whatARefusalIsAboutIsStillShown() {
        cli.run("schema-load", "-q").succeeded();
        var production = new Cli(directory)
                .with(
                        "PROD_CONNECTION_URL",
                        cli.runAndTell("url", "--show-password").out().strip());

        assertThat(production
                        .run("schema-load", "-f", "lossy.sql", "-q", "-e", "prod")
                        .failed(5)
                        .err())
                .startsWith("warning: lossy.sql:1:1: DELETE ")
                .contains("error: ");
    }

    @Test
    void aLossThatIsConfirmedByNameIsNotShown() {
        cli.run("schema-load", "-q").succeeded();
        var url = cli.runAndTell("url", "--show-password").out().strip();
        var name = url.substring(url.lastIndexOf('/') + 1).replaceAll("\\?.*", "");

        assertThat(new Cli(directory)
                        .with("PROD_CONNECTION_URL", url)
                        .run("schema-load", "-f", "lossy.sql", "-q", "-e", "prod", "--confirm", name)
                        .succeeded()
                        .err())
                .isEmpty();
    }
}
