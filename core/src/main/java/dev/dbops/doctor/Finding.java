package dev.dbops.doctor;

import java.util.function.UnaryOperator;

/**
 * What one step of an examination found.
 *
 * @param section what the step belongs to, such as connection, server, schema, aws
 * @param step a few words that are the same in every run, such as "name resolution"
 * @param outcome how it ended
 * @param message one line: what was found, with its figures
 * @param remedy the command that mends it, or what to do; empty when there is nothing to mend
 */
public record Finding(String section, String step, Outcome outcome, String message, String remedy) {
    public static Finding ok(String section, String step, String message) {
        return new Finding(section, step, Outcome.ok, message, "");
    }

    public static Finding warning(String section, String step, String message, String remedy) {
        return new Finding(section, step, Outcome.warning, message, remedy);
    }

    public static Finding failed(String section, String step, String message, String remedy) {
        return new Finding(section, step, Outcome.failed, message, remedy);
    }

    /** The same in other words. */
    public Finding as(UnaryOperator<String> words) {
        return new Finding(section, step, outcome, words.apply(message), words.apply(remedy));
    }

    /** A step that could not be tried. */
    public static Finding skipped(String section, String step, String reason) {
        return new Finding(section, step, Outcome.skipped, reason, "");
    }
}
