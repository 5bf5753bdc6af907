package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** install.sh without a network: upgrades, what was there before, and what --uninstall removes. */
class InstalledVersionsTest {
    @TempDir
    private Path directory;

    private FakeRelease release;
    private Newcomer ada;

    @BeforeEach
    void twoVersions() throws Exception {
        release = new FakeRelease(directory.resolve("a release")).add("0.1.0").add("0.2.0");
        ada = new Newcomer(directory, true);
    }

    private Finished install(String version) throws Exception {
        return ada.install("--archive", release.archive(version).toString());
    }

    @Test
    void installsAnArchiveWithoutANetwork() throws Exception {
        var programs = new Programs(directory.resolve("programs")).without("curl", "wget");

        var finished = ada.with("PATH", programs.toString())
                .install("--archive", release.archive("0.1.0").toString());

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(ada.version()).isEqualTo("db-ops 0.1.0");
    }

    @Test
    void installsFromALocalFolder() throws Exception {
        var folder = Files.createSymbolicLink(directory.resolve("folder"), release.folder());

        var finished = ada.install("--base-url", "file://" + folder, "--version", "0.2.0");

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(ada.version()).isEqualTo("db-ops 0.2.0");
    }

    @Test
    void anUpgradeReplacesTheOlderVersion() throws Exception {
        install("0.1.0");

        var finished = install("0.2.0");

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(ada.version()).isEqualTo("db-ops 0.2.0");
        assertThat(ada.files()).noneMatch(name -> name.contains("0.1.0") || name.contains(".installing"));
        ada.install("--uninstall");
        assertThat(ada.files()).isEmpty();
    }

    @Test
    void aPageThatTheNewVersionLacksIsRemoved() throws Exception {
        release.add("0.1.0", "echo", "man/man1/db-ops-old.1");
        install("0.1.0");
        assertThat(ada.home().resolve(".local/share/man/man1/db-ops-old.1")).exists();

        install("0.2.0");

        assertThat(ada.files()).noneMatch(name -> name.contains("db-ops-old"));
    }

    @Test
    void anUpgradeKeepsAVersionThatRuns() throws Exception {
        install("0.1.0");
        var java =
                Files.createDirectories(ada.root().resolve("0.1.0/runtime/bin")).resolve("java");
        Files.copy(Path.of("/bin/sh"), java);
        ada.own();
        var running =
                new ProcessBuilder(ada.asUser(List.of(java.toString(), "-c", "echo started; read -r line"))).start();
        try {
            running.getInputStream().read();
            var finished = install("0.2.0");

            assertThat(finished.err()).contains("note: version 0.1.0 stays, because it is running\n");
            assertThat(java).exists();
        } finally {
            running.getOutputStream().close();
            running.waitFor();
        }
        install("0.2.0");
        assertThat(ada.root().resolve("0.1.0")).doesNotExist();
        assertThat(ada.version()).isEqualTo("db-ops 0.2.0");
    }

