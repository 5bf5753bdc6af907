package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project whose database was kept by a folder of scripts continues with db-ops alone, from its root. */
class ScriptedProjectTest {
    private static final String TYPES = "SELECT attname, atttypid::regtype FROM pg_attribute"
            + " WHERE attname IN ('bio', 'reply_to_activity_uuid') AND NOT attisdropped ORDER BY 1";

    private final AwsEmulator aws = AwsEmulator.reset();
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void copyTheProject() throws IOException {
        var project = Path.of("src/test/resources/scripted");
        try (var files = Files.walk(project)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = directory.resolve(project.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        use(server.newDatabase());
    }

    private void use(ConnectionTarget database) {
        target = database;
        cli = new Cli(directory).with(aws.variables()).with(target);
    }

    private List<String> rows(String sql) {
        return server.rows(target.database(), sql);
    }

    /** The scripts have loaded the schema and the seeds, and run the first of two migrations. */
    private void asTheScriptsLeftIt() {
        cli.run("schema-load").succeeded();
        cli.run("seed").succeeded();
        server.execute(
                target.database(),
                "ALTER TABLE users ADD bio text; UPDATE schema_information SET last_successful_run ="
                        + " '16703429870640998'");
    }

    @Test
    void theLiveDatabaseChangesOver() {
        asTheScriptsLeftIt();

        cli.run("migrate-import").succeeded();
        assertThat(cli.run("migrate").succeeded().err())
                .contains("reply_to_uuid.sql")
                .doesNotContain("applied 20221206");
        assertThat(cli.run("migrate").succeeded().err()).contains("nothing to do");
        assertThat(rows(TYPES)).containsExactly("bio|text", "reply_to_activity_uuid|uuid");

        cli.run("migrate-rollback", "--steps", "2").succeeded();
        assertThat(rows(TYPES)).containsExactly("reply_to_activity_uuid|integer");
        assertThat(rows("SELECT count(*) FROM users")).containsExactly("2");
    }

    @Test
    void aNewDatabaseIsSetUpAsTheScriptsDid() {
        cli.run("migrate-import").succeeded();
        use(server.unusedDatabase());

        assertThat(cli.run("setup", "--migrate-last").succeeded().err())
                .contains("loaded backend-flask/db/schema.sql", "loaded backend-flask/db/seed.sql", "applied 2022");

        assertThat(rows(TYPES)).containsExactly("bio|text", "reply_to_activity_uuid|uuid");
        assertThat(cli.run("migrate").succeeded().err()).contains("nothing to do");
        assertThat(rows("SELECT count(*) FROM activities")).containsExactly("1");
    }

    @Test
    void aNewWorkspaceIsPrepared() {
        cli.run("migrate-import").succeeded();
        use(server.unusedDatabase());

        assertThat(cli.run("prepare", "-o", "csv").succeeded().out())
                .contains(
                        "tables,loaded", "table of messages,created,cruddur-messages", "messages,written,104 messages");

        assertThat(rows(TYPES)).containsExactly("bio|text", "reply_to_activity_uuid|uuid");
        assertThat(cli.run("ddb-conversations", "-o", "csv").succeeded().out().lines())
                .hasSize(2);
        cli.run("ddb-drop", "--yes").succeeded();
        cli.run("drop", "--yes").succeeded();
    }
}
