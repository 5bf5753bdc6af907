package dev.dbops.script.lexer;

/** Determines whether a quote continues an E'' string: it does after white space with a line feed. */
final class StringContinuation {
    private enum State {
        NONE,
        AFTER_STRING,
        AFTER_LINE_FEED
    }

    private State state = State.NONE;

    /** A string ends here. */
    void afterString(boolean backslashEscapes) {
        state = backslashEscapes ? State.AFTER_STRING : State.NONE;
    }

    void whiteSpace(int next) {
        if (next == '\n' && state == State.AFTER_STRING) {
            state = State.AFTER_LINE_FEED;
        }
    }

    /** Anything other than white space and line comments ends the continuation; returns whether it was possible. */
    boolean end() {
        var possible = state == State.AFTER_LINE_FEED;
        state = State.NONE;
        return possible;
    }
}
