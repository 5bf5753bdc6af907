package dev.dbops.script.variables;

import java.util.Locale;
import java.util.Optional;

/** psql's booleans: true, false, yes, no, on, off, 1, 0, and their unique prefixes. */
public final class PsqlBoolean {
    private PsqlBoolean() {}

    /** Empty if it is not a boolean. */
    public static Optional<Boolean> of(String text) {
        var value = text.toLowerCase(Locale.ROOT);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.equals("1") || value.equals("on") || "true".startsWith(value) || "yes".startsWith(value)) {
            return Optional.of(true);
        }
        if (value.equals("0")
                || "false".startsWith(value)
                || "no".startsWith(value)
                || value.startsWith("of") && "off".startsWith(value)) {
            return Optional.of(false);
        }
        return Optional.empty();
    }
}
