package dev.dbops.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The first tokens of the statement that is being scanned, enough to tell what kind of statement it is.
 *
 * <p>Words are kept in lower case; a quoted identifier is its name behind a {@code "}, a string a lone {@code '},
 * parentheses, commas and full stops are themselves. Nothing else is kept. Long statements of data (INSERT) keep only
 * their beginning, and behind it the few words that tell of rows that are deleted or overwritten.
 */
final class TokenTrail {
    private static final int SHORT = 16;
    private static final int LONG = 4096;

    /** Statements whose meaning may lie further behind. */
    private static final Set<String> LONG_STATEMENTS =
            Set.of("alter", "copy", "with", "explain", "merge", "reindex", "create");

    /** Words that count wherever they are: ON CONFLICT DO UPDATE, DELETE FROM, UPDATE ... SET, FOR NO KEY UPDATE. */
    private static final Set<String> TELLING =
            Set.of("delete", "update", "from", "set", "do", "for", "key", "on", "then");

    /** Stands for what is left out. */
    private static final String GAP = "...";

    private static final int LONGEST_TELLING = 6;

    private List<String> tokens = new ArrayList<>();
    private int first;
    private int most = SHORT;

    /** Whether more tokens are wanted, so that nobody makes a string in vain. */
    boolean wantsMore() {
        return tokens.size() < most;
    }

    /** Whether a word of this length may count behind the beginning. */
    static boolean mayTell(int length) {
        return length <= LONGEST_TELLING;
    }

    /** A word behind the beginning. */
    void laterWord(String word) {
        if (TELLING.contains(word)) {
            if (tokens.size() == most) {
                tokens.add(GAP);
            }
            tokens.add(word);
        }
    }

    void word(String word) {
        if (tokens.size() == first && LONG_STATEMENTS.contains(word)) {
            most = first + LONG;
        }
        tokens.add(word);
    }

    /** Another command follows in the same statement; a {@code ;} stands between their tokens. */
    void nextCommand() {
        if (tokens.size() > first) {
            tokens.add(";");
        }
        first = tokens.size();
        most = first + SHORT;
    }

    void sign(String sign) {
        if (wantsMore()) {
            tokens.add(sign);
        }
    }

    /** The tokens so far; the trail begins anew. */
    List<String> take() {
        var taken = tokens;
        tokens = new ArrayList<>();
        first = 0;
        most = SHORT;
        return taken;
    }
}
