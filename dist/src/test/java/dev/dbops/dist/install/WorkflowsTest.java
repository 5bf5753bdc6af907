package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows and the action: each action is pinned, each permission is known, and no value becomes code. */
class WorkflowsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern RUN = Pattern.compile("(?m)^( *)(?:- )?run: (\\|\\n((?:\\1 +.*\\n|\\n)+)|.*)");

    @TempDir
    private Path directory;

    static Stream<String> files() throws IOException {
        try (var workflows = Files.list(ROOT.resolve(".github/workflows"))) {
            var names = workflows
                    .map(file -> ".github/workflows/" + file.getFileName())
                    .toList();
            return Stream.concat(Stream.of("action.yml"), names.stream());
        }
    }

    private static String text(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyActionIsPinnedByItsCommit(String name) throws IOException {
        assertThat(text(name).lines().filter(line -> line.matches("\\s*(- )?uses:.*")))
                .isNotEmpty()
                .allMatch(line -> line.matches("\\s*(- )?uses: [\\w-]+/[\\w-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
    }

    /** One commit for one version: a typing error in a commit would differ from its other uses. */
    @Test
    void aVersionOfAnActionHasOneCommit() throws IOException {
        var pins = new TreeSet<String>();
        for (var name : files().toList()) {
            Pattern.compile("uses: (\\w.*)").matcher(text(name)).results().forEach(match -> pins.add(match.group(1)));
        }
        assertThat(pins.stream().map(pin -> pin.replaceAll("@.*", ""))).doesNotHaveDuplicates();
        assertThat(pins).allSatisfy(pin -> assertThat(text("RELEASING.md")).contains(pin.replaceAll(" # .*", "")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void noExpressionIsPartOfAScript(String name) throws IOException {
        assertThat(RUN.matcher(text(name)).results().map(match -> match.group(2)))
                .isNotEmpty()
                .noneMatch(script -> script.contains("${{"));
    }

    @Test
    void onlyTheJobThatPublishesMayWrite() throws IOException {
        var release = text(".github/workflows/release.yml");
        var publish = release.substring(release.indexOf("\n  publish:"));

        assertThat(release).contains("\npermissions: {}\n");
        assertThat(Pattern.compile("(?m)^ +([a-z-]+): (read|write)$")
                        .matcher(release)
                        .results())
                .extracting(match -> match.group(1) + " " + match.group(2))
                .containsExactly("contents read", "contents read", "contents write", "id-token write", "attestations write");
        assertThat(release.indexOf(": write")).isGreaterThan(release.indexOf(publish));
        assertThat(publish).doesNotContain("actions/checkout", "./mvnw");
        assertThat(text(".github/workflows/ci.yml")).doesNotContain(": write");
    }

    @ParameterizedTest
    @MethodSource("files")
    void noSecretIsUsed(String name) throws IOException {
        assertThat(text(name)).doesNotContain("secrets.", "pull_request_target");
    }

    @ParameterizedTest
    @MethodSource("files")
    void theFileIsYaml(String name) throws Exception {
        var python = Files.exists(ROOT.resolve("target/python/bin/python3"))
                ? ROOT + "/target/python/bin/python3"
                : "python3";
        var finished = Finished.run(
                ROOT, Map.of(), List.of(python, "-c", "import sys, yaml; yaml.safe_load(open(sys.argv[1]))", name));

        assertThat(finished).isEqualTo(new Finished(0, "", ""));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theScriptsAreCleanForShellcheck(String name) throws Exception {
        var scripts = RUN.matcher(text(name))
                .results()
                .map(match ->
                        match.group(3) == null ? match.group(2) : match.group(3).stripIndent())
                .toList();
        for (var script : scripts) {
            var file = Files.writeString(directory.resolve("script"), script + "\n");
            assertThat(Finished.run(directory, Map.of(), List.of("shellcheck", "-s", "sh", file.toString())))
                    .isEqualTo(new Finished(0, "", ""));
        }
    }

    @Test
    void aVersionThatIsNotInThePomCannotBeReleased() throws Exception {
        var finished = Finished.run(directory, Map.of(), List.of(ROOT + "/packaging/check", "99.0.0"));

        assertThat(finished.exit()).isEqualTo(1);
        assertThat(finished.err())
                .startsWith("check: the version in pom.xml is ")
                .contains(" instead of 99.0.0: ");
    }

    @Test
    void theVersionOfThePomsCanBeReleasedWithASectionOfTheChangelog() throws Exception {
        Files.createDirectories(directory.resolve("packaging"));
        Files.createDirectories(directory.resolve("core"));
        var source = Files.createDirectories(directory.resolve("cli/src/main/java/dev/dbops/cli"));
        Files.writeString(source.resolve("Version.java"), "    static final String NUMBER = \"0.1.0\";\n");
        Files.copy(ROOT.resolve("packaging/check"), directory.resolve("packaging/check"));
        Files.writeString(directory.resolve("pom.xml"), "<project>\n  <version>0.1.0</version>\n");
        Files.writeString(directory.resolve("core/pom.xml"), "  <parent>\n    <version>0.1.0</version>\n");
        Files.writeString(directory.resolve("CHANGELOG.md"), "# Changelog\n\n## 0.1.0 (unreleased)\n");
        var check = List.of("sh", "packaging/check", "0.1.0");

        assertThat(Finished.run(directory, Map.of(), check).err())
                .isEqualTo("check: CHANGELOG.md has no section \"## 0.1.0 (DATE)\": RELEASING.md, step 1\n");

        Files.writeString(directory.resolve("CHANGELOG.md"), "# Changelog\n\n## 0.1.0 (2026-12-01)\n");
        assertThat(Finished.run(directory, Map.of(), check)).isEqualTo(new Finished(0, "", ""));
    }
}
