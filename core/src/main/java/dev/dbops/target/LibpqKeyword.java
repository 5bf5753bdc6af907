package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Locale;

/**
 * One of libpq's connection parameters (PostgreSQL documentation, 34.1.2), and what db-ops does with it.
 *
 * @param name libpq's spelling
 * @param variable the environment variable that sets it; empty when there is none
 * @param use how its value is used
 * @param values the values that are allowed, for the uses that restrict them; otherwise empty
 * @param reason why other values cannot be used, for the uses that refuse; otherwise empty
 */
record LibpqKeyword(String name, String variable, Use use, List<String> values, String reason) {

    enum Use {
        /** Names the server, database, role or password; it becomes its own part of the target. */
        TARGET,
        /** Goes to the driver as it is. */
        TEXT,
        /** Goes to the driver when it is one of the values. */
        CHOICE,
        /** Goes to the driver when it is a whole number. */
        WHOLE_NUMBER,
        /** Has no effect on a TCP connection of the driver, or none that matters. */
        IGNORED,
        /** Only values that match what the driver does anyway are accepted; they are not passed to it. */
        FIXED,
        /**
         * Goes to the driver when it is one of the values, in upper or lower case; the other values promise more than
         * the driver does.
         */
        LIMITED,
        /** Promises something that the driver cannot keep. */
        REFUSED
    }

    /** Returns whether the value goes into {@link ConnectionTarget#parameters()}. */
    boolean goesToDriver() {
        return switch (use) {
            case TEXT, CHOICE, WHOLE_NUMBER, LIMITED -> true;
            case TARGET, IGNORED, FIXED, REFUSED -> false;
        };
    }

    /**
     * Refuses a value that cannot be used.
     *
     * @param source where it was found, such as "the connection URL"
     */
    void check(String value, String source) {
        switch (use) {
            case TARGET, TEXT, IGNORED -> {}
            case CHOICE -> {
                if (!values.contains(value)) {
                    throw new OpsException(
                            Kind.USAGE,
                            "unknown " + name + " \"" + value + "\" in " + source,
                            "use one of " + String.join(", ", values));
                }
            }
            case WHOLE_NUMBER -> {
                if (!isWholeNumber(value)) {
                    throw new OpsException(
                            Kind.USAGE,
                            name + " in " + source + " is not a whole number: \"" + value + "\"",
                            "write it as digits, such as " + name + "=10");
                }
            }
            case FIXED, LIMITED -> {
                if (!values.contains(value.toLowerCase(Locale.ROOT))) {
                    throw refusal("\"" + name + "=" + value + "\"", source);
                }
            }
            case REFUSED -> throw refusal("\"" + name + "\"", source);
        }
    }

    private OpsException refusal(String what, String source) {
        return new OpsException(
                Kind.USAGE,
                what + " in " + source + " cannot be used: " + reason,
                "remove " + name + " from " + source);
    }

    private static boolean isWholeNumber(String value) {
        int digits = value.startsWith("-") ? 1 : 0;
        if (value.length() == digits || value.length() > digits + 9) {
            return false;
        }
        for (int i = digits; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
