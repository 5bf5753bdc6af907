package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.CommandModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual pages of the distribution, read by man and by mandoc, and compared with the commands there are. */
class ManPagesIT {
    private static final Path PAGES = Path.of("target/db-ops/man/man1").toAbsolutePath();
    private static final CommandSpec ROOT = CommandModels.all();

    private static final Map<String, String> UTF8 = Map.of("LC_ALL", "C.UTF-8", "MANOPT", "");

    static Stream<CommandSpec> commands() {
        return ROOT.subcommands().values().stream().map(CommandLine::getCommandSpec);
    }

    static List<Path> pages() throws IOException {
        try (var files = Files.list(PAGES)) {
            return files.sorted().toList();
        }
    }

    @Test
    void thereIsOnePageForEachCommandAndOneForAll() throws IOException {
        var names = new ArrayList<>(List.of("db-ops.1"));
        commands().forEach(command -> names.add("db-ops-" + command.name() + ".1"));

        assertThat(pages().stream().map(page -> page.getFileName().toString()))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void groffHasNoWarning() throws Exception {
        var each = "for page in *.1; do man --warnings -E UTF-8 -l -Tutf8 -Z \"$page\" >/dev/null || exit; done";

        var finished = Finished.run(PAGES, UTF8, List.of("sh", "-c", each));

        assertThat(finished.err()).isEmpty();
        assertThat(finished.exit()).isZero();
    }

    @Test
    void mandocFindsNothingToImprove() throws Exception {
        var command = new ArrayList<>(List.of("mandoc", "-Tlint", "-Wall"));
        pages().forEach(page -> command.add(page.toString()));

        var finished = Finished.run(command);

        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).isEmpty();
        assertThat(finished.exit()).isZero();
    }

    @Test
    void whatisFindsEveryPage() throws Exception {
        var command = new ArrayList<>(List.of("lexgrog"));
        pages().forEach(page -> command.add(page.toString()));

        var finished = Finished.run(PAGES, UTF8, command);

        for (var page : pages()) {
            assertThat(finished.out())
                    .contains("\"" + page.getFileName().toString().replace(".1", "") + " - ");
        }
        assertThat(finished.exit()).isZero();
    }

    @Test
    void theOverviewHasEveryCommandAndEveryGlobalOption() throws Exception {
        var page = read("db-ops");
        var text = spaces(page);

        for (var command : commands().toList()) {
            assertThat(text).contains("db-ops-" + command.name() + "(1)").contains(description(command));
        }
        assertThat(text)
                .contains(ROOT.options().stream().map(ManPagesIT::description).toList());
        for (var option : ROOT.options()) {
            assertThat(text).contains(option.names());
        }
        assertThat(sections(page))
                .containsExactly(
                        "NAME",
                        "SYNOPSIS",
                        "DESCRIPTION",
                        "COMMANDS",
                        "OPTIONS",
                        "EXIT STATUS",
                        "ENVIRONMENT",
                        "SEE ALSO");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aPageSaysWhatTheHelpSays(CommandSpec command) throws Exception {
        var page = read("db-ops-" + command.name());
        var text = spaces(page);

        for (var option : command.options()) {
            if (option.hidden()) {
                assertThat(text).doesNotContain(option.longestName());
            } else {
                assertThat(text).contains(option.longestName());
                if (ROOT.findOption(option.longestName()) == null) {
                    assertThat(text).contains(option.names()).contains(description(option));
                }
            }
        }
        for (var argument : command.positionalParameters()) {
            assertThat(text).contains(argument.paramLabel()).contains(description(argument));
        }
        var help = String.join("\n", command.usageMessage().footer()).replaceFirst("(?m)^Example: ", "\n");
        for (var paragraph : help.split("\n\\s*\n|\nExample: ")) {
            assertThat(text).contains(spaces(paragraph));
        }
        assertThat(sections(page))
                .contains("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES", "SEE ALSO");
    }

    @Test
    void theSameCommitGivesTheSamePages(@TempDir Path directory) throws Exception {
        var other = directory.resolve("with spaces/man1");
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        var generator = "src/build/java/dev/dbops/build/ManPages.java";
        var command = List.of(
                java,
                "-Duser.timezone=Asia/Tokyo",
                "-Duser.language=tr",
                "-cp",
                System.getProperty("java.class.path"),
                generator,
                ".",
                other.toString());

        var finished = Finished.run(Path.of("").toAbsolutePath(), Map.of("LC_ALL", "C"), command);

        assertThat(finished.exit()).as(finished.err()).isZero();
        for (var page : pages()) {
            assertThat(other.resolve(page.getFileName())).hasSameTextualContentAs(page);
        }
    }

    /** The page as a reader sees it, without words broken at the end of a line. */
    private static String read(String page) throws Exception {
        var file = PAGES.resolve(page + ".1").toString();
        var command = "man --no-hyphenation -l -Tutf8 \"$1\" | col -bx";
        var rendered = Finished.run(PAGES, UTF8, List.of("sh", "-c", command, "sh", file));
        assertThat(rendered.exit()).as(rendered.err()).isZero();
        return rendered.out();
    }

    private static String spaces(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static List<String> sections(String text) {
        return text.lines().filter(line -> line.matches("[A-Z][A-Z ]+")).toList();
    }

    private static String description(CommandSpec command) {
        return spaces(String.join(" ", command.usageMessage().description()));
    }

    private static String description(ArgSpec argument) {
        return spaces(String.join(" ", argument.description()));
    }

    private static String description(OptionSpec option) {
        return description((ArgSpec) option);
    }
}
