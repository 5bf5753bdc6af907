package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Connection URLs with passwords in every place of every command line: no stream and no file shows a piece of the
 * password. The places come from the commands themselves.
 *
 * <p>Each place gets one of the texts with one of the ways to run it; {@code -Ddbops.secrets=all} tries all of them.
 */
class SecretsNeverShownTest {
    /** Both sides of the character that may break the password apart. */
    private static final String HEAD = "xPwA9";

    private static final String TAIL = "yPwB8";

    /** Nothing listens there, and it is found out at once. */
    private static final String PLACE = "127.0.0.1:1/d";

    private static final List<String> TEXTS = List.of(
            url(""),
            url("@"),
            url("/"),
            url("?"),
            url("#"),
            url("%"),
            url(" "),
            url("\""),
            url("'"),
            url("%40"),
            "jdbc:" + url("&"),
            "jdbc:postgresql://" + PLACE + "?user=u&password=" + HEAD + TAIL,
            "postgres://:" + HEAD + TAIL + "@" + PLACE,
            "postgresql://u:" + HEAD + TAIL + "@127.0.0.1:1,127.0.0.1:2/d?sslpassword=" + TAIL + HEAD,
            "postgresql://u@" + PLACE + "?sslpassword=" + HEAD + TAIL,
            "u:" + HEAD + TAIL + "@" + PLACE,
            "mysql://u:" + HEAD + TAIL + "@" + PLACE,
            "host=127.0.0.1 port=1 dbname=d password=" + HEAD + TAIL,
            "host=127.0.0.1 port=1 dbname=d password='" + HEAD + " " + TAIL + "'",
            "PGPASSWORD=" + HEAD + TAIL,
            "NAME=" + url(""));

    private static final List<List<String>> WAYS = List.of(
            List.of(), List.of("-o", "json"), List.of("--debug"), List.of("--dry-run", "--yes"), List.of("-o", "csv"));

    /** The options that a command needs to end by itself. */
    private static final Map<String, List<String>> ENDING = Map.of("wait", List.of("--timeout", "0"));

    @TempDir
    private Path directory;

    private static String url(String between) {
        return "postgresql://u:" + HEAD + between + TAIL + "@" + PLACE;
    }

