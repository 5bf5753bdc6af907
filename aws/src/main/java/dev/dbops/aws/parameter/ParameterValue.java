package dev.dbops.aws.parameter;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Checks a value against what RDS accepts for a parameter, before the request: RDS's own answer names neither the
 * allowed values nor the unit. See AllowedValues and DataType of Parameter in the RDS API reference.
 */
final class ParameterValue {
    private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d{1,3})?)";
    private static final Pattern RANGE = Pattern.compile(NUMBER + "-" + NUMBER);

    /** RDS computes these from the memory of the instance's class ("Formulas" in "Specifying DB parameters"). */
    private static final Pattern FORMULA = Pattern.compile("(?:.*\\{.*\\}.*|(?:LEAST|GREATEST|SUM)\\(.*\\))");

    /** A regular expression in place of a list of values, which only RDS can check. */
    private static final Pattern EXPRESSION = Pattern.compile(".*[\\[\\]()*^$\\\\].*");

    private static final List<String> ON = List.of("on", "true", "yes");
    private static final List<String> OFF = List.of("off", "false", "no");

    private final GroupParameter parameter;

    ParameterValue(GroupParameter parameter) {
        this.parameter = parameter;
    }

    /**
     * The value to send.
     *
     * @throws OpsException of kind USAGE when RDS would refuse it
     */
    String of(String text) {
        requireModifiable();
        var value = spelled(text.strip());
        if (!isAccepted(value)) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not a value for %s: %s".formatted(text, parameter.name(), expected()),
                    hint(text));
        }
        return value;
    }

    /**
     * Returns if the parameter can be set and reset.
     *
     * @throws OpsException of kind USAGE otherwise
     */
    void requireModifiable() {
        if (!parameter.isModifiable()) {
            throw new OpsException(
                    Kind.USAGE,
                    "parameter %s cannot be changed on RDS".formatted(parameter.name()),
                    "AWS sets it; to list all parameters: db-ops rds-parameters --all");
        }
    }

    /** RDS has 0 and 1 where PostgreSQL has off and on. */
    private String spelled(String text) {
        if (!parameter.dataType().equals("boolean") || !parameter.allowed().equals("0,1")) {
            return text;
        }
        var word = text.toLowerCase(Locale.ROOT);
        return ON.contains(word) ? "1" : OFF.contains(word) ? "0" : text;
    }

    private boolean isAccepted(String value) {
        if (value.isEmpty()) {
            return false;
        }
        if (isNumber()) {
            return FORMULA.matcher(value).matches() || isNumber(value) && isAllowed(value);
        }
        if (parameter.dataType().equals("list")) {
            for (var element : value.split(",", -1)) {
                if (!isAllowed(element.strip())) {
                    return false;
                }
            }
            return true;
        }
        return isAllowed(value);
    }

    private boolean isNumber() {
        return parameter.dataType().equals("integer") || parameter.dataType().equals("float");
    }

    private boolean isNumber(String value) {
        return value.matches(parameter.dataType().equals("integer") ? "-?\\d+" : NUMBER);
    }

    private boolean isAllowed(String value) {
        if (parameter.allowed().isEmpty()
                || !isNumber() && EXPRESSION.matcher(parameter.allowed()).matches()) {
            return true;
        }
        for (var alternative : parameter.allowed().split(",")) {
            if (alternative.strip().equals(value) || isNumber() && isBetween(value, alternative.strip())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBetween(String value, String range) {
        var limits = RANGE.matcher(range);
        if (!limits.matches()) {
            return false;
        }
        var number = new BigDecimal(value);
        return number.compareTo(new BigDecimal(limits.group(1))) >= 0
                && number.compareTo(new BigDecimal(limits.group(2))) <= 0;
    }

    private String expected() {
        var limits = RANGE.matcher(parameter.allowed());
        if (isNumber() && limits.matches()) {
            return "it takes %s from %s to %s".formatted(kind(), limits.group(1), limits.group(2));
        }
        if (isNumber()) {
            return "it takes " + kind() + (parameter.allowed().isEmpty() ? "" : " of " + parameter.allowed());
        }
        if (parameter.allowed().isEmpty()) {
            return "the value is empty";
        }
        return (parameter.dataType().equals("list") ? "it takes a list of " : "it takes one of ")
                + parameter.allowed().replaceAll(", *", ", ");
    }

    private String kind() {
        return parameter.dataType().equals("integer") ? "a whole number" : "a number";
    }

    /** RDS has no units in values: descriptions begin with the unit, such as "(kB) Sets the maximum memory". */
    private String hint(String text) {
        var end = parameter.description().indexOf(')');
        if (isNumber() && parameter.description().startsWith("(") && end > 0 && !isNumber(text.strip())) {
            return "pass the number without a unit; it is in %s"
                    .formatted(parameter.description().substring(1, end));
        }
        return text.isBlank()
                ? "to return to the default: --reset " + parameter.name()
                : "to see its value: db-ops rds-parameters --all --name " + parameter.name();
    }
}