    @Test
    void theStartUpCachesAreMadeInTheirFinalPlace() throws Exception {
        release.add("0.3.0", "[ \"$CI\" ] || exit 1", "lib/make-caches");

        var finished =
                ada.with("CI", "").install("--archive", release.archive("0.3.0").toString());

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.err()).contains("making the start-up caches\n", ada.root() + "/0.3.0/lib/make-caches: ");
    }

    @Test
    void installingAVersionAgainRepairsIt() throws Exception {
        install("0.1.0");
        Files.delete(ada.root().resolve("0.1.0/LICENSE"));

        install("0.1.0");

        assertThat(ada.root().resolve("0.1.0/LICENSE")).exists();
        assertThat(ada.root().resolve("0.1.0/db-ops-0.1.0")).doesNotExist();
    }

    @Test
    void aFailedUpgradeKeepsTheOlderVersion() throws Exception {
        install("0.1.0");
        Files.write(release.archive("0.2.0"), new byte[1000]);
        var before = ada.files();

        assertThat(install("0.2.0").exit()).isEqualTo(1);

        assertThat(ada.files()).isEqualTo(before);
        assertThat(ada.version()).isEqualTo("db-ops 0.1.0");
    }

    @Test
    void theLocalServersDataOutlivesDbOps() throws Exception {
        install("0.1.0");
        Files.writeString(
                Files.createDirectories(ada.root().resolve("local/data")).resolve("PG_VERSION"), "17");

        var finished = ada.install("--uninstall");

        assertThat(finished.err()).isEqualTo("note: the local server and its data stay in " + ada.root() + "\n");
        assertThat(ada.files())
                .containsExactly(
                        ".local",
                        ".local/share",
                        ".local/share/db-ops",
                        ".local/share/db-ops/local",
                        ".local/share/db-ops/local/data",
                        ".local/share/db-ops/local/data/PG_VERSION");
    }

    @Test
    void directoriesOfTheUserStayEvenIfTheyAreEmpty() throws Exception {
        Files.createDirectories(ada.home().resolve(".local/bin"));
        ada.own();
        install("0.1.0");

        ada.install("--uninstall");

        assertThat(ada.files()).containsExactly(".local", ".local/bin");
    }

    @Test
    void aCommandOfTheUserIsNotReplaced() throws Exception {
        Files.writeString(
                Files.createDirectories(ada.home().resolve(".local/bin")).resolve("db-ops"), "own");
        ada.own();

        var finished = install("0.1.0");

        assertThat(finished.exit()).isEqualTo(1);
        assertThat(finished.err())
                .isEqualTo("error: " + ada.command() + " exists, and install.sh did not create it\n"
                        + "hint: remove it, or pass --prefix DIR\n");
        assertThat(ada.files()).containsExactly(".local", ".local/bin", ".local/bin/db-ops");
    }

    @Test
    void aCompletionScriptOfTheUserStays() throws Exception {
        var script = ada.home().resolve(".config/fish/completions/db-ops.fish");
        Files.writeString(Files.createDirectories(script.getParent()).resolve("db-ops.fish"), "own");
        ada.own();

        var finished = install("0.1.0");
        ada.install("--uninstall");

        assertThat(finished.exit()).isZero();
        assertThat(finished.err())
                .contains("note: " + script + " was not replaced, because install.sh did not create it\n");
        assertThat(script).hasContent("own");
    }

    @Test
    void theDirectoriesOfTheXdgVariablesAreUsed() throws Exception {
        ada.with("XDG_DATA_HOME", ada.home() + "/data")
                .with("XDG_CONFIG_HOME", "not/absolute")
                .with("BASH_COMPLETION_USER_DIR", ada.home() + "/completions:/elsewhere");

        install("0.1.0");

        assertThat(ada.home().resolve("data/db-ops/0.1.0/bin/db-ops")).exists();
        assertThat(ada.home().resolve("completions/completions/db-ops")).exists();
        assertThat(ada.home().resolve(".config/fish/completions/db-ops.fish")).exists();
        ada.install("--uninstall");
        assertThat(ada.files()).isEmpty();
    }

    @Test
    void nothingIsSaidAboutThePathWhereItIsRight() throws Exception {
        ada.with("PATH", ada.home() + "/.local/bin:/usr/bin:/bin");

        assertThat(install("0.1.0").err()).isEmpty();
    }

    @Test
    void aDbOpsThatComesFirstOnThePathIsNamed() throws Exception {
        var programs = new Programs(directory.resolve("programs")).with("db-ops", "echo other");
        ada.with("PATH", programs + ":" + ada.home() + "/.local/bin");

        assertThat(install("0.1.0").err()).isEqualTo("note: " + programs + "/db-ops comes first on the PATH\n");
    }

    @Test
    void uninstallingTwiceSucceeds() throws Exception {
        assertThat(ada.install("--uninstall"))
                .isEqualTo(new Finished(0, "install.sh installed nothing in " + ada.root() + "\n", ""));
    }
}
