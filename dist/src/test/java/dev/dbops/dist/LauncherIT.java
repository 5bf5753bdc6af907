package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher alone: its arguments to the runtime, recorded by a program in place of the runtime. */
class LauncherIT {
    private static final String SHOW_WHAT_ARRIVES = """
        #!/bin/sh
        for word; do echo "[$word]"; done
        echo "variables: ${JAVA_TOOL_OPTIONS-} ${JDK_JAVA_OPTIONS-} ${_JAVA_OPTIONS-}"
        echo "locale: ${LC_ALL-} ${LC_CTYPE-}"
        exit 42
        """;

    @TempDir
    private Path directory;

    private Path distribution;
    private Path launcher;

    @BeforeEach
    void replaceJavaWithAScript() throws IOException {
        distribution = directory.resolve("dist with  spaces");
        Files.createDirectories(distribution.resolve("bin"));
        launcher = distribution.resolve("bin/db-ops");
        Files.copy(Path.of("target/db-ops/bin/db-ops"), launcher);
        standIn(SHOW_WHAT_ARRIVES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh", "bash --posix"})
    void handsEveryWordOnAsItIsInAnyShell(String shell) throws Exception {
        var command = new ArrayList<>(List.of(shell.split(" ")));
        command.addAll(List.of(launcher.toString(), "query", "select  *", "", "a\"b'c$HOME*"));

        var finished = Finished.run(command);

        assertThat(finished.out())
                .contains("[-m]\n[dev.dbops/dev.dbops.cli.DbOps]\n[query]\n[select  *]\n[]\n[a\"b'c$HOME*]\n");
        assertThat(finished.err()).isEmpty();
        assertThat(finished.exit()).isEqualTo(42);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void findsItsHomeThroughAChainOfSymbolicLinks(String shell) throws Exception {
        var links = Files.createDirectories(directory.resolve("some links"));
        Files.createSymbolicLink(links.resolve("absolute"), launcher);
        Files.createSymbolicLink(links.resolve("relative"), Path.of("absolute"));
        var other = Files.createDirectories(directory.resolve("other"));
        Files.createSymbolicLink(other.resolve("db-ops"), Path.of("../some links/relative"));
        var command = new ArrayList<>(List.of(shell.split(" ")));
        command.add(other.resolve("db-ops").toString());

        var finished = Finished.run(command);

        assertThat(finished.out()).contains("[-XX:AOTCache=" + distribution + "/bin/../lib/core.aot]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rds-status",
                "--url postgresql://localhost/app sg-update",
                "sg-run -- psql",
                "wait --iam-auth",
                "lambda-status pipeline",
                "events-replay --to lambda:router",
                "events-replay --to env:dwh --stage s3://bucket",
                "sessions --secret=app",
                "doctor --instance cruddur-db",
                "doctor --url postgresql://cruddur.abc123.eu-central-1.rds.amazonaws.com/app",
                "sessions --url postgresql://localhost/app?iam_auth=true"
            })
    void theCommandsThatAskAwsHaveAStartUpCacheOfTheirOwn(String words) throws Exception {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words.split(" ")));

        assertThat(Finished.run(command).out()).contains("/lib/aws.aot]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sg", "help -- rds-status", "doctor", "lambda-package", "schema-load"})
    void theOthersAreNotBurdenedWithIt(String words) throws Exception {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words.split(" ")));

