package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.Finished;
import dev.dbops.dist.Markdown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README and of docs/install.md as written, with the built distribution. */
class InstallTourIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private static Path published;

    private static PublishedRelease release;

    @TempDir
    private Path home;

    private final Map<String, String> variables = new HashMap<>();

    @BeforeAll
    static void publish() throws Exception {
        release = new PublishedRelease(published);
    }

    @AfterAll
    static void close() {
        release.close();
    }

    @BeforeEach
    void aProjectOfAStranger() throws Exception {
        release.makeReachable(home);
        for (var file : List.of("schema.sql", "seed.sql")) {
            Files.copy(
                    ROOT.resolve(file),
                    Files.createDirectories(home.resolve("cruddur")).resolve(file));
        }
        for (var unset : List.of(
                "CONNECTION_URL",
                "DATABASE_URL",
                "PGHOST",
                "XDG_DATA_HOME",
                "XDG_CONFIG_HOME",
                "DB_OPS_BASE_URL",
                "JAVA_HOME")) {
            variables.put(unset, "");
        }
        variables.put("HOME", home.toString());
        variables.put("PATH", "/usr/bin:/bin");
    }

    private Finished run(Path directory, String script) throws Exception {
        var finished = Finished.run(directory, variables, List.of("sh", "-ec", script));
        assertThat(finished.exit()).as(script + "\n" + finished).isZero();
        return finished;
    }

    private static String block(String document, String language, String content) throws Exception {
        return Markdown.blocks(ROOT.resolve(document), language).stream()
                .filter(block -> block.contains(content))
                .findFirst()
                .orElseThrow()
                .replace("VERSION", PublishedRelease.VERSION)
                .replace("linux-x64", FakeRelease.PLATFORM);
    }

    @Test
    void twoLinesLeadFromNothingToALoadedDatabase() throws Exception {
        var commands = Markdown.commands(block("README.md", "console", "install.sh | sh"));
        assertThat(commands).hasLineCount(2);
        try {
            var finished = run(home.resolve("cruddur"), commands);

            assertThat(finished.out())
                    .contains("installed db-ops " + PublishedRelease.VERSION, "database \"cruddur\" is set up");
            assertThat(finished.err()).contains("loaded schema.sql: 10 statements");
            assertThat(run(home.resolve("cruddur"), "~/.local/bin/db-ops query --value 'SELECT count(*) FROM users'")
                            .out())
                    .isEqualTo("2\n");
        } finally {
            run(home, "~/.local/bin/db-ops local-stop --delete --yes");
        }
        run(home, "sh '%s/install.sh' --uninstall".formatted(release.folder()));
        assertThat(home.resolve(".local/bin")).doesNotExist();
    }

    @Test
    void anOfflineCopyIsInstalledWithoutANetwork() throws Exception {
        Files.delete(home.resolve(".curlrc"));

        run(release.folder(), block("docs/install.md", "sh", "--archive db-ops-VERSION-linux-x64.tar.gz"));

        assertThat(run(home, "~/.local/bin/db-ops --version").out()).startsWith("db-ops ");
    }

    @Test
    void theArchiveRunsWhereItIsUnpacked() throws Exception {
        var copy = Files.createDirectories(home.resolve("downloads"));
        for (var name : List.of("SHA256SUMS", release.archive().getFileName().toString())) {
            Files.createSymbolicLink(copy.resolve(name), release.folder().resolve(name));
        }

        var finished = run(copy, block("docs/install.md", "sh", "tar -xzf"));

        assertThat(finished.out()).contains(": OK\n", "db-ops ");
    }
}
