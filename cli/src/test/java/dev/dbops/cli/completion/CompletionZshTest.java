package dev.dbops.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Completion in zsh, which loads the script from its fpath. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionZshTest implements CompletionCases {
    private ShellTerminal zsh;

    @BeforeAll
    void startZsh(@TempDir Path root) throws IOException {
        zsh = ShellTerminal.zsh(
                Project.create(root), "fpath=('%s' $fpath); autoload -Uz compinit; compinit -u".formatted(SCRIPTS));
    }

    @AfterAll
    void endZsh() throws IOException {
        zsh.close();
    }

    @Override
    public List<String> candidates(String line) throws IOException {
        return zsh.candidates(line);
    }

    @Test
    void tabCompletesAndMovesToTheNextWord() throws IOException {
        assertThat(zsh.complete("db-ops schema-l\t-o js\t--dry\t", ShellTerminal.TAB))
                .containsExactly("schema-load", "-o", "json", "--dry-run");
    }

    @Test
    void commandsAndOptionsAreListedWithTheirDescriptions() throws IOException {
        assertThat(zsh.listing("db-ops se"))
                .containsPattern("seed +-- Load the seeds in one transaction; stop at")
                .containsPattern("sessions +-- List the sessions connected to the database");
        assertThat(zsh.listing("db-ops sessions --o"))
                .containsPattern("--output +-- Format of results: table, json, csv");
    }

    @Test
    void anOptionThatWasGivenIsNotOfferedAgain() throws IOException {
        assertThat(zsh.candidates("db-ops setup --force --fo")).isEmpty();
        assertThat(zsh.candidates("db-ops setup -e prod --env")).containsExactly("--env-file");
    }

    @Test
    void theScriptMayBeSourced(@TempDir Path root) throws IOException {
        var commands =
                "autoload -Uz compinit; compinit -u; source '%s'".formatted(SCRIPTS.resolve(ShellKind.zsh.fileName()));

        try (var terminal = ShellTerminal.zsh(Project.create(root), commands)) {
            assertThat(terminal.candidates("db-ops se")).containsExactly("seed", "sessions", "sessions-kill", "setup");
        }
    }
}
