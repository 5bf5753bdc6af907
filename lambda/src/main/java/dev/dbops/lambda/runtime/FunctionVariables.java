package dev.dbops.lambda.runtime;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The environment variables of a function. They are read when the function starts, so that a mistake is reported once
 * and not with each event.
 *
 * @param all the variables by name
 */
public record FunctionVariables(Map<String, String> all) {
    public FunctionVariables {
        all = Map.copyOf(all);
    }

    /** The value; empty when the variable is not set. */
    public String text(String name) {
        return all.getOrDefault(name, "");
    }

    /** The value, or another one when the variable is not set. */
    public String text(String name, String otherwise) {
        var value = text(name);
        return value.isEmpty() ? otherwise : value;
    }

    /**
     * The value as a parser reads it; an empty text stands for a variable that is not set.
     *
     * @throws OpsException of the parser, with the name of the variable
     */
    public <T> T parsed(String name, Function<String, T> parser) {
        try {
            return parser.apply(text(name));
        } catch (OpsException e) {
            throw e.getMessage().contains(name) ? e : e.withMessage(name + ": " + e.getMessage());
        }
    }

    /**
     * A number.
     *
     * @param otherwise the number when the variable is not set
     * @throws OpsException of kind USAGE when the value is not a number in this range
     */
    public int number(String name, int otherwise, int least, int most) {
        var value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            var number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // reported below, as a number outside the range
        }
        throw new OpsException(
                Kind.USAGE,
                "%s is not a number from %d to %d: \"%s\"".formatted(name, least, most, value),
                "set it to such a number, or remove it: the default is " + otherwise);
    }

    /**
     * One of the constants of an enum, in any case.
     *
     * @param otherwise the constant when the variable is not set
     * @throws OpsException of kind USAGE when the value is none of them
     */
    public <E extends Enum<E>> E choice(String name, E otherwise) {
        var value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        var constants = otherwise.getDeclaringClass().getEnumConstants();
        for (var constant : constants) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        var known = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new OpsException(
                Kind.USAGE,
                "%s is none of %s: \"%s\"".formatted(name, known, value),
                "set it to one of them, or remove it: the default is "
                        + otherwise.name().toLowerCase(Locale.ROOT));
    }

    /** Leaves out the values: any of them may be a secret. */
    @Override
    public String toString() {
        return "FunctionVariables[" + all.size() + "]";
    }
}
