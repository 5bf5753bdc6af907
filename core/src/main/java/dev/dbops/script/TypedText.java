package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.script.lexer.MissingEnd;
import dev.dbops.script.lexer.PsqlCommand;
import dev.dbops.script.lexer.SqlScanner;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.StringSyntax;
import dev.dbops.script.lexer.Variables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text typed at a prompt: its complete statements and commands, and the end that the rest needs.
 *
 * @param parts the complete parts, in order
 * @param rest the beginning of an incomplete statement; empty if there is none
 * @param missing the end that the rest needs
 */
public record TypedText(List<Part> parts, String rest, MissingEnd missing) {
    /** Typed text has no file name, and errors show only its line. */
    private static final String NAME = "";

    /** A statement or a command. */
    public sealed interface Part permits TypedStatement, Command {}

    /**
     * A backslash command.
     *
     * @param name without its backslash
     * @param arguments the rest of its line, as written
     */
    public record Command(String name, String arguments) implements Part {}

    public TypedText {
        parts = List.copyOf(parts);
    }

    /**
     * Reads typed text.
     *
     * @param standardStrings the session's standard_conforming_strings
     */
    public static TypedText read(String text, boolean standardStrings) {
        var source = InputFile.ofStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), NAME);
        try (var in = source.open()) {
            return read(text, new SqlScanner(in, source, Variables.NONE, new StringSyntax(standardStrings)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TypedText read(String text, SqlScanner scanner) {
        var parts = new ArrayList<Part>();
        while (true) {
            try {
                var next = scanner.next();
                if (next.isEmpty()) {
                    return new TypedText(
                            parts, scanner.stop().map(Statement::text).orElse(""), scanner.missing());
                }
                if (next.get() instanceof PsqlCommand command) {
                    take(command, scanner, parts);
                } else if (next.get() instanceof Statement statement) {
                    if (scanner.missing() != MissingEnd.NOTHING) {
                        return new TypedText(parts, statement.text(), scanner.missing());
                    }
                    parts.add(new TypedStatement(statement, false));
                }
            } catch (OpsException e) {
                if (scanner.missing() == MissingEnd.NOTHING || e.position().isEmpty()) {
                    throw e;
                }
                var start = scanner.begin().orElse(e.position().get());
                return new TypedText(parts, from(text, start.line(), start.column()), scanner.missing());
            }
        }
    }

    private static void take(PsqlCommand command, SqlScanner scanner, List<Part> parts) {
        switch (command.name()) {
            case "g", "gx" ->
                scanner.sent(Statement.Ending.GO)
                        .ifPresent(statement -> parts.add(
                                new TypedStatement(statement, command.name().equals("gx"))));
            default -> parts.add(new Command(command.name(), command.arguments()));
        }
    }

    /** The text from a place on; its columns count characters. */
    private static String from(String text, int line, int column) {
        var start = 0;
        for (var i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return text.substring(text.offsetByCodePoints(start, column - 1));
    }
}
