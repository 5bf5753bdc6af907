package dev.dbops.dump;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** The difference between two texts, as {@code diff -u} shows it. The kind of line ends is ignored. */
public final class TextDifference {
    private static final int CONTEXT_LINES = 3;

    private TextDifference() {}

    /**
     * The lines that would turn one text into the other.
     *
     * @param firstName the name of the first text, for the heading
     * @param secondName the name of the second text
     * @return without line ends; empty when the texts are the same
     */
    public static List<String> unified(String firstName, String first, String secondName, String second) {
        var before = first.lines().toList();
        var after = second.lines().toList();
        return UnifiedDiffUtils.generateUnifiedDiff(
                firstName, secondName, before, DiffUtils.diff(before, after), CONTEXT_LINES);
    }
}
