package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/commands.md to the commands there are.
 *
 * <p>{@code ./mvnw test -pl cli -am -Dtest=CommandsPageTest -Dcommands=apply -Dsurefire.failIfNoSpecifiedTests=false}
 * generates it again.
 */
class CommandsPageTest {
    private static final Path FILE = Path.of("..", "docs", "commands.md");

    @Test
    void thePageIsThatOfTheCommands() throws IOException {
        var page = CommandsPage.of(CommandModels.all());

        if ("apply".equals(System.getProperty("commands"))) {
            Files.writeString(FILE, page);
        }

        assertThat(FILE)
                .as("the commands have changed: generate the page again with ./mvnw test -pl cli -am"
                        + " -Dtest=CommandsPageTest -Dcommands=apply -Dsurefire.failIfNoSpecifiedTests=false")
                .hasContent(page);
    }
}
