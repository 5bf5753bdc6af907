package dev.dbops.script;

import dev.dbops.script.lexer.Statement;
import java.util.ArrayList;
import java.util.List;

/** Consecutive statements that are sent to the server as one message. */
final class StatementBatch {
    private final StringBuilder text = new StringBuilder();
    private final List<Statement> statements = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private int commands;

    void add(Statement statement) {
        if (!text.isEmpty()) {
            // On a separate line: the statement before may end in a comment.
            text.append('\n');
        }
        starts.add(text.length());
        statements.add(statement);
        text.append(statement.text());
        if (!statement.text().endsWith(";")) {
            text.append("\n;");
        }
        commands += statement.commands();
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

    /** The number of commands that the server sees in it. */
    int commands() {
        return commands;
    }

    /** The place of the statement that a command belongs to. */
    int indexOfCommand(int command) {
        var before = 0;
        for (var i = 0; i < statements.size(); i++) {
            before += statements.get(i).commands();
            if (command < before) {
                return i;
            }
        }
        return statements.size() - 1;
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
        commands = 0;
    }
}
