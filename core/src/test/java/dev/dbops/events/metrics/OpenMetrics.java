package dev.dbops.events.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A strict reader of OpenMetrics 1.0 text with gauges and counters: what the specification forbids is an
 * AssertionError (https://prometheus.io/docs/specs/om/open_metrics_spec/).
 */
public final class OpenMetrics {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern VALUE = Pattern.compile("-?(?:\\d+(?:\\.\\d+)?(?:E-?\\d+)?)");

    private final Map<String, String> types = new HashMap<>();
    private final Set<String> units = new HashSet<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private String family = "";

    private OpenMetrics() {}

    /** A sample. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    /** Returns the samples of a text. */
    public static List<Sample> read(String text) {
        var reader = new OpenMetrics();
        require(text.endsWith("# EOF\n"), "the text does not end with # EOF");
        var lines = text.substring(0, text.length() - "# EOF\n".length()).split("\n", -1);
        require(lines[lines.length - 1].isEmpty(), "the last line has no end");
        for (var i = 0; i < lines.length - 1; i++) {
            reader.line(lines[i]);
        }
        return reader.samples;
    }

    /** Returns the value of the only sample of that name. */
    public static double value(String text, String name) {
        var found =
                read(text).stream().filter(sample -> sample.name().equals(name)).toList();
        require(found.size() == 1, "%d samples are named %s in:\n%s".formatted(found.size(), name, text));
        return found.getFirst().value();
    }

    private void line(String line) {
        require(!line.isEmpty() && line.chars().noneMatch(Character::isISOControl), "a bad line: " + line);
        if (!line.startsWith("#")) {
            sample(line);
            return;
        }
        var words = line.split(" ", 4);
        require(words.length == 4 && words[0].equals("#"), "a bad comment: " + line);
        require(NAME.matcher(words[2]).matches(), "a bad name: " + line);
        switch (words[1]) {
            case "TYPE" -> {
                require(Set.of("gauge", "counter").contains(words[3]), "a bad type: " + line);
                require(types.put(words[2], words[3]) == null, "a family twice: " + line);
                family = words[2];
            }
            case "UNIT" -> {
                require(words[2].equals(family) && family.endsWith("_" + words[3]), "a bad unit: " + line);
                require(units.add(family), "a unit twice: " + line);
            }
            case "HELP" -> require(words[2].equals(family), "the help of another family: " + line);
            default -> throw new AssertionError("a bad comment: " + line);
        }
    }

    private void sample(String line) {
        var brace = line.indexOf('{');
        var name = line.substring(0, brace);
        var expected = types.get(family).equals("counter") ? family + "_total" : family;
        require(name.equals(expected), "a sample outside of its family: " + line);
        var labels = new LinkedHashMap<String, String>();
        var at = brace + 1;
        while (line.charAt(at) != '}') {
            at = label(line, at, labels);
        }
        require(line.charAt(at + 1) == ' ', "no space: " + line);
        var value = line.substring(at + 2);
        require(VALUE.matcher(value).matches(), "a bad value: " + line);
        require(seen.add(name + labels), "a sample twice: " + line);
        samples.add(new Sample(name, labels, Double.parseDouble(value)));
    }

    private static int label(String line, int from, Map<String, String> labels) {
        var equals = line.indexOf("=\"", from);
        var name = line.substring(from, equals);
        require(LABEL.matcher(name).matches(), "a bad label: " + line);
        var value = new StringBuilder();
        var i = equals + 2;
        for (; line.charAt(i) != '"'; i++) {
            if (line.charAt(i) != '\\') {
                value.append(line.charAt(i));
                continue;
            }
            i++;
            value.append(
                    switch (line.charAt(i)) {
                        case '\\' -> '\\';
                        case '"' -> '"';
                        case 'n' -> '\n';
                        default -> throw new AssertionError("a bad escape: " + line);
                    });
        }
        require(labels.put(name, value.toString()) == null, "a label twice: " + line);
        return line.charAt(i + 1) == ',' ? i + 2 : i + 1;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