    static List<String> commands() {
        return List.copyOf(CommandModels.all().subcommands().keySet());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void inNoPlaceOfACommand(String name) throws IOException {
        var spec = CommandModels.all().subcommands().get(name).getCommandSpec();
        var places = places(spec);
        for (var i = 0; i < places.size(); i++) {
            if (isThorough()) {
                for (var text : TEXTS) {
                    for (var way : WAYS) {
                        run(places.get(i), text, way);
                    }
                }
            } else {
                var number = i + name.length() * 5;
                run(places.get(i), TEXTS.get(number % TEXTS.size()), WAYS.get(number % WAYS.size()));
                run(places.get(i), TEXTS.get(0), WAYS.get((number + 1) % WAYS.size()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TEXT",
                "TEXT sessions",
                "sesions TEXT",
                "sessions TEXT TEXT",
                "sessions prod TEXT",
                "sessions --urll=TEXT",
                "sessions --urll TEXT",
                "--urll=TEXT sessions",
                "sessions --url TEXT --env TEXT",
                "sessions --env TEXT TEXT-2",
                "sessions --output TEXT",
                "sessions -oTEXT",
                "sessions --quiet=TEXT",
                "query TEXT",
                "query SELECT TEXT",
                "query SELECT --url TEXT TEXT",
                "help TEXT",
                "help --nonsense=TEXT",
                "connect -- TEXT",
                "connect TEXT TEXT",
                "connect TEXT -c SELECT",
                "schema-load -f TEXT TEXT",
                "completion TEXT",
                "completion bash TEXT"
            })
    void inNoPlaceThatIsWrong(String line) throws IOException {
        for (var i = 0; i < TEXTS.size(); i++) {
            for (var way : isThorough() ? WAYS : List.of(WAYS.get((i + line.length()) % WAYS.size()))) {
                var words = new ArrayList<String>();
                for (var word : line.split(" ")) {
                    words.add(word.replace("TEXT", TEXTS.get(i)));
                }
                words.addAll(words.contains("--") ? 0 : words.size(), way);
                check(words.toArray(String[]::new));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CONNECTION_URL", "DATABASE_URL", "PROD_CONNECTION_URL", "PGPASSWORD", "PGHOST", "PGSSLMODE"})
    void inNoVariableAndNoEnvironmentFile(String variable) throws IOException {
        for (var text : TEXTS) {
            for (var command :
                    List.of("sessions", "doctor --html page.html", "url", "connect", "drop --yes", "setup")) {
                var words = command + (variable.startsWith("PROD") ? " -e prod --debug" : " --debug");
                var cli = cli().with(variable, text);
                checkTranscript(cli.runAndTell(words.split(" ")), variable + "=" + text + " " + words);
                Files.writeString(directory.resolve(".env"), variable + "='" + text.replace("'", "") + "'\n");
                checkTranscript(cli().runAndTell(words.split(" ")), variable + " in .env: " + text + " " + words);
                Files.delete(directory.resolve(".env"));
                checkFiles(words);
            }
        }
    }

    @Test
    void thereAreManyPlaces() {
        var count = CommandModels.all().subcommands().values().stream()
                .mapToInt(command -> places(command.getCommandSpec()).size())
                .sum();

        assertThat(count).isGreaterThan(1000);
    }

    /** Command lines with TEXT in one place. */
    private static List<List<String>> places(CommandSpec spec) {
        var places = new ArrayList<List<String>>();
        for (var option : spec.options()) {
            for (var optionName : option.names()) {
                if (takesValue(option)) {
                    places.add(List.of(spec.name(), optionName, "TEXT"));
                    places.add(List.of(spec.name(), optionName + "=NAME=TEXT"));
                }
            }
        }
        var words = new ArrayList<>(List.of(spec.name()));
        for (var i = 0; i <= spec.positionalParameters().size(); i++) {
            words.add("TEXT");
            places.add(List.copyOf(words));
            words.set(words.size() - 1, "word");
        }
        for (var option : spec.options()) {
            if (!takesValue(option)
                    && !option.usageHelp()
                    && !option.longestName().equals("--show-password")) {
                places.add(List.of(spec.name(), option.longestName(), "TEXT"));
            }
        }
        return places;
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    private static boolean isThorough() {
        return "all".equals(System.getProperty("dbops.secrets"));
    }

    private void run(List<String> place, String text, List<String> way) throws IOException {
        var words = new ArrayList<String>();
        place.forEach(word -> words.add(word.replace("TEXT", text)));
        words.addAll(1, way);
        words.addAll(1, ENDING.getOrDefault(place.getFirst(), List.of()));
        check(words.toArray(String[]::new));
    }

    private void check(String... words) throws IOException {
        checkTranscript(cli().runAndTell(words), String.join(" ", words));
        checkFiles(String.join(" ", words));
    }

    private Cli cli() {
        // no local server is there: it would be started, and its log is not ours
        return new Cli(directory)
                .installedIn(directory)
                .with("AWS_EC2_METADATA_DISABLED", "true")
                .with("AWS_REGION", "eu-west-1");
    }

    private static void checkTranscript(Cli.Transcript transcript, String line) {
        var shown = transcript.out() + transcript.err();
        if (shown.contains(HEAD) || shown.contains(TAIL)) {
            fail(line + "\n" + transcript);
        }
    }

    private void checkFiles(String line) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.toList()) {
                var name = directory.relativize(file).toString();
                var text = Files.isRegularFile(file)
                        ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                        : "";
                assertThat(name + "\n" + text).as(line).doesNotContain(HEAD, TAIL);
            }
        }
    }
}
