package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.testing.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command at the root of a checkout: when it builds, once, and what it says. A script replaces the build. */
class CheckoutIT {
    private static final String BUILD = """
        #!/bin/sh
        root=$(dirname "$0")
        echo built >>"$root/builds"
        %s
        distribution=$root/dist/target/db-ops
        mkdir -p "$distribution/bin"
        printf '#!/bin/sh\\necho "$PWD: $*"; cat\\nexit 7\\n' >"$distribution/bin/db-ops"
        chmod +x "$distribution/bin/db-ops"
        echo done >"$distribution/fingerprint"
        """;

    @TempDir
    private Path directory;

    private Path checkout;
    private Path command;

    @BeforeEach
    void makeACheckout() throws IOException {
        checkout = directory.resolve("a checkout");
        for (var part : List.of("core/src/main", "cli/src/main/java", "dist/src/build", "dist/src/files")) {
            Files.createDirectories(checkout.resolve(part));
        }
        for (var file : List.of("pom.xml", "core/pom.xml", "cli/pom.xml", "cli/src/main/java/A.java")) {
            Files.writeString(checkout.resolve(file), "content");
        }
        try (var files = Files.walk(checkout)) {
            for (var file : files.toList()) {
                age(file);
            }
        }
        command = checkout.resolve("db-ops");
        Files.copy(Path.of("../db-ops"), command);
        build("");
    }

    @Test
    void buildsOnAFreshCloneWithOneLineOnStandardError() throws Exception {
        var finished = dbOps("sessions", "a  b");

        assertThat(finished.err()).isEqualTo("db-ops: building, which takes some minutes the first time ...\n");
        assertThat(finished.out()).isEqualTo(directory.toRealPath() + ": sessions a  b\n");
        assertThat(finished.exit()).isEqualTo(7);
    }

