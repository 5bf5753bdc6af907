package dev.dbops.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shells that are started in a home directory into which db-ops has installed its completion. */
class InstalledCompletionTest {
    @TempDir
    private Path root;

    private Project project;

    @BeforeEach
    void aHomeDirectoryWithNothingInIt() throws Exception {
        project = Project.create(root);
    }

    private Cli.Transcript install(ShellKind shell, String file) throws Exception {
        var home = project.root();
        var install = new Cli(project.directory())
                .with("HOME", home.toString())
                .run("completion", shell.name(), "--install")
                .succeeded();
        assertThat(install.out()).isEqualTo(home.resolve(file) + "\n");
        assertThat(home.resolve(file)).hasSameTextualContentAs(CompletionCases.SCRIPTS.resolve(shell.fileName()));
        return install;
    }

    @Test
    void bashLoadsItByThePackageBashCompletion() throws Exception {
        install(ShellKind.bash, ".local/share/bash-completion/completions/db-ops");
        var loader = Path.of("/usr/share/bash-completion/bash_completion");
        if (!Files.exists(loader)) {
            throw Programs.missing("bash-completion", "bash-completion");
        }

        try (var bash = ShellTerminal.bash(project, "source '%s'".formatted(loader))) {
            assertThat(bash.candidates("db-ops se")).containsExactly("seed", "sessions", "sessions-kill", "setup");
        }
    }

    @Test
    void zshLoadsItWithTheLinesThatItIsSaidToNeed() throws Exception {
        var installation = install(ShellKind.zsh, ".local/share/zsh/site-functions/_db-ops");
        // the lines of code are indented
        var start = installation
                .err()
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(String::strip)
                .collect(Collectors.joining("\n"));

        assertThat(start).isEqualTo("""
            fpath=(~/.local/share/zsh/site-functions $fpath)
            autoload -Uz compinit && compinit\
            """);
        try (var zsh = ShellTerminal.zsh(project, start)) {
            assertThat(zsh.candidates("db-ops se")).containsExactly("seed", "sessions", "sessions-kill", "setup");
        }
        // .zshrc has the lines now
        assertThat(install(ShellKind.zsh, ".local/share/zsh/site-functions/_db-ops")
                        .err())
                .isEqualTo("already installed\nnew shells load it\n");
    }

    @Test
    void fishLoadsItByItself() throws Exception {
        assertThat(install(ShellKind.fish, ".config/fish/completions/db-ops.fish")
                        .err())
                .isEmpty();
        Programs.require("fish", "fish");

        assertThat(new FishShell(project).describedCandidates("db-ops se"))
                .containsOnlyKeys("seed", "sessions", "sessions-kill", "setup");
    }
}
