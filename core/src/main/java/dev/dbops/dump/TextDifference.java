package dev.dbops.dump;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.ArrayList;
import java.util.List;

/**
 * The difference between two texts, as {@code diff -u} shows it. Only a line feed ends a line: a carriage return is part
 * of its line, where it may be part of a literal.
 */
public final class TextDifference {
    private static final int CONTEXT_LINES = 3;
    private static final String NO_LINE_FEED = "\\ No newline at end of file";

    private TextDifference() {}

    /**
     * The lines that would turn one text into the other.
     *
     * @param firstName the name of the first text, for the heading
     * @param secondName the name of the second text
     * @return without line feeds; empty only when the texts are the same
     */
    public static List<String> unified(String firstName, String first, String secondName, String second) {
        var before = lines(first);
        var after = lines(second);
        return UnifiedDiffUtils.generateUnifiedDiff(
                firstName, secondName, before, DiffUtils.diff(before, after), CONTEXT_LINES);
    }

    private static List<String> lines(String text) {
        var lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        } else {
            lines.add(NO_LINE_FEED);
        }
        return lines;
    }
}
