package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Invalid values of every option in the command model are refused before any server is asked. */
class OptionValuesTest {
    /** A session's application_name may be empty, and be looked for. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("--null", "--application");

    /** Numbers that may be 0, which turns something off. */
    private static final Set<String> MAY_BE_ZERO = Set.of("--backup-retention", "--metrics-port", "compare --limit");

    @TempDir
    private Path directory;

    /**
     * An option of a command.
     *
     * @param command the command's name
     * @param option the option
     */
    record Place(String command, OptionSpec option) {
        @Override
        public String toString() {
            return command + " " + option.longestName();
        }
    }

    private static Stream<CommandSpec> commands() {
        return CommandModels.all().subcommands().values().stream().map(CommandLine::getCommandSpec);
    }

    private static Stream<Place> options() {
        return commands()
                .flatMap(command -> command.options().stream()
                        .filter(option -> option.arity().max() > 0)
                        .map(option -> new Place(command.name(), option)));
    }

    static List<Place> texts() {
        return options()
                .filter(place -> place.option().auxiliaryTypes()[0] == String.class
                        || place.option().type() == Path.class)
                .filter(place -> !MAY_BE_EMPTY.contains(place.option().longestName()))
                .toList();
    }

    static List<Place> times() {
        return options()
                .filter(place -> place.option().type() == Duration.class)
                .toList();
    }

    static List<Place> numbers() {
        return options().filter(place -> place.option().type() == Integer.class).toList();
    }

    private String refused(String... words) {
        var transcript = new Cli(directory).run(words).failed(2);
        assertThat(transcript.out()).isEmpty();
        assertThat(directory).isEmptyDirectory();
        return transcript.err();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void anEmptyTextIsRefused(Place place) {
        for (var value : new String[] {"", " ", "\t\n"}) {
            assertThat(refused(place.command(), place.option().longestName() + "=" + value))
                    .isEqualTo("error: %s is empty\nhint: give it a value, or leave it out; is a variable not set?\n"
                            .formatted(place.option().longestName()));
        }
    }

    @ParameterizedTest
    @CsvSource({"sessions, --older-than", "sessions-kill, --older-than", "events-prune, --keep", "sg-update, --ttl"})
    void aTimeOfHoursOrDaysNeedsItsUnit(String command, String option) {
        assertThat(refused(command, option, "10"))
                .startsWith("error: Invalid value for option '%s'".formatted(option))
                .contains("\"10\" has no unit: 10s, 10m, 10h or 10d");
    }

    @Test
    void anErrorOfTheTargetOfAReplayNamesItsOption() {
        assertThat(refused(
                        "events-replay", "--to", "postgresql://a@h/d?sslmode=nonsense", "--url", "postgresql://a@h/d"))
                .contains("(from --to)");
    }

    @Test
    void anEmptyArgumentIsRefused() {
        // the words after sg-run are another program's, and its first word is looked for as a shell does
        commands()
                .filter(command -> !command.positionalParameters().isEmpty()
                        && !command.name().equals("sg-run"))
                .forEach(command -> assertThat(refused(command.name(), ""))
                        .as(command.name())
                        .startsWith("error: ")
                        .contains("hint: ")
                        .doesNotContain("unexpected"));
    }

    @Test
    void anEmptyApplicationNameIsAName() {
        assertThat(new Cli(directory)
                        .with("CONNECTION_URL", "postgresql://127.0.0.1:1/app")
                        .run("sessions", "--application=")
                        .failed(4)
                        .err())
                .doesNotContain("is empty");
    }

    @ParameterizedTest
    @MethodSource("times")
    void aTimeHasBounds(Place place) {
        for (var value : new String[] {"", "-1", "soon", "NaN", "1e3", "36501d", "106751991167300d"}) {
            assertThat(refused(place.command(), place.option().longestName() + "=" + value))
                    .startsWith(
                            "error: Invalid value for option '" + place.option().longestName() + "'")
                    .contains("\"" + value + "\" is not ");
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberHasBounds(Place place) {
        for (var value : new String[] {"", "-1", "0", "many", "1.5", "2147483648", "99999999999999999999"}) {
            var name = place.option().longestName();
            if (value.equals("0")
                    && (MAY_BE_ZERO.contains(name) || MAY_BE_ZERO.contains(place.command() + " " + name))) {
                continue;
            }
            assertThat(refused(place.command(), place.option().longestName() + "=" + value))
                    .startsWith("error: %s is ".formatted(place.option().longestName()))
                    .contains(value, " and can be ", "\nhint: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0ms", "99ms"})
    void aWatchDoesNotAskWithoutAPause(String pause) {
        assertThat(refused("sessions", "--watch", pause)).contains("\"%s\" is not from 100ms to 1d".formatted(pause));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gr\uFFFD\uFFFDe", "\uFFFD"})
    void bytesThatAreNotTextAreRefused(String text) {
        assertThat(refused("query", "SELECT :a", "-p", "a=" + text))
                .startsWith("error: argument 4 is not valid text: \"a=" + text + "\"\nhint: use the encoding");
    }
}
