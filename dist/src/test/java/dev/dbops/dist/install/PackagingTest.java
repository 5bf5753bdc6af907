package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** packaging/fill completes the templates, and what they become can be installed. */
class PackagingTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    private FakeRelease release;
    private Path output;

    @BeforeEach
    void aRelease() throws Exception {
        release = new FakeRelease(directory.resolve("a release")).add("0.1.0");
        output = directory.resolve("output");
    }

    private Finished run(Map<String, String> variables, String... command) throws Exception {
        return Finished.run(directory, variables, List.of(command));
    }

    private Finished fill(String version, String repository) throws Exception {
        var sums = release.folder().resolve("SHA256SUMS").toString();
        return run(Map.of(), ROOT + "/packaging/fill", version, repository, sums, output.toString());
    }

    private String text(String name) throws IOException {
        return Files.readString(output.resolve(name));
    }

    /** The digests in SHA256SUMS, by platform. */
    private Map<String, String> digests() throws IOException {
        var digests = new HashMap<String, String>();
        for (var line : Files.readAllLines(release.folder().resolve("SHA256SUMS"))) {
            digests.put(line.replaceAll(".*db-ops-0\\.1\\.0-|\\.tar\\.gz", ""), line.substring(0, 64));
        }
        return digests;
    }

    @Test
    void everyPlaceholderIsFilled() throws Exception {
        var finished = fill("0.1.0", "ada/tools");

        assertThat(finished).isEqualTo(new Finished(0, "", ""));
        try (var files = Files.walk(output)) {
            var texts = files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".tgz"))
                    .toList();
            assertThat(texts).hasSize(11);
            for (var file : texts) {
                assertThat(file)
                        .content()
                        .doesNotContain("OWNER/REPOSITORY")
                        .doesNotContainPattern("@[A-Z][A-Z0-9_]*@");
            }
        }
    }

    @Test
    void theFormulaAndTheRecipeHaveTheChecksumsOfTheirArchives() throws Exception {
        fill("0.1.0", "ada/tools");

        for (var platform : List.of("linux-x64", "linux-arm64")) {
            var url = "https://github.com/ada/tools/releases/download/v0.1.0/db-ops-0.1.0-" + platform + ".tar.gz\"";
            var digest = digests().get(platform);
            assertThat(text("homebrew/db-ops.rb")).containsPattern("\"" + url + "\\s+sha256 \"" + digest + "\"");
            assertThat(text("mise.toml")).contains(url + ", checksum = \"sha256:" + digest + "\"");
        }
        assertThat(text("homebrew/db-ops.rb"))
                .containsPattern("-jdk25\\.tar\\.gz\"\\s+sha256 \"" + digests().get("jdk25") + "\"");
    }

    @Test
    void theFilledFilesAreValid() throws Exception {
        fill("0.1.0", "ada/tools");

        for (var command : List.of(
                List.of("ruby", "-c", "homebrew/db-ops.rb"),
                List.of("bash", "-n", "asdf/bin/list-all"),
                List.of(
                        "python3",
                        "-c",
                        "import json; json.load(open('devcontainer-feature/db-ops/devcontainer-feature.json'))"),
                List.of("shellcheck", "install.sh", "asdf/bin/list-all", "asdf/bin/download", "asdf/bin/install"),
                List.of("shellcheck", "devcontainer-feature/db-ops/install.sh"))) {
            var finished = Finished.run(output, Map.of(), command);
            assertThat(finished.exit()).as(command + " " + finished).isZero();
        }
        assertThat(run(Map.of(), "shellcheck", ROOT + "/packaging/fill", ROOT + "/packaging/check"))
                .isEqualTo(new Finished(0, "", ""));
    }

    @Test
    void theInstallerOfTheReleaseKnowsItsVersionAndItsPlace() throws Exception {
        Files.writeString(release.folder().resolve("install.sh"), "of the checkout");
        run(
                Map.of(),
                "sh",
                "-c",
                "cd \"$0\" && sha256sum install.sh >>SHA256SUMS",
                release.folder().toString());
        fill("0.1.0", "ada/tools");
        var programs = new Programs(directory.resolve("programs")).with("curl", "echo \"$*\" >&2; exit 22");
        var variables = Map.of("HOME", directory.toString(), "PATH", programs.toString(), "DB_OPS_BASE_URL", "");

        var finished = run(variables, "sh", release.folder() + "/install.sh");

        assertThat(finished.err()).contains(" https://github.com/ada/tools/releases/download/v0.1.0/SHA256SUMS\n");
        assertThat(Finished.run(release.folder(), Map.of(), List.of("sha256sum", "--check", "--strict", "SHA256SUMS")))
                .extracting(Finished::exit)
                .isEqualTo(0);
        assertThat(release.folder().resolve("SHA256SUMS"))
                .content()
                .containsOnlyOnce("  install.sh\n")
                .containsOnlyOnce("  devcontainer-feature-db-ops.tgz\n");
    }

    @Test
    void theFeatureInstallsForAllUsersOfAContainer() throws Exception {
        fill("0.1.0", "ada/tools");
        var feature = Files.createDirectories(directory.resolve("feature"));
        run(Map.of(), "tar", "-xzf", output + "/devcontainer-feature-db-ops.tgz", "-C", feature.toString());
        var prefix = directory.resolve("usr local");

        var finished = run(
                Map.of("DB_OPS_PREFIX", prefix.toString(), "BASEURL", "file://" + link(), "VERSION", ""),
                feature + "/install.sh");

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(run(Map.of(), prefix + "/bin/db-ops").out()).isEqualTo("db-ops 0.1.0\n");
    }

    @Test
    void asdfDownloadsAndInstalls() throws Exception {
        fill("0.1.0", "ada/tools");
        var variables = Map.of(
                "ASDF_INSTALL_VERSION", "0.1.0",
                "ASDF_DOWNLOAD_PATH", directory + "/a download",
                "ASDF_INSTALL_PATH", directory + "/an install",
                "DB_OPS_BASE_URL", "file://" + link());

        for (var step : List.of("download", "install")) {
            var finished = run(variables, output + "/asdf/bin/" + step);
            assertThat(finished.exit()).as(finished.toString()).isZero();
        }

        assertThat(run(Map.of(), directory + "/an install/bin/db-ops").out()).isEqualTo("db-ops 0.1.0\n");
    }

    @Test
    void asdfListsTheTaggedVersions() throws Exception {
        fill("0.1.0", "ada/tools");
        var repository = directory.resolve("repository");
        run(Map.of(), "git", "init", "-q", repository.toString());
        var git = List.of("git", "-C", repository.toString(), "-c", "user.name=a", "-c", "user.email=a@b");
        for (var words : List.of("commit -q --allow-empty -m one", "tag v0.10.0", "tag v0.9.0", "tag other")) {
            var command =
                    Stream.concat(git.stream(), Stream.of(words.split(" "))).toList();
            assertThat(Finished.run(directory, Map.of(), command).exit()).isZero();
        }

        var finished = run(Map.of("DB_OPS_REPOSITORY_URL", repository.toString()), output + "/asdf/bin/list-all");

        assertThat(finished).isEqualTo(new Finished(0, "0.9.0 0.10.0\n", ""));
    }

    /** The commands of the Dockerfile that need no engine, and the rules of hadolint that apply to the others. */
    @Test
    void theDockerfileInstallsFromTheFolderOfARelease() throws Exception {
        Files.copy(ROOT.resolve("install.sh"), release.folder().resolve("install.sh"));
        var dockerfile = Files.readString(ROOT.resolve("Dockerfile"));
        var install = dockerfile
                .lines()
                .filter(line -> line.startsWith("RUN sh "))
                .toList()
                .getFirst();

        var finished = run(
                Map.of(),
                "sh",
                "-c",
                install.substring(4).replace("/release", link()).replace("/opt/db-ops", directory + "/opt"));

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(run(Map.of(), directory + "/opt/bin/db-ops").out()).isEqualTo("db-ops 0.1.0\n");
        assertThat(dockerfile)
                .doesNotContain("sudo", ":latest", "\nADD ")
                .containsPattern(
                        "(?s)\nUSER db-ops\nWORKDIR /home/db-ops\nENTRYPOINT \\[\"db-ops\"]\nCMD \\[\"help\"]\n$");
        assertThat(dockerfile.lines().filter(line -> line.startsWith("FROM ")))
                .allMatch(line -> line.matches("FROM \\S+:\\S+( AS \\w+)?"));
    }

    /** A path to the release without a space, because a URL of a file cannot have one in a Dockerfile. */
    private String link() throws IOException {
        var link = directory.resolve("link");
        return Files.exists(link)
                ? link.toString()
                : Files.createSymbolicLink(link, release.folder()).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "v0.1.0,ada/tools,\"v0.1.0\" is not a version",
        "0.1.0,tools,\"tools\" is not OWNER/REPOSITORY",
        "0.1.0,a|b/c,\"a|b/c\" is not OWNER/REPOSITORY",
        "0.2.0,ada/tools,SHA256SUMS does not list db-ops-0.2.0-linux-x64.tar.gz",
    })
    void aWrongArgumentIsRefused(String version, String repository, String error) throws Exception {
        var finished = fill(version, repository);

        assertThat(finished.exit()).isPositive();
        assertThat(finished.err()).startsWith("fill: ").contains(error);
        assertThat(output).doesNotExist();
    }
}
