package dev.dbops.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * The advice for a finding: a sentence, some parts of which are commands. A command can be copied and run as it is.
 *
 * @param parts the parts in their order; empty if there is nothing to do
 */
public record Remedy(List<Part> parts) {
    public static final Remedy NONE = new Remedy(List.of());

    private static final String ARGUMENT = "%s";

    /**
     * A part of a remedy.
     *
     * @param text the text
     * @param isCommand whether it is SQL or a command for a shell
     */
    public record Part(String text, boolean isCommand) {}

    public Remedy {
        parts = List.copyOf(parts);
    }

    /**
     * A remedy with commands.
     *
     * @param template prose, with each command between backticks; {@code %s} stands for the next argument
     * @param arguments names, which may contain backticks themselves
     */
    public static Remedy of(String template, Object... arguments) {
        var parts = new ArrayList<Part>();
        var next = 0;
        var isCommand = false;
        for (var text : template.split("`", -1)) {
            var used = (text.length() - text.replace(ARGUMENT, "").length()) / ARGUMENT.length();
            var values = new Object[used];
            System.arraycopy(arguments, next, values, 0, used);
            next += used;
            if (!text.isEmpty()) {
                parts.add(new Part(text.formatted(values), isCommand));
            }
            isCommand = !isCommand;
        }
        return new Remedy(parts);
    }

    /** A remedy that is one command. */
    public static Remedy command(String command) {
        return new Remedy(List.of(new Part(command, true)));
    }

    /** A remedy without a command; none if the text is empty. */
    public static Remedy prose(String text) {
        return text.isEmpty() ? NONE : new Remedy(List.of(new Part(text, false)));
    }

    /** Returns the remedy of a text in which these commands occur, in their order. */
    static Remedy of(String text, List<String> commands) {
        var parts = new ArrayList<Part>();
        var from = 0;
        for (var command : commands) {
            var at = text.indexOf(command, from);
            addProse(text.substring(from, at), parts);
            parts.add(new Part(command, true));
            from = at + command.length();
        }
        addProse(text.substring(from), parts);
        return new Remedy(parts);
    }

    private static void addProse(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part(text, false));
        }
    }

    /** Returns it as one line. */
    public String text() {
        return String.join("", parts.stream().map(Part::text).toList());
    }

    /** Returns its commands. */
    public List<String> commands() {
        return parts.stream().filter(Part::isCommand).map(Part::text).toList();
    }
}
