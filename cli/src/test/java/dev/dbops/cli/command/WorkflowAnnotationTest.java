package dev.dbops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GitHub Actions shows errors at their place. */
class WorkflowAnnotationTest {
    private final ConnectionTarget target = TestServer.carried().newDatabase();

    @TempDir
    private Path workspace;

    private Path directory;
    private Cli cli;

    @BeforeEach
    void checkOut() throws Exception {
        directory = Files.createDirectory(workspace.resolve("service"));
        cli = new Cli(directory)
                .with(target)
                .with("GITHUB_ACTIONS", "true")
                .with("GITHUB_WORKSPACE", workspace.toString());
    }

    @Test
    void anErrorInAScriptIsAnnotatedAtItsPlaceInTheCheckout() throws Exception {
        Files.writeString(directory.resolve("a,b 100%.sql"), "SELECT 1;\nSELECT nothing;\n");

        var err = cli.run("schema-load", "-f", "a,b 100%.sql").failed(3).err();

        assertThat(err)
                .contains("error: a,b 100%.sql:2:8: column \"nothing\" does not exist; nothing was changed (SQLSTATE"
                        + " 42703)\n");
        assertThat(annotations(err))
                .singleElement()
                .asString()
                .startsWith("::error title=db-ops,file=service/a%2Cb 100%25.sql,line=2,col=8::"
                        + "column \"nothing\" does not exist; nothing was changed (SQLSTATE 42703)%0Ahint: ");
    }

    @Test
    void theMessageCannotBecomeAnotherCommand() {
        var message = "DO $$ BEGIN RAISE EXCEPTION '%', E'50% off\\n::add-path::/evil\\r\\x1b[31m'; END $$";

        var err = cli.run("query", "--write", message).failed(3).err();

        assertThat(err.lines().filter(line -> line.stripLeading().startsWith("::")))
                .singleElement()
                .asString()
                .startsWith("::error title=db-ops::50%25 off%0A::add-path::/evil\\r"
                        + "\\x1B[31m; nothing was changed (SQLSTATE P0001)");
    }

    @Test
    void anErrorWithoutAPlaceHasNoFile() {
        assertThat(annotations(cli.run("rubbish").failed(2).err()))
                .singleElement()
                .asString()
                .startsWith("::error title=db-ops::there is no command \"rubbish\"%0Ahint: ");
    }

    @Test
    void quietCallsAnnotateToo() {
        assertThat(annotations(cli.run("query", "-q", "SELECT x").failed(3).err()))
                .hasSize(1);
    }

    @Test
    void jsonStaysJson() {
        assertThat(annotations(
                        cli.run("query", "-o", "json", "SELECT x").failed(3).err()))
                .isEmpty();
    }

    @Test
    void elsewhereNothingIsAnnotated() {
        assertThat(annotations(new Cli(directory).run("rubbish").failed(2).err()))
                .isEmpty();
        assertThat(annotations(cli.with("GITHUB_ACTIONS", "false")
                        .run("rubbish")
                        .failed(2)
                        .err()))
                .isEmpty();
    }

    private static List<String> annotations(String err) {
        return err.lines().filter(line -> line.startsWith("::")).toList();
    }
}
