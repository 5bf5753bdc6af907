package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.completion.CompletionModel;
import dev.dbops.cli.completion.ShellKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds the completion scripts of the repository to the commands there are.
 *
 * <p>{@code ./mvnw test -pl cli -am -Dtest=CompletionScriptsTest -Dcompletions=apply
 * -Dsurefire.failIfNoSpecifiedTests=false} generates them again.
 */
class CompletionScriptsTest {
    private static final Path DIRECTORY = Path.of("..", "completions");

    @ParameterizedTest
    @EnumSource
    void theScriptIsThatOfTheCommands(ShellKind shell) throws IOException {
        var file = DIRECTORY.resolve(shell.fileName());
        var script = shell.script(CompletionModel.of(CommandModels.all()));

        if ("apply".equals(System.getProperty("completions"))) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, script);
        }

        assertThat(file)
                .as("the commands have changed: generate the completions again with ./mvnw test -pl cli -am"
                        + " -Dtest=CompletionScriptsTest -Dcompletions=apply -Dsurefire.failIfNoSpecifiedTests=false")
                .hasContent(script);
    }
}
