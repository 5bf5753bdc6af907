package dev.dbops.cli.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program that shows long results: {@code DB_OPS_PAGER}, {@code PAGER}, or less. The text is not interpreted by a
 * shell, so that nothing in it is expanded or run. A file such as .env cannot set the pager: only the user can.
 *
 * @param words the program and its arguments; empty for none
 */
record PagerCommand(List<String> words) {
    private static final String DEFAULT = "less";

    static PagerCommand of(Map<String, String> variables, Path directory) {
        var chosen = variables.getOrDefault("DB_OPS_PAGER", variables.get("PAGER"));
        if (chosen != null) {
            var words = split(chosen);
            return new PagerCommand(words.equals(List.of("cat")) ? List.of() : words);
        }
        return ForegroundProgram.find(DEFAULT, variables.getOrDefault("PATH", ""), directory)
                .map(_ -> new PagerCommand(List.of(DEFAULT)))
                .orElse(new PagerCommand(List.of()));
    }

    /** Its environment: as git and gh, less ends when all fits on the screen (F), shows colours (R), leaves the text (X). */
    static void prepare(Map<String, String> environment) {
        environment.putIfAbsent("LESS", "FRX");
        environment.putIfAbsent("LV", "-c");
    }

    /** Words as a shell splits them, with quotes and backslashes. */
    private static List<String> split(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var begun = false;
        var quote = ' ';
        for (var i = 0; i < text.length(); i++) {
            var next = text.charAt(i);
            if (next == '\\' && quote != '\'' && i + 1 < text.length()) {
                i++;
                word.append(text.charAt(i));
                begun = true;
            } else if (quote != ' ' && next == quote) {
                quote = ' ';
            } else if (quote == ' ' && (next == '\'' || next == '"')) {
                quote = next;
                begun = true;
            } else if (quote == ' ' && Character.isWhitespace(next)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(next);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
