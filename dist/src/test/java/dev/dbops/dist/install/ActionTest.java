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
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of action.yml, as a runner of GitHub executes them. */
class ActionTest {
    @TempDir
    private Path directory;

    private ActionRun action;
    private FakeRelease release;

    @BeforeEach
    void aRunner() throws Exception {
        release = new FakeRelease(directory.resolve("release")).add("0.1.0");
        action = new ActionRun(directory, Map.of())
                .with("ACTION_REF", "v0.1.0")
                .with("ACTION_RELEASES", "https://github.com/ada/tools/releases/download")
                .with("BASE_URL", "file://" + release.folder());
    }

    @Test
    void theTagOfTheActionIsTheVersion() throws Exception {
        action.with("BASE_URL", "");

        assertThat(action.choose())
                .containsEntry("version", "0.1.0")
                .containsEntry("base-url", "https://github.com/ada/tools/releases/download/v0.1.0")
                .containsEntry("prefix", directory + "/a tool cache/db-ops/0.1.0/X64");
    }

    @Test
    void installsAndPutsDbOpsOnThePath() throws Exception {
        var finished = action.install(action.choose());

        assertThat(finished.exit()).as(finished.toString()).isZero();
        var path = action.path();
        assertThat(Finished.run(directory, Map.of(), List.of(path + "/db-ops")).out())
                .isEqualTo("db-ops 0.1.0\n");
    }

    @Test
    void whatTheCacheHoldsIsNotInstalledAgain() throws Exception {
        action.install(action.choose());
        Files.delete(release.archive("0.1.0"));
        action.with("VERSION", "0.1.0").with("BASE_URL", "file://" + release.folder());

        assertThat(action.install(action.choose()).exit()).isZero();
    }

    @Test
    void anotherSourceHasAnotherCache() throws Exception {
        var first = action.choose().get("source");
        action.with("BASE_URL", "https://mirror.example.com/db-ops");

        assertThat(action.choose().get("source")).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "1.0\"; touch pwned; \"", "1$(touch pwned)", "1.0\nprefix=/tmp", "../1"})
    void aTextThatIsNotAVersionIsRefused(String version) throws Exception {
        action.with("VERSION", version);

        var finished = action.tryToChoose();

        assertThat(finished.exit()).isEqualTo(2);
        assertThat(finished.out()).startsWith("::error::db-ops: the input version ");
        assertThat(directory.resolve("pwned")).doesNotExist();
        assertThat(directory.resolve("output")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a\nprefix=/tmp", "https://a b"})
    void aBaseUrlCannotAddAnOutput(String url) throws Exception {
        action.with("BASE_URL", url);

        assertThat(action.tryToChoose().exit()).isEqualTo(2);
        assertThat(directory.resolve("output")).doesNotExist();
    }
}
