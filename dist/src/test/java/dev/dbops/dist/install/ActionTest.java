package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of action.yml, as a runner of GitHub executes them. */
class ActionTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    private final Map<String, String> variables = new HashMap<>();
    private List<String> scripts;
    private FakeRelease release;

    @BeforeEach
    void aRunner() throws Exception {
        release = new FakeRelease(directory.resolve("release")).add("0.1.0");
        scripts = new ArrayList<>();
        Pattern.compile("(?m)^      run: \\|\n((?:        .*\n)+)")
                .matcher(Files.readString(ROOT.resolve("action.yml")))
                .results()
                .forEach(match -> scripts.add(match.group(1).stripIndent()));
        assertThat(scripts).hasSize(2);
        variables.putAll(Map.of(
                "HOME",
                directory.toString(),
                "RUNNER_TOOL_CACHE",
                directory + "/a tool cache",
                "RUNNER_ARCH",
                "X64",
                "GITHUB_OUTPUT",
                directory + "/output",
                "GITHUB_PATH",
                directory + "/path",
                "ACTION_PATH",
                ROOT.toString(),
                "ACTION_REF",
                "v0.1.0",
                "ACTION_RELEASES",
                "https://github.com/ada/tools/releases/download",
                "VERSION",
                "",
                "BASE_URL",
                "file://" + release.folder()));
    }

    /** The first step: its outputs by name. */
    private Map<String, String> choose() throws Exception {
        Files.deleteIfExists(directory.resolve("output"));
        var finished = run(scripts.getFirst());
        assertThat(finished.exit()).as(finished.toString()).isZero();
        var outputs = new HashMap<String, String>();
        for (var line : Files.readAllLines(directory.resolve("output"))) {
            outputs.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        return outputs;
    }

    private Finished install(Map<String, String> outputs) throws Exception {
        variables.putAll(Map.of(
                "VERSION", outputs.get("version"),
                "BASE_URL", outputs.get("base-url"),
                "PREFIX", outputs.get("prefix")));
        return run(scripts.getLast());
    }

    /** As "shell: sh" of a runner does: sh -e FILE. */
    private Finished run(String script) throws Exception {
        var file = Files.writeString(directory.resolve("script.sh"), script);
        return Finished.run(directory, variables, List.of("sh", "-e", file.toString()));
    }

    @Test
    void theTagOfTheActionIsTheVersion() throws Exception {
        variables.put("BASE_URL", "");

        assertThat(choose())
                .containsEntry("version", "0.1.0")
                .containsEntry("base-url", "https://github.com/ada/tools/releases/download/v0.1.0")
                .containsEntry("prefix", directory + "/a tool cache/db-ops/0.1.0/X64");
    }

    @Test
    void installsAndPutsDbOpsOnThePath() throws Exception {
        var finished = install(choose());

        assertThat(finished.exit()).as(finished.toString()).isZero();
        var path = Files.readString(directory.resolve("path")).strip();
        assertThat(Finished.run(directory, Map.of(), List.of(path + "/db-ops")).out())
                .isEqualTo("db-ops 0.1.0\n");
    }

    @Test
    void whatTheCacheHoldsIsNotInstalledAgain() throws Exception {
        install(choose());
        Files.delete(release.archive("0.1.0"));
        variables.putAll(Map.of("VERSION", "0.1.0", "BASE_URL", "file://" + release.folder()));

        assertThat(install(choose()).exit()).isZero();
    }

    @Test
    void anotherSourceHasAnotherCache() throws Exception {
        var first = choose().get("source");
        variables.put("BASE_URL", "https://mirror.example.com/db-ops");

        assertThat(choose().get("source")).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "1.0\"; touch pwned; \"", "1$(touch pwned)", "1.0\nprefix=/tmp", "../1"})
    void aTextThatIsNotAVersionIsRefused(String version) throws Exception {
        variables.put("VERSION", version);

        var finished = run(scripts.getFirst());

        assertThat(finished.exit()).isEqualTo(2);
        assertThat(finished.out()).startsWith("::error::db-ops: the input version ");
        assertThat(directory.resolve("pwned")).doesNotExist();
        assertThat(directory.resolve("output")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a\nprefix=/tmp", "https://a b"})
    void aBaseUrlCannotAddAnOutput(String url) throws Exception {
        variables.put("BASE_URL", url);

        assertThat(run(scripts.getFirst()).exit()).isEqualTo(2);
        assertThat(directory.resolve("output")).doesNotExist();
    }
}
