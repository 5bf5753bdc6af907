package dev.dbops.script;

import dev.dbops.script.lexer.PsqlCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code \copy TABLE FROM 'FILE'}: the server's COPY, with the data in a local file or in the script itself. It is read
 * as psql reads it (src/bin/psql/copy.c, parse_slash_copy): what follows the file is the server's to understand.
 */
final class PsqlCopy {
    private static final String IN_TABLE = ".,()";
    private static final String AFTER_FILE = ";";

    private final PsqlCommand command;
    private final String text;
    private int at;

    private PsqlCopy(PsqlCommand command) {
        this.command = command;
        this.text = command.arguments();
    }

    static PsqlCommands.Meaning meaning(PsqlCommand command) {
        return new PsqlCopy(command).meaning();
    }

    private PsqlCommands.Meaning meaning() {
        var tokens = new ArrayList<>(List.of("copy"));
        var beforeFrom = readTable(tokens);
        tokens.addAll(List.of("from", "stdin"));
        var quoted = isAt('\'');
        var file = quoted ? quotedFile() : next(AFTER_FILE, '\'');
        if (file.isEmpty()) {
            throw command.refused("\\copy names no file", "\\copy TABLE FROM 'FILE'");
        }
        if (!quoted && (file.equalsIgnoreCase("program") || file.equalsIgnoreCase("pstdin"))) {
            throw command.refused(
                    "\\copy from " + file + " is not supported",
                    "name a file, or use COPY ... FROM stdin with the data");
        }
        var sql = "COPY " + text.substring(0, beforeFrom) + " FROM STDIN" + text.substring(at);
        var statement = PsqlCommands.statement(command, sql, List.copyOf(tokens));
        return !quoted && (file.equalsIgnoreCase("stdin") || file.equalsIgnoreCase("stdout"))
                ? new PsqlCommands.CopyInline(statement)
                : new PsqlCommands.PassOnCopy(statement, file);
    }

    /**
     * Reads up to the word FROM, and returns where the text before it ends.
     *
     * @param tokens receives the name of the table, as {@link dev.dbops.script.lexer.Statement#tokens()} has it
     */
    private int readTable(List<String> tokens) {
        var name = next(IN_TABLE, '"');
        if (name.equalsIgnoreCase("binary")) {
            name = next(IN_TABLE, '"');
        }
        if (name.equals("(")) {
            throw exports();
        }
        tokens.add(token(name));
        var end = at;
        var next = next(IN_TABLE, '"');
        while (next.equals(".")) {
            tokens.add(".");
            tokens.add(token(next(IN_TABLE, '"')));
            end = at;
            next = next(IN_TABLE, '"');
        }
        if (next.equals("(")) {
            while (!next.equals(")") && !next.isEmpty()) {
                next = next(IN_TABLE, '"');
            }
            end = at;
            next = next(IN_TABLE, '"');
        }
        if (!next.equalsIgnoreCase("from")) {
            throw exports();
        }
        return end;
    }

    private RuntimeException exports() {
        return command.refused(
                "\\copy with TO or a query exports data, which a loaded script cannot do",
                "only \\copy ... FROM FILE is supported");
    }

    private static String token(String name) {
        return name.startsWith("\"")
                ? name.substring(0, name.length() - 1).replace("\"\"", "\"")
                : name.toLowerCase(Locale.ROOT);
    }

    private boolean isAt(char sign) {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() && text.charAt(at) == sign;
    }

    /** The next word, sign, or quoted name with its quotes; empty at the end. */
    private String next(String signs, char quote) {
        if (isAt(quote)) {
            return quotedToken(quote);
        }
        var start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            var sign = signs.indexOf(text.charAt(at)) >= 0;
            if (sign && at > start || text.charAt(at) == quote) {
                break;
            }
            at++;
            if (sign) {
                break;
            }
        }
        return text.substring(start, at);
    }

    private String quotedToken(char quote) {
        var start = at;
        at++;
        while (at < text.length()) {
            if (text.charAt(at++) == quote) {
                if (at == text.length() || text.charAt(at) != quote) {
                    return text.substring(start, at);
                }
                at++;
            }
        }
        throw command.refused("a quote is not closed", "close it on the same line");
    }

    private String quotedFile() {
        var token = quotedToken('\'');
        return token.substring(1, token.length() - 1).replace("''", "'");
    }
}
