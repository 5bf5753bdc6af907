package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commit that --version prints: of a repository, of an archive of the sources, and of neither. */
class SourceCommitIT {
    private static final String PROGRAM = "src/build/java/dev/dbops/build/SourceCommit.java";
    private static final String TEMPLATE = "src/build/commit.txt";

    /** Nothing of this machine's configuration of git, and the same commit in every run. */
    private static final Map<String, String> GIT = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_AUTHOR_NAME", "a",
            "GIT_AUTHOR_EMAIL", "a@example.com",
            "GIT_COMMITTER_NAME", "a",
            "GIT_COMMITTER_EMAIL", "a@example.com",
            "GIT_AUTHOR_DATE", "2026-11-28T23:59:59+0000",
            "GIT_COMMITTER_DATE", "2026-11-28T23:59:59+0000",
            "GIT_DIR", "");

    @TempDir
    private Path directory;

    private Path sources;

    @BeforeEach
    void copyTheSourcesThatMatter() throws Exception {
        sources = directory.resolve("sources");
        Files.createDirectories(sources.resolve("dist/src/build"));
        Files.copy(Path.of(TEMPLATE), sources.resolve("dist").resolve(TEMPLATE));
        Files.copy(Path.of("../.gitattributes"), sources.resolve(".gitattributes"));
    }

    @Test
    void aRepositoryHasTheCommitAndItsDate() throws Exception {
        var commit = commitIn(sources);

        assertThat(words(sources)).isEqualTo(commit.substring(0, 8) + ", 2026-11-28\n");
    }

    @Test
    void changesOfTrackedFilesAreShownAndOtherFilesAreNot() throws Exception {
        var commit = commitIn(sources).substring(0, 8);
        Files.writeString(sources.resolve("a.txt"), "untracked");
        assertThat(words(sources)).isEqualTo(commit + ", 2026-11-28\n");

        Files.writeString(sources.resolve(".gitattributes"), "# changed\n");

        assertThat(words(sources)).isEqualTo(commit + "-dirty, 2026-11-28\n");
    }

    @Test
    void anArchiveOfTheSourcesKnowsTheCommitToo() throws Exception {
        var commit = commitIn(sources).substring(0, 8);
        var unpacked = Files.createDirectory(directory.resolve("unpacked"));

        run(sources, "sh", "-c", "git archive HEAD | tar -x -C '" + unpacked + "'");

        assertThat(words(unpacked)).isEqualTo(commit + ", 2026-11-28\n");
    }

    @Test
    void sourcesWithoutACommitAreNotAnError() throws Exception {
        assertThat(words(sources)).isEqualTo("unknown commit\n");
        Files.delete(sources.resolve("dist").resolve(TEMPLATE));
        assertThat(words(sources)).isEqualTo("unknown commit\n");
    }

    @Test
    void sourcesInsideAnotherRepositoryAreNotOfItsCommit() throws Exception {
        Files.writeString(directory.resolve("a.txt"), "another project");
        commitIn(directory);

        assertThat(words(sources)).isEqualTo("unknown commit\n");
    }

    @Test
    void theDistributionPrintsTheCommitOfThisBuild() throws Exception {
        var home = Path.of("target/db-ops");
        var commit = Files.readString(home.resolve("lib/commit")).strip();

        assertThat(run(Path.of(""), home + "/bin/db-ops", "--version"))
                .isEqualTo("db-ops " + System.getProperty("dbops.test.version") + " (" + commit + ")\n");
        assertThat(commit).matches("[0-9a-f]{8}(-dirty)?, \\d{4}-\\d\\d-\\d\\d|unknown commit");
    }

    private static String commitIn(Path root) throws Exception {
        run(root, "git", "init", "-q");
        run(root, "git", "add", "--all");
        run(root, "git", "commit", "-q", "-m", "a commit");
        return run(root, "git", "rev-parse", "HEAD");
    }

    private static String words(Path root) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        return run(Path.of(""), java, PROGRAM, root.resolve("dist").toString());
    }

    private static String run(Path root, String... command) throws Exception {
        var finished = Finished.run(root.toAbsolutePath(), GIT, new ArrayList<>(List.of(command)));
        assertThat(finished.exit()).as(finished.err()).isZero();
        assertThat(finished.err()).isEmpty();
        return finished.out();
    }
}
