package dev.dbops.script.lexer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The first tokens of the statement that is being scanned, enough to tell what kind of statement it is.
 *
 * <p>Words are kept in lower case. A quoted identifier is its name after a {@code "}, a string is a single {@code '},
 * and parentheses, commas and full stops are themselves. Nothing else is kept. Of long data statements (INSERT), only
 * the beginning is kept, and after it the few words that indicate deleted or overwritten rows.
 */
final class TokenTrail {
    private static final int SHORT = 16;
    private static final int LONG = 4096;

    /** Statements whose meaning may come later in the text. */
    private static final Set<String> LONG_STATEMENTS =
            Set.of("alter", "copy", "with", "explain", "merge", "reindex", "create");

    /** Words that count wherever they are: ON CONFLICT DO UPDATE, DELETE FROM, UPDATE ... SET, FOR NO KEY UPDATE. */
    private static final Set<String> TELLING =
            Set.of("delete", "update", "from", "set", "do", "for", "key", "on", "then");

    /** A placeholder for omitted tokens. */
    private static final String GAP = "...";

    private static final int LONGEST_TELLING = 6;

    private List<String> tokens = new ArrayList<>();
    private int first;
    private int most = SHORT;

    /** Returns whether more tokens are needed, to avoid creating unused strings. */
    boolean wantsMore() {
        return tokens.size() < most;
    }

    /** Returns whether a word of this length may count after the beginning. */
    static boolean mayTell(int length) {
        return length <= LONGEST_TELLING;
    }

    /** Adds a word after the beginning. */
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

    /** Another command follows in the same statement; a {@code ;} separates their tokens. */
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

    /** Returns the tokens so far, and starts again. */
    List<String> take() {
        var taken = tokens;
        tokens = new ArrayList<>();
        first = 0;
        most = SHORT;
        return taken;
    }
}
