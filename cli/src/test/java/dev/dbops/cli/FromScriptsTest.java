package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each command of the tables of docs/from-scripts.md works, in a project as {@link ExamplePreparation} prepares it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FromScriptsTest {
    /** The second cell of a row. */
    private static final Pattern COMMAND = Pattern.compile("^\\|[^|]+\\| `(db-ops ([a-z-]+)[^`]*)` \\|");

    private ExampleProjects projects;

    @BeforeAll
    void loadTheExampleDatabase(@TempDir Path root) throws IOException {
        projects = new ExampleProjects(root);
    }

    @AfterAll
    void stopTheLocalServer() {
        projects.close();
    }

    static List<Example> commands() throws IOException {
        return Files.readAllLines(Path.of("../docs/from-scripts.md")).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---") && !line.contains("| command |"))
                .map(line -> {
                    var matcher = COMMAND.matcher(line);
                    assertThat(matcher.find()).as(line).isTrue();
                    return new Example(matcher.group(2), matcher.group(1));
                })
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCommandReplacesTheScript(Example command) throws Exception {
        var preparation = ExamplePreparation.of(command.command());
        var project = projects.create();
        if (!command.line().endsWith(" prod")) {
            project.withOtherProduction();
        }

        var transcript = preparation.run(project, command.words());

        assertThat(transcript.exitCode()).as("%s%n%s", command, transcript).isEqualTo(preparation.exitCode());
    }
}
