package dev.dbops.events.metrics;

import dev.dbops.text.Utf8Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Text in the format of OpenMetrics 1.0 ("Text format", https://prometheus.io/docs/specs/om/open_metrics_spec/).
 *
 * <p>Labels are data: quotes, backslashes and line ends are escaped as the format says. Other control characters become
 * {@code \\u001b} and the like, since the text may be shown at a terminal.
 */
final class MetricsText {
    private final StringBuilder text = new StringBuilder();
    private final Set<String> samples = new HashSet<>();
    private String family = "";
    private String suffix = "";

    /** The types of metrics that are used. */
    enum Type {
        GAUGE,
        COUNTER
    }

    /**
     * Begins a family of samples.
     *
     * @param name its name; it ends with the unit, if it has one
     * @param unit such as seconds; empty for none
     */
    MetricsText family(String name, Type type, String unit, String help) {
        family = name;
        suffix = type == Type.COUNTER ? "_total" : "";
        text.append("# TYPE ")
                .append(name)
                .append(' ')
                .append(type.name().toLowerCase(Locale.ROOT))
                .append('\n');
        if (!unit.isEmpty()) {
            text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
        }
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        return this;
    }

    /** Adds a sample to the family. A second one with the same labels is left out: a reader would refuse the whole text. */
    MetricsText sample(Map<String, String> labels, double value) {
        var name = new StringBuilder(family).append(suffix).append('{');
        var separator = "";
        for (var label : labels.entrySet()) {
            name.append(separator).append(label.getKey()).append("=\"");
            appendEscaped(label.getValue(), name);
            name.append('"');
            separator = ",";
        }
        name.append('}');
        if (samples.add(name.toString())) {
            text.append(name).append(' ').append(number(value)).append('\n');
        }
        return this;
    }

    private static void appendEscaped(String value, StringBuilder out) {
        for (var letter : Utf8Text.replaced(value).toCharArray()) {
            switch (letter) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> {
                    if (Character.isISOControl(letter)) {
                        out.append("\\\\u%04x".formatted((int) letter));
                    } else {
                        out.append(letter);
                    }
                }
            }
        }
    }

    /** With at most three digits after the point. */
    private static String number(double value) {
        return new BigDecimal(value)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** The whole text, with its end. */
    @Override
    public String toString() {
        return text + "# EOF\n";
    }
}
