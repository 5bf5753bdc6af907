package dev.dbops.aws.stack.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A parameter of a template: what CloudFormation accepts as its value ("CloudFormation template Parameters syntax").
 *
 * @param name its logical name
 * @param type such as String, Number or CommaDelimitedList
 * @param description for people; may be empty
 * @param defaultValue the value without another one
 * @param isHidden whether its value is a secret (NoEcho)
 * @param constraints the attributes that restrict its value, by name; texts or lists of texts
 */
public record TemplateParameter(
        String name,
        String type,
        String description,
        Optional<String> defaultValue,
        boolean isHidden,
        Map<String, Object> constraints) {
    public TemplateParameter {
        constraints = Map.copyOf(constraints);
    }

    static TemplateParameter of(String name, Map<?, ?> attributes) {
        Map<String, Object> constraints = new java.util.HashMap<>();
        for (var key : List.of(
                "AllowedPattern",
                "AllowedValues",
                "ConstraintDescription",
                "MinLength",
                "MaxLength",
                "MinValue",
                "MaxValue")) {
            Optional.<Object>ofNullable(attributes.get(key)).ifPresent(value -> constraints.put(key, value));
        }
        return new TemplateParameter(
                name,
                text(attributes, "Type").orElse("String"),
                text(attributes, "Description").orElse(""),
                text(attributes, "Default"),
                text(attributes, "NoEcho").filter(Boolean::parseBoolean).isPresent(),
                constraints);
    }

    private static Optional<String> text(Map<?, ?> attributes, String key) {
        return attributes.get(key) instanceof String value ? Optional.of(value) : Optional.empty();
    }

    /** The values that are allowed; empty when any value is. */
    public List<String> allowedValues() {
        return constraints.get("AllowedValues") instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    /**
     * The faults of a value, each as an end of a sentence that begins with the parameter's name; empty when nothing is.
     * Whether something of an AWS type exists, such as a VPC, is known to CloudFormation alone.
     */
    public List<String> violations(String value) {
        var wrong = new ArrayList<String>();
        var allowed = allowedValues();
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            wrong.add("is %s; choose from %s".formatted(shown(value), String.join(", ", allowed)));
        }
        if (type.equals("Number")) {
            number(value).ifPresent(wrong::add);
        } else {
            length(value).ifPresent(wrong::add);
            pattern(value).ifPresent(wrong::add);
        }
        return wrong;
    }

    private String shown(String value) {
        return isHidden ? "a value that is not allowed" : "\"%s\"".formatted(value);
    }

    private Optional<String> number(String value) {
        try {
            var number = Double.parseDouble(value);
            var least = limit("MinValue");
            var most = limit("MaxValue");
            if (least.isPresent() && number < least.get() || most.isPresent() && number > most.get()) {
                return Optional.of("is %s; it must be %s".formatted(shown(value), range("MinValue", "MaxValue", "")));
            }
            return Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.of("is %s, which is not a number".formatted(shown(value)));
        }
    }

    private Optional<String> length(String value) {
        var least = limit("MinLength");
        var most = limit("MaxLength");
        return least.isPresent() && value.length() < least.get() || most.isPresent() && value.length() > most.get()
                ? Optional.of("has %d characters; it must have %s"
                        .formatted(value.length(), range("MinLength", "MaxLength", " characters")))
                : Optional.empty();
    }

    private Optional<String> pattern(String value) {
        if (!(constraints.get("AllowedPattern") instanceof String text)) {
            return Optional.empty();
        }
        var pattern = compiled(text);
        // "the pattern must match each value in the list"
        var values = type.equals("CommaDelimitedList") ? List.of(value.split(",", -1)) : List.of(value);
        return pattern.flatMap(known -> values.stream()
                .map(String::strip)
                .filter(item -> !known.matcher(item).matches())
                .findFirst()
                .map(item -> constraints.get("ConstraintDescription") instanceof String must
                        ? "is %s; it %s".formatted(shown(item), must)
                        : "is %s, which does not match %s".formatted(shown(item), text)));
    }

    /** A pattern that only CloudFormation understands is left to it. */
    private static Optional<Pattern> compiled(String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException _) {
            return Optional.empty();
        }
    }

    private Optional<Double> limit(String key) {
        return constraints.get(key) instanceof String text ? Optional.of(Double.valueOf(text)) : Optional.empty();
    }

    private String range(String least, String most, String unit) {
        var parts = new ArrayList<String>();
        if (constraints.get(least) instanceof String low) {
            parts.add("at least " + low);
        }
        if (constraints.get(most) instanceof String high) {
            parts.add("at most " + high);
        }
        return String.join(" and ", parts) + unit;
    }
}
