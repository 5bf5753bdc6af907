package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the README's tour of the events as written, after the steps that come before it there. */
class EventsTourIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Of what a machine may have set, nothing leads to a database. */
    private static final Map<String, String> UNSET =
            Map.of("CONNECTION_URL", "", "DATABASE_URL", "", "PGHOST", "", "XDG_DATA_HOME", "");

    private static final String NAMES =
            "db-ops query -q -o csv \"SELECT handle, display_name FROM users ORDER BY 1\" %s";

    @TempDir
    private Path home;

    private Path checkout;
    private final Map<String, String> variables = new HashMap<>(UNSET);

    @BeforeEach
    void aCheckoutThatIsSetUp() throws Exception {
        variables.put("HOME", home.toString());
        checkout = Files.createDirectory(home.resolve("a house"));
        for (var file : List.of("schema.sql", "seed.sql")) {
            Files.copy(ROOT.resolve(file), checkout.resolve(file));
        }
        Files.createSymbolicLink(checkout.resolve("db-ops"), ROOT.resolve("dist/target/db-ops/bin/db-ops"));
        variables.put("PATH", checkout + ":" + System.getenv("PATH"));
        run("db-ops setup");
    }

    @AfterEach
    void stopTheLocalServer() throws Exception {
        run("db-ops local-stop --delete --yes");
    }

    @Test
    void aSecondDatabaseFollowsTheFirst() throws Exception {
        var tour = Markdown.blocks(ROOT.resolve("README.md"), "console").stream()
                .filter(block -> block.contains("triggers-install"))
                .findFirst()
                .orElseThrow();

        var commands = Markdown.commands(tour);
        var copy = "\necho ---\n" + NAMES.formatted("local:copy");
        var finished = run(commands + "echo ---\n" + NAMES.formatted("") + copy);

        assertThat(commands).hasLineCount(9);
        assertThat(finished.out()).contains("delivered 6 event(s) in ", "delivered 1 event(s) in ");
        var names = finished.out().split("---\\R");
        assertThat(names[2]).isEqualTo(names[1]).contains("ada,Ada King\n");
    }

    private Finished run(String script) throws Exception {
        var finished = Finished.run(checkout, variables, List.of("sh", "-ec", script));
        assertThat(finished.exit()).as(script + "\n" + finished).isZero();
        return finished;
    }
}
