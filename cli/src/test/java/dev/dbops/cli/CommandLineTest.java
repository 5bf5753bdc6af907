package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli.Transcript;
import dev.dbops.cli.command.GlobalOptions;
import dev.dbops.cli.command.RawArguments;
import dev.dbops.table.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    private Path directory;

    static List<String> commands() {
        return CommandSections.ALL.stream()
                .flatMap(section -> section.commands().stream())
                .toList();
    }

    @Test
    void theVersionIsThatOfTheProject() {
        assertThat(Version.NUMBER).isEqualTo(System.getProperty("dbops.test.version"));
        for (var option : new String[] {"--version", "-V"}) {
            assertThat(run(option).succeeded().out()).isEqualTo("db-ops " + Version.NUMBER + "\n");
        }
        assertThat(run("-q", "--version").succeeded().out()).isEqualTo("db-ops " + Version.NUMBER + "\n");
    }

    @Test
    void theVersionOfADistributionHasItsCommit(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("lib/commit"), "1a2b3c4d, 2026-11-28\n");
        for (var words : List.of(List.of("--version"), List.of("-q", "-V"), List.of("version"))) {
            assertThat(new Cli(directory)
                            .installedIn(home)
                            .run(words.toArray(String[]::new))
                            .succeeded()
                            .out())
                    .isEqualTo("db-ops " + Version.NUMBER + " (1a2b3c4d, 2026-11-28)\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "-h", "help"})
    void helpListsEveryCommandBySection(String argument) {
        var transcript = argument.isEmpty() ? run() : run(argument);

        assertThat(transcript.succeeded().out()).startsWith("Usage: db-ops ").contains("\nSchema and data:\n");
        assertThat(commands())
                .allSatisfy(command -> assertThat(transcript.out()).containsPattern("(?m)^  " + command + " "));
        assertThat(transcript.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String command) {
        var help = run(command, "--help").succeeded().out();

        assertThat(help).startsWith("Usage: db-ops " + command).contains("Example: ");
        assertThat(run("help", command).succeeded().out()).isEqualTo(help);
    }

    /** A longer line would be wrapped, and the next one begins on a line of its own. An example is one command. */
    @ParameterizedTest
    @MethodSource("commands")
    void noLineBelowTheOptionsIsWrapped(String command) {
        var usage =
                CommandModels.all().subcommands().get(command).getCommandSpec().usageMessage();

        assertThat(usage.footer()).allMatch(line -> line.length() <= 80 || line.startsWith("Example: "));
    }

    @Test
    void helpNeverShowsTheValueOfAVariable() {
        var cli = new Cli(directory)
                .with("CONNECTION_URL", "postgresql://a:hunter2@b/c")
                .with("PGPASSWORD", "hunter2");

        assertThat(cli.run("--help").succeeded().out()).doesNotContain("hunter2");
        assertThat(cli.run("sessions", "--help").succeeded().out()).doesNotContain("hunter2");
    }

    @Test
    void anUnknownCommandIsAnErrorWithASuggestion() {
        assertThat(run("creat").failed(2).err())
                .startsWith("error: there is no command \"creat\"\nhint: did you mean create");
        assertThat(run("help", "nonsense").failed(2).err()).contains("error: there is no command \"nonsense\"");
    }

    @Test
    void noSuggestionDestroysAnything() {
        assertThat(CommandModels.all().subcommands().keySet()).containsAll(Suggestions.DESTRUCTIVE_COMMANDS);
        for (var command : Suggestions.DESTRUCTIVE_COMMANDS) {
            for (var typo : typosOf(command)) {
                assertThat(suggestedFor(run(typo)))
                        .as(typo)
                        .isNotEmpty()
                        .doesNotContainAnyElementsOf(Suggestions.DESTRUCTIVE_COMMANDS);
            }
        }
        for (var option : Suggestions.DESTRUCTIVE_OPTIONS) {
            for (var typo : typosOf(option.substring("--".length()))) {
                assertThat(suggestedFor(run("query", "--" + typo)))
                        .as(typo)
                        .doesNotContainAnyElementsOf(Suggestions.DESTRUCTIVE_OPTIONS);
            }
        }
        assertThat(suggestedFor(run("local-stop", "--delte"))).doesNotContain("--delete");
    }

    /** The words of the hint. */
    private static List<String> suggestedFor(Transcript transcript) {
        var err = transcript.failed(2).err();
        return List.of(err.substring(err.indexOf("hint: ")).split("[ ?\n]+"));
    }

    /** With each letter left out, and with each doubled. */
    private static List<String> typosOf(String word) {
        var typos = new ArrayList<String>();
        for (var i = 1; i < word.length(); i++) {
            typos.add(word.substring(0, i) + word.substring(i + 1));
            typos.add(word.substring(0, i) + word.substring(i - 1));
        }
        return typos;
    }

    @Test
    void anUnknownOptionIsAnErrorThatNamesTheHelp() {
        assertThat(run("sessions", "--blokcing").failed(2).err())
                .contains("error: Unknown option: '--blokcing'")
                .contains("hint: did you mean --blocking? see db-ops sessions --help");
        assertThat(run("sessions", "--nonsense").failed(2).err()).contains("hint: see db-ops sessions --help");
    }

    @ParameterizedTest
    @CsvSource({
        "creat, create",
        "craete, create",
        "sesions, sessions",
        "session, sessions",
        "quer, query",
        "schemaload, schema-load",
        "schema_dump, schema-dump",
        "sg-udpate, sg-update"
    })
    void theNearestCommandIsSuggested(String typed, String meant) {
        assertThat(run(typed).failed(2).err()).contains("hint: did you mean %s? ".formatted(meant));
    }

    @ParameterizedTest
    @CsvSource({"reset, db-ops drop", "shell, db-ops connect", "up, db-ops migrate", "rollback, migrate-rollback"})
    void aWordOfAnotherToolLeadsToTheCommands(String typed, String command) {
        var err = run(typed).failed(2).err();

        assertThat(err).startsWith("error: there is no command \"%s\"\nhint: ".formatted(typed));
        assertThat(err).contains(command);
    }

    @Test
    void psqlIsConnectAndVersionIsTheOption() {
        assertThat(run("version").succeeded().out()).isEqualTo("db-ops " + Version.NUMBER + "\n");
        assertThat(run("-q", "version").succeeded().out()).isEqualTo("db-ops " + Version.NUMBER + "\n");
        assertThat(run("psql", "--help").succeeded().out()).startsWith("Usage: db-ops connect ");
        assertThat(run("help", "psql").succeeded().out()).startsWith("Usage: db-ops connect ");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 200})
    void helpFitsTheTerminal(int width) {
        var cli = new Cli(directory).with("NO_COLOR", "1").on(new Size(width, 24));
        var pages = new ArrayList<>(List.of(cli.run("help")));
        commands().forEach(command -> pages.add(cli.run(command, "--help")));

        for (var page : pages) {
            assertThat(page.succeeded().out().lines())
                    .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(Math.min(width, 100)));
        }
    }

    @Test
    void helpHasTheOptionsOfTheCommandBeforeThoseOfAllCommands() {
        var help = run("sessions", "--help").succeeded().out();
        var global = help.indexOf("\nGlobal options:\n");

        assertThat(help.substring(0, global)).contains("--blocking", "--watch").doesNotContain("--url", "--debug");
        assertThat(help.substring(global))
                .contains("--url=URL", "--debug", "--help")
                .doesNotContain("--blocking");
        assertThat(help).endsWith("\n");
        assertThat(run("help").succeeded().out())
                .matches("(?s).*\nOther:\n.*\nGlobal options:\n.*--version.*The target database is .*");
    }

    private record Size(int columns, int lines) implements Screen {}

    @Test
    void aWordTooManyIsNamed() {
        assertThat(run("rds-create", "cruddur-db").failed(2).err()).isEqualTo("""
            error: db-ops rds-create does not take "cruddur-db"
            hint: see db-ops rds-create --help
            """);
    }

    @Test
    void aUsageErrorIsJsonWhenAskedFor() {
        assertThat(run("sessions", "--nonsense", "-o", "json").failed(2).err())
                .startsWith("{\"kind\":\"usage\",\"message\":\"Unknown option: '--nonsense'\"");
    }

    @Test
    void globalOptionsWorkBeforeAndAfterTheCommand() {
        var url = "postgresql://a@b:1/c";

        assertThat(run("--url", url, "url").succeeded().out()).isEqualTo(url + "\n");
        assertThat(run("url", "--url", url).succeeded().out()).isEqualTo(url + "\n");
        assertThat(run("--url=" + url, "url").succeeded().out()).isEqualTo(url + "\n");
    }

    @Test
    void theRawArgumentsKnowTheGlobalOptions() {
        var withValue = new TreeSet<String>();
        var flags = new TreeSet<String>();
        for (var option : new RootCommand().describe(new GlobalOptions()).options()) {
            if (option.arity().max() > 0) {
                withValue.addAll(List.of(option.names()));
            } else if (option.shortestName().length() == 2) {
                flags.add(option.shortestName().substring(1));
            }
        }

        assertThat(RawArguments.OPTIONS_WITH_VALUE).isEqualTo(withValue);
        assertThat(RawArguments.FLAGS.chars().mapToObj(Character::toString)).containsExactlyInAnyOrderElementsOf(flags);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sessions --nonsense -o json",
                "sessions --nonsense -ojson",
                "sessions --nonsense -o=json",
                "sessions --nonsense -xojson",
                "sessions --nonsense -qxo json",
                "sessions --nonsense --output=json",
                "-o json sessions --nonsense",
                "-qe prod -o json sessions --nonsense"
            })
    void aUsageErrorIsJsonHoweverItIsRequested(String words) {
        assertThat(run(words.split(" ")).failed(2).err())
                .startsWith("{\"kind\":\"usage\",\"message\":\"Unknown option: '--nonsense'\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sessions --nonsense --env-file -o", "sessions --nonsense -o csv", "sessions --confirm json -z"})
    void aUsageErrorIsTextOtherwise(String words) {
        assertThat(run(words.split(" ")).failed(2).err()).startsWith("error: ");
    }

    @Test
    void aValueAfterAnEqualsSignIsAValueThoughAnOptionHasThatName() {
        assertThat(run("url", "--url", "postgresql://a@b:1/c", "--confirm=--yes")
                        .succeeded()
                        .out())
                .isEqualTo("postgresql://a@b:1/c\n");
        assertThat(run("--env=setup", "url").failed(2).err()).contains("SETUP_CONNECTION_URL");
    }

    @ParameterizedTest
    @CsvSource({"create --owner --yes, --owner, --yes", "create --confirm -q, --confirm, -q", "--env url, --env, url"})
    void anOptionIsNotTheValueOfTheOptionBeforeIt(String words, String option, String word) {
        assertThat(run(words.split(" ")).failed(2).err()).isEqualTo("""
            error: %1$s has no value: "%2$s" follows
            hint: if that is the value, write %1$s=%2$s; is a variable not set?
            """.formatted(option, word));
    }

    @Test
    void coloursAreForTerminalsThatWantThem() {
        var cli = new Cli(directory).typing("");

        assertThat(cli.run("sessions", "--nonsense").err()).startsWith("\u001b[1;31merror:\u001b[0m ");
        assertThat(cli.run("sessions", "--nonsense", "--no-color").err()).startsWith("error: ");
        assertThat(cli.with("TERM", "dumb").run("sessions", "--nonsense").err()).startsWith("error: ");
        assertThat(cli.with("TERM", "xterm")
                        .with("NO_COLOR", "1")
                        .run("sessions", "--nonsense")
                        .err())
                .startsWith("error: ");
    }

    private Cli.Transcript run(String... args) {
        return new Cli(directory).run(args);
    }
}
