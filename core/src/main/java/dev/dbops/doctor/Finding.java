package dev.dbops.doctor;

import java.util.function.UnaryOperator;

/**
 * The finding of one step of a check.
 *
 * @param section the step's section, such as connection, server, schema, aws
 * @param step a short name that is the same in every run, such as "name resolution"
 * @param outcome its outcome
 * @param message one line: the finding, with its figures
 * @param remedy the command that fixes it, or what to do; empty if there is nothing to fix
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

    /** The same finding with another message. */
    public Finding as(UnaryOperator<String> words) {
        return new Finding(section, step, outcome, words.apply(message), words.apply(remedy));
    }

    /** A step that could not run. */
    public static Finding skipped(String section, String step, String reason) {
        return new Finding(section, step, Outcome.skipped, reason, "");
    }
}