        assertThat(Finished.run(command).out()).contains("/lib/core.aot]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sessions prod", "query --value 'SELECT 1'", "--no-env-file wait", "create --url x --version"})
    void theQuickestCommandsHaveASmallOne(String words) throws Exception {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words.split(" ")));

        assertThat(Finished.run(command).out()).contains("/lib/quick.aot]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "url", "--no-env-file url prod", "url -o json --url x"})
    void whatOnlyPrintsHasTheSmallestCacheAndIsNotCompiled(String words) throws Exception {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words.split(" ")));

        assertThat(Finished.run(command).out()).contains("/lib/print.aot]").contains("[-Xint]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events-replay --to env:copy --table url",
                "compare --to env:copy --table url",
                "schema-load url",
                "-e url events-tail",
                "url prod --show-password"
            })
    void whatMayTakeLongIsCompiled(String words) throws Exception {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words.split(" ")));

        assertThat(Finished.run(command).out()).contains("[-XX:AOTCache=").doesNotContain("-Xint");
    }

    @Test
    void findsItsHomeWhereItsDirectoryIsALink() throws Exception {
        Files.createSymbolicLink(directory.resolve("bin"), distribution.resolve("bin"));

        var finished = Finished.run(directory, Map.of(), List.of("bin/db-ops"));

        assertThat(finished.exit()).isEqualTo(42);
    }

    @Test
    void findsItsHomeThroughThePath() throws Exception {
        var finished = Finished.run(
                directory, Map.of("PATH", launcher.getParent() + ":/usr/bin:/bin"), List.of("sh", "-c", "db-ops"));

        assertThat(finished.exit()).isEqualTo(42);
    }

    @Test
    void runsInItsOwnDirectory() throws Exception {
        var finished = Finished.run(launcher.getParent(), Map.of(), List.of("sh", "db-ops"));

        assertThat(finished.exit()).isEqualTo(42);
    }

    @Test
    void keepsTheWorkingDirectory() throws Exception {
        standIn("#!/bin/sh\npwd -P\n");

        var finished = Finished.run(directory, Map.of(), List.of(launcher.toString()));

        assertThat(finished.out()).isEqualTo(directory.toRealPath() + "\n");
    }

    @Test
    void saysThatNoStreamIsATerminalInAPipeline() throws Exception {
        var finished = Finished.run(List.of(launcher.toString()));

        assertThat(finished.out()).contains("[-Ddbops.terminal=]\n");
    }

    @Test
    void saysWhichStreamsAreATerminal() throws Exception {
        standIn("#!/bin/sh\nfor word; do echo \"$word\" >&3; done\n");
        var seen = directory.resolve("seen");
        var line = "'%s' 3>'%s' >/dev/null".formatted(launcher, seen);

        var finished = Finished.run(List.of("script", "-qefc", line, "/dev/null"));

        assertThat(Files.readString(seen)).as(finished.out()).contains("-Ddbops.terminal=02\n");
    }

    @Test
    void keepsTheOptionsOfOtherJavaProgramsAway() throws Exception {
        var finished = Finished.run(
                directory,
                Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g", "JDK_JAVA_OPTIONS", "-Xmx1g", "_JAVA_OPTIONS", "-Xmx1g"),
                List.of(launcher.toString()));

        assertThat(finished.out()).contains("variables:   \n");
    }

    @Test
    void readsArgumentsAsUtf8InTheCLocale() throws Exception {
        var finished = Finished.run(
                directory, Map.of("LC_ALL", "C", "LC_CTYPE", "", "LANG", "de_DE"), List.of(launcher.toString()));

        assertThat(finished.out()).contains("locale:  C.UTF-8\n");
    }

    @Test
    void leavesAnyOtherLocaleAlone() throws Exception {
        var finished = Finished.run(
                directory, Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "de_DE.UTF-8"), List.of(launcher.toString()));

        assertThat(finished.out()).contains("locale:  \n");
    }

    @Test
    void givesTheJvmTheOptionsOfDbOpsJavaOptions() throws Exception {
        var finished = Finished.run(
                directory, Map.of("DB_OPS_JAVA_OPTIONS", "-Xmx2g  -Dpattern=/*"), List.of(launcher.toString(), "x"));

        assertThat(finished.out()).contains("[-Xmx2g]\n[-Dpattern=/*]\n[-m]\n");
    }

    @Test
    void refusesAPathThatJavaCannotReadWithASentence() throws Exception {
        var moved = Files.move(distribution, directory.resolve("a:b"));

        var finished = Finished.run(List.of(moved.resolve("bin/db-ops").toString()));

        assertThat(finished.exit()).isEqualTo(2);
        assertThat(finished.err())
                .isEqualTo("db-ops: Java cannot run from a directory with a colon in its name: move " + moved
                        + "/bin/..\n");
    }

    private void standIn(String script) throws IOException {
        var java = distribution.resolve("runtime/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, script);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