    @Test
    void doesNotBuildAgainWhenNothingHasChanged() throws Exception {
        dbOps();

        var finished = dbOps();

        assertThat(finished.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "core/pom.xml", "cli/pom.xml", "cli/src/main/java/A.java"})
    void buildsAgainWhenAFileIsNewer(String file) throws Exception {
        dbOps();
        Files.setLastModifiedTime(
                checkout.resolve(file), FileTime.from(Instant.now().plusSeconds(60)));

        var finished = dbOps();

        assertThat(finished.err()).isEqualTo("db-ops: building, because sources have changed ...\n");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void buildsAgainWhenAFileIsDeleted() throws Exception {
        dbOps();
        age(checkout.resolve("dist/target/db-ops/fingerprint"));
        age(checkout.resolve("cli/src/main/java"));
        Files.delete(checkout.resolve("cli/src/main/java/A.java"));

        dbOps();

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void buildsAgainWhenItIsUnknownWhatTheDistributionWasMadeOf() throws Exception {
        dbOps();
        Files.delete(checkout.resolve("dist/target/db-ops/fingerprint"));

        dbOps();

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void leavesStandardInputToTheCommand() throws Exception {
        build("cat >/dev/null");

        var finished =
                Finished.run(directory, Map.of(), List.of("sh", "-c", "echo the input | " + ShellWord.of(command)));

        assertThat(finished.out()).endsWith("the input\n");
    }

    @Test
    void isFoundThroughSymbolicLinks() throws Exception {
        var link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a checkout/db-ops"));

        var finished = Finished.run(List.of(link.toString(), "x"));

        assertThat(finished.out()).endsWith(": x\n");
    }

    @Test
    void showsTheEndOfTheLogWhenTheBuildFails() throws Exception {
        build("echo '[ERROR] does not compile'; exit 1");

        var finished = dbOps("setup");

        assertThat(finished.exit()).isEqualTo(1);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err())
                .contains("db-ops: the build failed; the end of ")
                .endsWith("does not compile\n");
    }

    @Test
    void aLogShowsTheStepsOfALongBuildAndItsDownloads() throws Exception {
        longBuild();
        var building = start(pathWithFastClock(), "log");
        awaitContent("log.err", "db-ops: building cli (4 of 5), ");
        awaitContent("log.err", " s, 2 files downloaded\n");

        Files.writeString(directory.resolve("go"), "go\n");

        assertThat(await(building, "log").exit()).isEqualTo(7);
        assertThat(await(building, "log").err())
                .startsWith("db-ops: building, which takes some minutes the first time ...\n")
                .doesNotContain("\u001b", "[INFO]");
    }

    @Test
    void aTerminalShowsTheStepInOneLineThatIsRemovedAtTheEnd() throws Exception {
        longBuild();
        try (var terminal = Conversation.start(directory, pathWithFastClock(), ShellWord.of(command))) {
            terminal.await("db-ops: building, which takes some minutes the first time ...\r\n");
            assertThat(terminal.await("db-ops: building cli (4 of 5), ")).doesNotContain("\n");

            Files.writeString(directory.resolve("go"), "go\n");
            terminal.type(Conversation.CTRL_D);

            assertThat(terminal.end()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-q", "--quiet"})
    void aQuietCallBuildsWithoutAWord(String option) throws Exception {
        assertThat(dbOps("url", option).err()).isEmpty();
        assertThat(builds()).isEqualTo(1);

        build("echo '[ERROR] does not compile'; exit 1");
        Files.delete(checkout.resolve("dist/target/db-ops/fingerprint"));
        assertThat(dbOps("url", option).err()).startsWith("db-ops: the build failed; ");
    }

    /** A build that waits in the middle of a download until the test continues it. */
    private void longBuild() throws Exception {
        mkfifo("go");
        build("""
            cat <<'end'
            [INFO] Building db-ops core 0.1.0-SNAPSHOT                                [1/5]
            [INFO] Building db-ops cli 0.1.0-SNAPSHOT                                 [4/5]
            [INFO] Downloaded from central: https://repo.example/a.jar (1 kB at 2 kB/s)
            [INFO] Downloaded from central: https://repo.example/b.jar (1 kB at 2 kB/s)
            end
            read -r line <'%s/go'\
            """.formatted(directory));
    }

    /** Programs with a sleep that is a hundred times as fast. */
    private Map<String, String> pathWithFastClock() throws Exception {
        var path = path(List.of("flock", "sed", "stty"));
        var sleep = Finished.run(List.of("sh", "-c", "command -v sleep")).out().strip();
        executable(directory.resolve("programs/sleep"), "#!/bin/sh\nexec " + sleep + " 0.01\n");
        return path;
    }

    @Test
    void saysInOneSentenceThatTheJdkIsMissing() throws Exception {
        build("echo 'Cannot find matching toolchain definitions for ...'; exit 1");

        assertThatTheJdkIsAskedFor(dbOps());
    }

    @Test
    void saysInOneSentenceThatThereIsNoJavaAtAll() throws Exception {
        assertThatTheJdkIsAskedFor(Finished.run(
                directory,
                Map.of("PATH", programs("find", "readlink", "mkdir", "flock").toString(), "JAVA_HOME", ""),
                List.of("/bin/sh", command.toString())));
    }

    @ParameterizedTest
    @MethodSource("locks")
    void buildsOnceForTwoCallsAtOnce(List<String> tools) throws Exception {
        mkfifo("started");
        mkfifo("go");
        build("echo >'%1$s/started'; read -r line <'%1$s/go'".formatted(directory));
        var path = path(tools);
        var first = start(path, "first");
        Files.readString(directory.resolve("started"));
        var second = start(path, "second");
        awaitContent("second.err", "waiting");

        Files.writeString(directory.resolve("go"), "go\n");

        assertThat(await(first, "first").exit()).isEqualTo(7);
        assertThat(await(second, "second").err())
                .isEqualTo("db-ops: waiting for the build that another call has started\n");
        assertThat(builds()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("locks")
    void buildsAfterABuildThatWasKilled(List<String> tools) throws Exception {
        mkfifo("started");
        mkfifo("go");
        build("echo >'%1$s/started'; read -r line <'%1$s/go'".formatted(directory));
        var path = path(tools);
        var killed = start(path, "killed");
        Files.readString(directory.resolve("started"));
        var family = killed.descendants().toList();
        killed.destroyForcibly().waitFor();
        for (var process : family) {
            process.destroyForcibly();
            process.onExit().get();
        }
        build("");

        var finished = await(start(path, "next"), "next");

        assertThat(finished.err()).isEqualTo("db-ops: building, which takes some minutes the first time ...\n");
        assertThat(finished.exit()).isEqualTo(7);
    }

    /** The programs with which calls lock each other out: those of Linux, and those of a system without flock. */
    static Stream<List<String>> locks() {
        return Stream.of(List.of("flock"), List.of("ln", "mv", "rm", "sleep"));
    }

    private Map<String, String> path(List<String> tools) throws Exception {
        var programs = programs("find", "readlink", "mkdir", "dirname", "cat", "chmod", "sh", "java", "grep", "tail");
        for (var tool : tools) {
            link(programs, tool);
        }
        return Map.of("PATH", programs.toString(), "JAVA_HOME", "");
    }

    private Path programs(String... names) throws Exception {
        var programs = Files.createDirectories(directory.resolve("programs"));
        for (var name : names) {
            link(programs, name);
        }
        return programs;
    }

    private static void link(Path programs, String name) throws Exception {
        var found =
                Finished.run(List.of("sh", "-c", "command -v " + name)).out().strip();
        executable(programs.resolve(name), "#!/bin/sh\nexec " + found + " \"$@\"\n");
    }

    private void mkfifo(String name) throws Exception {
        assertThat(Finished.run(List.of("mkfifo", directory.resolve(name).toString()))
                        .exit())
                .isZero();
    }

    private Finished dbOps(String... arguments) throws Exception {
        return Finished.run(
                directory,
                Map.of(),
                Stream.concat(Stream.of(command.toString()), Stream.of(arguments))
                        .toList());
    }

    private Process start(Map<String, String> variables, String name) throws IOException {
        return Finished.start(
                directory,
                variables,
                List.of("/bin/sh", command.toString()),
                directory.resolve(name + ".out"),
                directory.resolve(name + ".err"));
    }

    private Finished await(Process process, String name) throws Exception {
        return Finished.await(process, directory.resolve(name + ".out"), directory.resolve(name + ".err"));
    }

    private void awaitContent(String file, String content) throws Exception {
        var deadline = Instant.now().plusSeconds(30);
        while (!Files.readString(directory.resolve(file)).contains(content)) {
            assertThat(Instant.now()).as(file + " contains " + content).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    private void assertThatTheJdkIsAskedFor(Finished finished) {
        assertThat(finished.exit()).isEqualTo(1);
        assertThat(finished.err())
                .endsWith("db-ops: building it needs a JDK 25: install one, such as Temurin 25 from"
                        + " https://adoptium.net\n");
        assertThat(finished.err().lines()).hasSizeLessThanOrEqualTo(2);
    }

    private void build(String step) throws IOException {
        executable(checkout.resolve("mvnw"), BUILD.formatted(step));
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds")).size();
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }
}
