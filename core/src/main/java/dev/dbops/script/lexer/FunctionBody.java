package dev.dbops.script.lexer;

/**
 * Recognizes semicolons inside the BEGIN ATOMIC ... END body of a function, which end no statement.
 *
 * <p>The rule is psql's (src/fe_utils/psqlscan.l, "identifier"): only in a statement that begins with CREATE [OR
 * REPLACE] FUNCTION or PROCEDURE do BEGIN and CASE open and END close.
 */
final class FunctionBody {
    private static final int WATCHED = 4;

    private final String[] first = new String[WATCHED];
    private int words;
    private int depth;

    /** Records the next unquoted word, in lower case; only words outside parentheses open and close. */
    void word(String word, boolean inParentheses) {
        if (words < WATCHED) {
            first[words] = word;
        }
        words++;
        if (inParentheses || !isRoutine()) {
            return;
        }
        switch (word) {
            case "begin" -> depth++;
            case "case" -> depth += depth > 0 ? 1 : 0;
            case "end" -> depth -= depth > 0 ? 1 : 0;
            default -> {}
        }
    }

    private boolean isRoutine() {
        if (words < 2 || !first[0].equals("create")) {
            return false;
        }
        return isRoutineWord(first[1])
                || words >= WATCHED && first[1].equals("or") && first[2].equals("replace") && isRoutineWord(first[3]);
    }

    private static boolean isRoutineWord(String word) {
        return word.equals("function") || word.equals("procedure");
    }

    /** Returns whether a word can still matter, to avoid creating unused strings. */
    boolean watches() {
        return words < WATCHED || isRoutine();
    }

    boolean isOpen() {
        return depth > 0;
    }

    /** Another command begins in the same statement. */
    void nextCommand() {
        words = 0;
    }

    /** A new statement begins. */
    void reset() {
        words = 0;
        depth = 0;
    }
}
