package dev.dbops.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.ShellWord;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real terminal, what is longer than the screen is shown by a pager. */
class PagerTest {
    private static final String LONG = "query 'SELECT generate_series(1, 30) AS number'";

    private final ConnectionTarget target = TestServer.carried().newDatabase();
    private final Map<String, String> variables = new HashMap<>();

    @TempDir
    private Path directory;

    @Test
    void aLongResultGoesThroughThePagerAndAShortOneDoesNot() throws Exception {
        variables.put("PAGER", pager("sed 's/^/paged: /'"));

        assertThat(screen(LONG)).contains("paged: number\n", "paged:     30\n").endsWith("exit 0\n");
        assertThat(screen("query 'SELECT generate_series(1, 15) AS number'"))
                .doesNotContain("paged: ")
                .contains("\n    15\n");
        assertThat(screen(LONG + " --no-pager")).doesNotContain("paged: ").contains("\n    30\n");
        assertThat(screen(LONG + " | cat")).doesNotContain("paged: ").contains("\n    30\n");
    }

    @Test
    void aResultOfLongLinesIsLong() throws Exception {
        variables.put("PAGER", pager("sed 's/^/paged: /'"));

        assertThat(screen("query \"SELECT repeat('x', 900) FROM generate_series(1, 3)\""))
                .contains("paged: ");
    }

    @Test
    void jsonAndPlansArePagedToo() throws Exception {
        variables.put("PAGER", pager("sed 's/^/paged: /'"));

        assertThat(screen(LONG + " -o json")).contains("paged: ");
    }

    @Test
    void itsOwnVariableComesFirstAndAnEmptyOneMeansNone() throws Exception {
        variables.put("PAGER", pager("sed 's/^/general: /'"));
        variables.put("DB_OPS_PAGER", pager("sed 's/^/own: /'"));
        assertThat(screen(LONG)).contains("own: number\n").doesNotContain("general: ");

        variables.put("DB_OPS_PAGER", "");
        assertThat(screen(LONG)).startsWith("number\n").endsWith("    30\nexit 0\n");
    }

    @Test
    void noShellReadsTheVariable() throws Exception {
        variables.put("PAGER", "sed 's/^/$(touch made) `touch made`;touch made /'");

        assertThat(screen(LONG)).contains("$(touch made) `touch made`;touch made     30\n");
        assertThat(directory.resolve("made")).doesNotExist();
    }

    @Test
    void aFileCannotNameThePager() throws Exception {
        variables.put("PAGER", "cat");
        Files.writeString(directory.resolve(".env"), "DB_OPS_PAGER=./evil\nPAGER=./evil\n");
        executable("evil", "touch made");

        assertThat(screen(LONG)).contains("\n    30\n");
        assertThat(directory.resolve("made")).doesNotExist();
    }

    @Test
    void leavingThePagerEarlySucceeds() throws Exception {
        variables.put("PAGER", "head -n 2");

        assertThat(screen("query 'SELECT generate_series(1, 2000000) AS number'"))
                .contains("number\n", "     1\n")
                .doesNotContain("error")
                .endsWith("exit 0\n");
    }

    @Test
    void aPagerThatCannotBeRunIsNamedAndTheResultIsPrinted() throws Exception {
        variables.put("PAGER", "no-such-pager");

        assertThat(screen(LONG))
                .contains("note: cannot run the pager: ", "no-such-pager", "\n    30\n")
                .endsWith("exit 0\n");
    }

    @Test
    void anErrorFollowsTheRowsBeforeIt() throws Exception {
        variables.put("PAGER", pager("sed 's/^/paged: /'"));

        var shown = screen("query 'SELECT 1 / (150000 - i) AS number FROM generate_series(1, 200000) AS i'");

        assertThat(shown).contains("paged: number\n", "error:").endsWith("exit 3\n");
        assertThat(shown.indexOf("error:")).isGreaterThan(shown.lastIndexOf("paged: "));
    }

    @Test
    void aStatementThatWritesIsNotHeldOpenByAReader() throws Exception {
        variables.put("PAGER", "head -n 1");

        assertThat(screen("query --write \"CREATE TABLE t AS SELECT 1; SELECT generate_series(1, 30)\""))
                .contains("\n             30\n")
                .endsWith("exit 0\n");
        assertThat(TestServer.carried().rows(target.database(), "SELECT count(*) FROM t"))
                .containsExactly("1");
    }

    @Test
    void lessGetsTheSettingsThatGitGivesIt() throws Exception {
        variables.put("PAGER", pager("cat >/dev/null; echo \"LESS=$LESS\""));
        assertThat(screen(LONG)).contains("LESS=FRX\n");

        variables.put("LESS", "S");
        assertThat(screen(LONG)).contains("LESS=S\n");
    }

    /** A program whose name has a space, as it is written in the variable. */
    private String pager(String command) throws IOException {
        return ShellWord.of(executable("the pager " + Math.abs(command.hashCode()), command));
    }

    private Path executable(String name, String command) throws IOException {
        var file = directory.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + command + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The content of a terminal of 80 columns and 24 lines after the command line, and its exit code. */
    private String screen(String command) throws Exception {
        var terminal = command.contains("|") ? "02" : "012";
        var java = List.of(
                ShellWord.of(Path.of(System.getProperty("java.home"), "bin/java")),
                "-XX:TieredStopAtLevel=1",
                "-Ddbops.terminal=" + terminal,
                "-cp",
                ShellWord.of(System.getProperty("java.class.path")),
                "dev.dbops.cli.DbOps",
                command);
        var builder = new ProcessBuilder(
                        "script",
                        "-qec",
                        "stty columns 80 rows 24 -echo; " + String.join(" ", java) + "; echo exit $?",
                        "/dev/null")
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true);
        var environment = builder.environment();
        environment.keySet().removeAll(List.of("COLUMNS", "LINES", "PAGER", "DB_OPS_PAGER", "LESS"));
        environment.put("CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
        environment.put("HOME", directory.toString());
        environment.put("TERM", "xterm");
        environment.putAll(variables);
        var process = builder.start();
        var shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return shown.replace("\r\n", "\n");
    }
}
