package dev.dbops.script.lexer;

import java.util.List;

/** The words and signs of the current statement: they show its kind, and where the body of a function ends. */
final class StatementWords {
    private final TokenTrail trail = new TokenTrail();
    private final FoldedWords folded = new FoldedWords();
    private final FunctionBody body = new FunctionBody();

    /** Records an unquoted word of this length, which comes next. */
    void word(ByteSource bytes, int length, boolean inParentheses) {
        if (!trail.wantsMore() && !body.watches() && !TokenTrail.mayTell(length)) {
            return;
        }
        var word = folded.of(bytes.ahead(0, length));
        if (trail.wantsMore()) {
            trail.word(word);
        } else {
            trail.laterWord(word);
        }
        body.word(word, inParentheses);
    }

    /** Records a quoted identifier of this length, with its quotes, which comes next. */
    void quotedIdentifier(ByteSource bytes, int length) {
        if (trail.wantsMore()) {
            trail.sign('"' + bytes.textAhead(1, length - 1));
        }
    }

    void sign(String sign) {
        trail.sign(sign);
    }

    /** Another command follows in the same statement. */
    void nextCommand() {
        trail.nextCommand();
        body.nextCommand();
    }

    /** Returns the first tokens of the statement (see {@link TokenTrail}), and starts a new trail. */
    List<String> takeTrail() {
        return trail.take();
    }

    /** Returns whether a semicolon here is part of a function's body. */
    boolean inBody() {
        return body.isOpen();
    }

    /** A new statement begins. */
    void reset() {
        body.reset();
    }
}
