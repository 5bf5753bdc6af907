package dev.dbops.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** Command lines that db-ops does not have yet: what is hidden, repeated, second, or hard to quote. */
class CompletionModelTest {
    private static final String AWKWARD = "It's [odd]: 3 of \"$HOME\" `id` \\ (x) *; done";
    private static final CompletionModel MODEL = CompletionModel.of(new CommandLine(new Root()).getCommandSpec());

    @Command(
            name = "db-ops",
            subcommands = {Visible.class, Invisible.class})
    private static final class Root {
        @Option(names = "--global", scope = ScopeType.INHERIT, description = "Global. More of it.")
        private boolean global;

        @Option(names = "--secret-global", scope = ScopeType.INHERIT, hidden = true)
        private boolean hidden;
    }

    @Command(name = "visible", description = AWKWARD)
    private static final class Visible {
        @Option(names = "--group", paramLabel = "GROUP", description = "Group.")
        private List<String> groups = List.of();

        @Option(names = "--script", paramLabel = "FILE", description = AWKWARD)
        private List<Path> scripts = List.of();

        @Option(names = "--into", paramLabel = "DIR", description = "Directory.")
        private Path into;

        @Option(names = "--secret-option", hidden = true)
        private boolean hidden;

        @Parameters(index = "0", paramLabel = "TITLE")
        private String title = "";

        @Parameters(index = "1", paramLabel = "SHELL")
        private ShellKind shell = ShellKind.bash;

        @Parameters(index = "2", paramLabel = "SECRET", hidden = true)
        private String secret = "";
    }

    @Command(name = "secret-command", hidden = true)
    private static final class Invisible {}

    @Test
    void aDescriptionIsItsFirstSentence() {
        assertThat(MODEL.globalOptions().getFirst().description()).isEqualTo("Global");
    }

    @ParameterizedTest
    @EnumSource
    void whatHelpHidesIsInNoScript(ShellKind shell) {
        assertThat(shell.script(MODEL)).contains("visible", "group", "global").doesNotContainIgnoringCase("secret");
    }

    @Test
    void bashCompletesEveryArgumentAndRepeatedOptions(@TempDir Path root) throws IOException {
        var script = root.resolve("script");
        Files.writeString(script, ShellKind.bash.script(MODEL));

        var project = Project.create(root);
        Files.createDirectory(project.directory().resolve("your seeds"));

        try (var bash = ShellTerminal.bash(project, "source '%s'".formatted(script))) {
            assertThat(bash.candidates("db-ops visible b")).isEmpty();
            assertThat(bash.candidates("db-ops visible title b")).containsExactly("bash");
            assertThat(bash.candidates("db-ops visible --group a title f")).containsExactly("fish");
            assertThat(bash.candidates("db-ops visible --group a --gr")).containsExactly("--group");
            assertThat(bash.candidates("db-ops visible --script sch")).containsExactly("schema.sql");
            assertThat(bash.candidates("db-ops visible --into ")).containsExactly("seeds", "your seeds");
            assertThat(bash.candidates("db-ops visible --into=s")).containsExactly("--into=seeds");
        }
    }

    @Test
    void zshCompletesEveryArgumentAndRepeatedOptionsAndShowsAnyDescription(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("_db-ops"), ShellKind.zsh.script(MODEL));
        var commands = "fpath=('%s' $fpath); autoload -Uz compinit; compinit -u".formatted(root);

        try (var zsh = ShellTerminal.zsh(Project.create(root), commands)) {
            assertThat(zsh.candidates("db-ops visible b")).isEmpty();
            assertThat(zsh.candidates("db-ops visible title b")).containsExactly("bash");
            assertThat(zsh.candidates("db-ops visible --group a title f")).containsExactly("fish");
            assertThat(zsh.candidates("db-ops visible --group a --gr")).containsExactly("--group");
            assertThat(zsh.candidates("db-ops visible --script sch")).containsExactly("schema.sql");
            assertThat(zsh.candidates("db-ops visible --into s")).containsExactly("seeds");
            assertThat(zsh.listing("db-ops v")).contains("visible  -- " + AWKWARD);
            assertThat(zsh.listing("db-ops visible --s")).contains("--script  -- " + AWKWARD);
        }
    }

    @Test
    void fishCompletesEveryArgumentAndRepeatedOptionsAndShowsAnyDescription(@TempDir Path root) throws Exception {
        var fish = FishShell.with(Project.create(root), ShellKind.fish.script(MODEL));

        assertThat(fish.describedCandidates("db-ops visible b")).isEmpty();
        assertThat(fish.describedCandidates("db-ops visible title b")).containsOnlyKeys("bash");
        assertThat(fish.describedCandidates("db-ops visible --group a title f")).containsOnlyKeys("fish");
        assertThat(fish.describedCandidates("db-ops visible --group a --gr")).containsOnlyKeys("--group");
        assertThat(fish.describedCandidates("db-ops visible --script sch")).containsOnlyKeys("schema.sql");
        assertThat(fish.describedCandidates("db-ops visible --into s")).containsOnlyKeys("seeds/");
        assertThat(fish.describedCandidates("db-ops v")).containsEntry("visible", AWKWARD);
        assertThat(fish.describedCandidates("db-ops visible --s")).containsEntry("--script", AWKWARD);
    }
}
