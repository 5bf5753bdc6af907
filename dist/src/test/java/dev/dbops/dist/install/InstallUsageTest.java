package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The refusals of install.sh: with a sentence and a hint, before it changes anything. */
class InstallUsageTest {
    @TempDir
    private Path directory;

    private Newcomer ada;

    @BeforeEach
    void aUser() throws Exception {
        ada = new Newcomer(directory, true);
    }

    private void assertRefused(Finished finished, int exit, String error) throws Exception {
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(exit);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).contains("error: " + error, "\nhint: ");
        assertThat(ada.files()).isEmpty();
    }

    @Test
    void theScriptIsCleanForShellcheck() throws Exception {
        var finished = Finished.run(Path.of(".."), Map.of(), List.of("shellcheck", "install.sh"));

        assertThat(finished).isEqualTo(new Finished(0, "", ""));
    }

    @Test
    void helpIsAResult() throws Exception {
        var finished = ada.install("--help");

        assertThat(finished.exit()).isZero();
        assertThat(finished.out()).startsWith("Usage: install.sh ").contains("--uninstall");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frobnicate|unknown argument \"--frobnicate\"",
                "--version|--version requires a value",
                "--prefix=|--prefix requires a value",
                "--version ../../etc|\"../../etc\" is not a version",
                "--version 1/../..|\"1/../..\" is not a version",
                "--archive a.tar.gz --version 0.1.0|--archive and --version exclude each other",
                "--archive nowhere.tar.gz|there is no file ",
                "--base-url http://example.com/db-ops|the base URL must begin with https:// or file:///",
                "--base-url http://localhost.example.com/|the base URL must begin with https:// or file:///",
                "--base-url http://localhost:80@example.com/|the base URL must not contain a user or a password",
                "--base-url https://ada:secret@example.com/|the base URL must not contain a user or a password",
                "--base-url ftp://example.com|the base URL must begin with https:// or file:///",
                "--base-url file:///a%20folder|the base URL has an encoded path",
                "--prefix /tmp/a:b|Java cannot run from a directory with a colon or a line break in its name",
            })
    void refusesArgumentsThatAreWrong(String arguments, String error) throws Exception {
        var finished = ada.install(arguments.split(" "));

        assertRefused(finished, 2, error);
        assertThat(finished.err()).doesNotContain("secret");
    }

    @Test
    void aCopyThatIsNotOfAReleaseAsksForTheirPlace() throws Exception {
        assertRefused(ada.install(), 2, "this copy of install.sh does not belong to a release\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative"})
    void aHomeIsRequired(String home) throws Exception {
        assertRefused(ada.with("HOME", home).install(), 2, "HOME is not set to an absolute path\n");
    }

    @ParameterizedTest
    @CsvSource({"Darwin,arm64", "Linux,i686", "Linux,riscv64", "FreeBSD,amd64"})
    void onAnotherPlatformTheHintNamesTheArchiveForJava(String system, String machine) throws Exception {
        var programs = new Programs(directory.resolve("programs"))
                .with("uname", "[ \"$1\" = -m ] && echo %s || echo %s".formatted(machine, system));
        ada.with("PATH", programs.toString());

        var finished = ada.install("--base-url", "https://localhost");

        assertRefused(finished, 1, "there is no archive of db-ops for " + system + " on " + machine + "\n");
        assertThat(finished.err()).contains("db-ops-VERSION-jdk25.tar.gz", "build db-ops from source");
    }

    @Test
    void theArchiveForJavaIsInstalledAnywhere() throws Exception {
        var release = new FakeRelease(directory.resolve("release")).add("0.1.0");
        var programs = new Programs(directory.resolve("programs")).with("uname", "echo Darwin");
        ada.with("PATH", programs.toString());

        var finished = ada.install("--archive", release.folder() + "/db-ops-0.1.0-jdk25.tar.gz");

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(ada.version()).isEqualTo("db-ops 0.1.0");
    }

    @Test
    void saysThatCurlAndWgetAreMissing() throws Exception {
        var programs = new Programs(directory.resolve("programs")).without("curl", "wget");
        ada.with("PATH", programs.toString());

        var finished = ada.install("--base-url", "https://localhost");

        assertRefused(finished, 1, "a download requires curl or wget\n");
        assertThat(finished.err()).contains("apt-get install curl ca-certificates");
    }

    @Test
    void aWgetThatDoesNotVerifyCertificatesIsNotUsed() throws Exception {
        var programs =
                new Programs(directory.resolve("programs")).without("curl").with("wget", "exec busybox wget \"$@\"");
        ada.with("PATH", programs.toString());

        assertRefused(
                ada.install("--base-url", "https://localhost"),
                1,
                "this machine's wget does not verify certificates\n");
    }

    @Test
    void anArchiveWithoutChecksumsIsNotInstalled() throws Exception {
        var release = new FakeRelease(directory.resolve("release")).add("0.1.0");
        Files.delete(release.folder().resolve("SHA256SUMS"));

        assertRefused(ada.install("--archive", release.archive("0.1.0").toString()), 2, "there is no file ");
    }

    @Test
    void aFolderWithSeveralVersionsAsksForOne() throws Exception {
        var release = new FakeRelease(directory.resolve("release")).add("0.1.0").add("0.2.0");

        assertRefused(
                ada.install("--base-url", "file://" + release.folder()),
                1,
                "file://" + release.folder() + " has several versions\n");
    }

    @Test
    void halfOfTheScriptDoesNothing() throws Exception {
        var script = Files.readString(Path.of("../install.sh"));

        for (var length = 0; length < script.length() - 12; length += 997) {
            ada.script(script.substring(0, length));
            ada.install("--version", "0.1.0");
            assertThat(ada.files()).as(length + " characters").isEmpty();
        }
    }
}
