package dev.dbops.cli.query;

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

/** The templates of a psycopg backend, those of src/test/resources/templates, on the example database. */
class QueryTemplatesTest {
    private static final String TEMPLATES =
            Path.of("src/test/resources/templates").toAbsolutePath() + "/";

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void loadTheExample() throws IOException {
        target = server.newDatabase();
        for (var script : new String[] {"schema.sql", "seed.sql"}) {
            server.execute(target.database(), Files.readString(Path.of("..", script)));
        }
        cli = new Cli(directory).with(target);
    }

    @Test
    void anObjectThatTheTemplateMakesIsPrintedAsItIs() {
        var uuid = server.rows(target.database(), "SELECT uuid FROM activities WHERE message LIKE 'Found%'")
                .getFirst();

        var value = cli.run("query", "-f", TEMPLATES + "activity.sql", "-p", "uuid=" + uuid, "--value")
                .succeeded();
        var object = cli.run("query", "-f", TEMPLATES + "activity.sql", "-p", "uuid=" + uuid, "--object")
                .succeeded();

        var activity = "{\"handle\":\"grace\",\"message\":\"Found a moth in relay 70 of panel F."
                + " First actual case of a bug being found.\",\"likes_count\":12}";
        assertThat(value.out()).isEqualTo(activity + "\n");
        assertThat(object.out()).isEqualTo("{\"activity\":" + activity + "}\n");
        assertThat(value.err()).isEmpty();
    }

    @Test
    void aDoubledPercentSignIsOne() {
        var feed = cli.run("query", "-f", TEMPLATES + "home.sql", "-p", "search=engine", "-p", "limit=5", "--value");

        assertThat(feed.succeeded().out())
                .isEqualTo("[{\"handle\":\"ada\",\"message\":\"The engine weaves algebraic patterns just as the loom"
                        + " weaves flowers and leaves.\"}]\n");
    }

    @Test
    void anInsertReturnsItsKeyAndIsCommitted() {
        var created = cli.run(
                        "query",
                        "--write",
                        "-f",
                        TEMPLATES + "create.sql",
                        "-p",
                        "handle=ada",
                        "-p",
                        "message=Robert'); DROP TABLE users; --",
                        "-p",
                        "expires_at:=null",
                        "--value")
                .succeeded();

        assertThat(server.rows(
                        target.database(), "SELECT uuid, message, expires_at FROM activities WHERE message ~ 'Robert'"))
                .containsExactly(created.out().strip() + "|Robert'); DROP TABLE users; --|null");
    }

    @Test
    void aParameterThatIsUsedTwiceHasOneType() {
        assertThat(cli.run("query", "-f", TEMPLATES + "count.sql", "-p", "handle:=null", "--value")
                        .out())
                .isEqualTo("2\n");
        assertThat(cli.run("query", "-f", TEMPLATES + "count.sql", "-p", "handle=ada", "--value")
                        .out())
                .isEqualTo("1\n");
    }
}
