package dev.dbops.doctor;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The finding of one step of a check.
 *
 * @param section the step's section, such as connection, server, schema, aws
 * @param step a short name that is the same in every run, such as "name resolution"
 * @param outcome its outcome
 * @param message one line: the finding, with its figures
 * @param remedy what to do, on one line; empty if there is nothing to fix
 * @param commands the commands in the remedy, each of which can be copied and run as it is
 */
public record Finding(
        String section, String step, Outcome outcome, String message, String remedy, List<String> commands) {
    public Finding {
        commands = List.copyOf(commands);
    }

    static Finding of(Step step, Outcome outcome, String message, Remedy remedy) {
        return new Finding(step.section(), step.name(), outcome, message, remedy.text(), remedy.commands());
    }

    /** Returns the remedy as its parts. */
    public Remedy parts() {
        return Remedy.of(remedy, commands);
    }

    /** The same finding with other words. */
    public Finding as(UnaryOperator<String> words) {
        return new Finding(
                section,
                step,
                outcome,
                words.apply(message),
                words.apply(remedy),
                commands.stream().map(words).toList());
    }
}
