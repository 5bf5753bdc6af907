package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs what help gives as examples, each in a project and with databases of its own: an example that does not work is
 * worse than none. {@link ExamplePreparation} prepares what a command needs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {
    private ExampleProjects projects;

    @BeforeAll
    void loadTheExampleDatabase(@TempDir Path root) throws IOException {
        projects = new ExampleProjects(root);
    }

    @AfterAll
    void stopTheLocalServer() {
        projects.close();
    }

    static List<CommandSpec> commands() {
        return CommandModels.all().subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .toList();
    }

    static List<Example> examples() {
        return commands().stream()
                .filter(command -> !command.usageMessage().hidden())
                .flatMap(command -> Example.of(command).stream())
                .toList();
    }

    @Test
    void everyHelpHasADescriptionAndEndsWithAnExample() {
        assertThat(commands()).allSatisfy(command -> {
            var help = command.usageMessage();
            if (!help.hidden()) {
                assertThat(help.description()[0]).as(command.name()).matches("[A-Z].*\\.");
                assertThat(help.footer()).as(command.name()).isNotEmpty();
                assertThat(help.footer()[help.footer().length - 1])
                        .as(command.name())
                        .startsWith("Example: db-ops " + command.name());
            }
        });
    }

    @Test
    void whatIsPreparedIsForCommandsThatThereAre() {
        assertThat(commands().stream().map(CommandSpec::name)).containsAll(ExamplePreparation.commands());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleDoesWhatItPromises(Example example) throws Exception {
        var preparation = ExamplePreparation.of(example.command());

        var transcript = preparation.run(projects.create(), example.words());

        assertThat(transcript.exitCode())
                .as("does ExamplePreparation lack what the example works on? %s%n%s", example, transcript)
                .isEqualTo(preparation.exitCode());
    }
}
