package dev.dbops.script;

import java.util.ArrayList;
import java.util.List;

/** Consecutive statements that travel to the server as one message. */
final class StatementBatch {
    private final StringBuilder text = new StringBuilder();
    private final List<Statement> statements = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();

    void add(Statement statement) {
        if (!text.isEmpty()) {
            // On a line of its own: the statement before may end in a comment.
            text.append('\n');
        }
        starts.add(text.length());
        statements.add(statement);
        text.append(statement.text());
        if (!statement.text().endsWith(";")) {
            text.append("\n;");
        }
    }

    boolean isEmpty() {
        return statements.isEmpty();
    }

    /** The size of the message so far, in UTF-16 units. */
    int length() {
        return text.length();
    }

    String text() {
        return text.toString();
    }

    int size() {
        return statements.size();
    }

    Statement statement(int index) {
        return statements.get(index);
    }

    /** Where a statement begins in the text, in UTF-16 units. */
    int start(int index) {
        return starts.get(index);
    }

    void clear() {
        text.setLength(0);
        statements.clear();
        starts.clear();
    }
}
