package dev.dbops.script;

import dev.dbops.script.lexer.Statement;
import java.util.ArrayList;
import java.util.List;

/** Consecutive statements that are sent to the server together, in one round trip. */
final class StatementBatch {
    /**
     * The size at which a batch is sent. It is large enough to hide the network latency, and small enough to fit into
     * the buffers of a connection: the driver reads no answer before it has sent all, so that many notices could
     * otherwise block both sides.
     */
    static final int MOST_BYTES = 64 * 1024;

    /** The messages around a statement's text: Parse, Bind, Describe and Execute. */
    private static final int BYTES_AROUND = 64;

    private final List<Statement> statements = new ArrayList<>();
    private int bytes;

    void add(Statement statement) {
        statements.add(statement);
        bytes += size(statement);
    }

    boolean isEmpty() {
        return statements.isEmpty();
    }

    /** Returns whether the batch has to be sent. */
    boolean isFull() {
        return bytes >= MOST_BYTES;
    }

    /** Returns whether the statement has to wait for the next batch. */
    boolean hasNoRoomFor(Statement statement) {
        return bytes > 0 && bytes + size(statement) > MOST_BYTES;
    }

    /** Returns whether it consists of one statement that is larger than a batch is meant to be. */
    boolean isLongStatement() {
        return bytes >= 16 * MOST_BYTES;
    }

    int size() {
        return statements.size();
    }

    List<Statement> statements() {
        return statements;
    }

    Statement first() {
        return statements.getFirst();
    }

    Statement last() {
        return statements.getLast();
    }

    /** The statement that the server is executing, after so many answers. */
    Statement afterAnswers(int answers) {
        return statements.get(Math.min(answers, statements.size() - 1));
    }

    void clear() {
        statements.clear();
        bytes = 0;
    }

    /** At least the bytes that the statement takes in UTF-8. */
    private static int size(Statement statement) {
        var text = statement.text();
        var most = BYTES_AROUND + text.length();
        for (var i = 0; i < text.length() && most < MOST_BYTES; i++) {
            most += text.charAt(i) < 0x80 ? 0 : 2;
        }
        return most;
    }
}
