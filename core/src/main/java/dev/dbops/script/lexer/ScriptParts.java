package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the statements and psql commands of a text are. What is between them is white space and comments. Quoted
 * strings, function bodies and the like are inside the statements, whatever their lines look like.
 */
public final class ScriptParts {
    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private int line = 1;
    private int lineStart;

    private ScriptParts(String text) {
        this.text = text;
    }

    /**
     * A statement or a command.
     *
     * @param start where it begins in the text
     * @param end where it ends: after the semicolon of a statement, before the line feed of a command
     * @param command the command's name without its backslash; empty for a statement
     */
    public record Part(int start, int end, Optional<String> command) {
        /** The statement with its semicolon, or the command with its arguments, as it is written. */
        public String in(String text) {
            return text.substring(start, end);
        }
    }

    /**
     * The parts of a text without the data of a COPY, in order. Variables of psql are left as they are.
     *
     * @param name names the text in errors
     * @throws dev.dbops.OpsException of kind USAGE, with the place, for text that cannot be read
     */
    public static List<Part> of(String text, String name) {
        var found = new ScriptParts(text);
        var source = InputFile.ofStream(new ByteArrayInputStream(new byte[0]), name);
        var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        var scanner = new SqlScanner(in, source, Variables.NONE);
        for (var next = scanner.next(); next.isPresent(); next = scanner.next()) {
            // Not a switch over types: the JVM would generate classes for it at each start.
            if (next.get() instanceof Statement statement) {
                found.add(statement);
            } else if (next.get() instanceof PsqlCommand command) {
                found.add(command);
            }
        }
        return List.copyOf(found.parts);
    }

    private void add(Statement statement) {
        var start = offset(statement.line(), statement.column());
        parts.add(new Part(start, start + statement.text().length(), Optional.empty()));
    }

    private void add(PsqlCommand command) {
        var start = offset(command.line(), command.column());
        var end = text.indexOf('\n', start);
        parts.add(new Part(start, end < 0 ? text.length() : end, Optional.of(command.name())));
    }

    /** Places only increase, so each line is counted once. */
    private int offset(int toLine, int column) {
        while (line < toLine) {
            lineStart = text.indexOf('\n', lineStart) + 1;
            line++;
        }
        return text.offsetByCodePoints(lineStart, column - 1);
    }
}
