package dev.dbops.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Completion in bash, without the package bash-completion but for the last test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionBashTest implements CompletionCases {
    private static final Path BASH_COMPLETION = Path.of("/usr/share/bash-completion/bash_completion");
    private static final Path SCRIPT = SCRIPTS.resolve(ShellKind.bash.fileName());

    private ShellTerminal bash;

    @BeforeAll
    void startBash(@TempDir Path root) throws IOException {
        bash = ShellTerminal.bash(Project.create(root), "set -u; source '%s'".formatted(SCRIPT));
    }

    @AfterAll
    void endBash() throws IOException {
        bash.close();
    }

    @Override
    public List<String> candidates(String line) throws IOException {
        return bash.candidates(line);
    }

    @Test
    void tabCompletesAndMovesToTheNextWord() throws IOException {
        assertThat(bash.complete("db-ops schema-l\t-o js\t--dry\t", ShellTerminal.TAB))
                .containsExactly("schema-load", "-o", "json", "--dry-run");
    }

    @Test
    void fileNamesAreQuoted() throws IOException {
        assertThat(bash.complete("db-ops seed -f my\t--file=my", ShellTerminal.TAB))
                .containsExactly("seed", "-f", "my schema.sql", "--file=my schema.sql");
    }

    @Test
    void theWordIsCompletedThatTheCursorIsIn() throws IOException {
        var back = "\u001b[D";

        assertThat(bash.complete("db-ops schema-l --dry-run" + back.repeat(" --dry-run".length()), ShellTerminal.TAB))
                .containsExactly("schema-load", "--dry-run");
    }

    @Test
    void equalsSignsNeedNotSeparateWords(@TempDir Path root) throws IOException {
        var commands = "COMP_WORDBREAKS=${COMP_WORDBREAKS//=}; source '%s'".formatted(SCRIPT);

        try (var terminal = ShellTerminal.bash(Project.create(root), commands)) {
            assertThat(terminal.candidates("db-ops sessions --output=j")).containsExactly("--output=json");
            assertThat(terminal.candidates("db-ops --env=pr")).containsExactly("--env=prod");
        }
    }

    @Test
    void bashCompletionFindsTheScriptAmongTheUsersCompletions(@TempDir Path root) throws IOException {
        if (!Files.exists(BASH_COMPLETION)) {
            throw Programs.missing("bash-completion", "bash-completion");
        }
        var project = Project.create(root);
        var directory = Files.createDirectories(root.resolve(".local/share/bash-completion/completions"));
        Files.copy(SCRIPT, directory.resolve(SCRIPT.getFileName()));

        try (var terminal = ShellTerminal.bash(project, "source '%s'".formatted(BASH_COMPLETION))) {
            assertThat(terminal.candidates("db-ops se")).containsExactly("seed", "sessions", "sessions-kill", "setup");
            assertThat(terminal.candidates("nice db-ops se"))
                    .containsExactly("seed", "sessions", "sessions-kill", "setup");
        }
    }
}
