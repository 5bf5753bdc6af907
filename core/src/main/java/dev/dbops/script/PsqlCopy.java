package dev.dbops.script;

import dev.dbops.script.lexer.PsqlCommand;
import java.util.List;

/** {@code \copy TABLE FROM 'FILE'}: the server's COPY, with the data in a local file. */
final class PsqlCopy {
    private PsqlCopy() {}

    static PsqlCommands.Meaning meaning(PsqlCommand command) {
        var text = command.arguments();
        var from = keyword(text, "from");
        if (from < 0 || text.startsWith("(")) {
            throw command.refused(
                    "\\copy with TO or a query exports data, which a loaded script cannot do",
                    "only \\copy ... FROM FILE is supported");
        }
        var rest = text.substring(from + "from".length()).strip();
        var file = rest.startsWith("'") ? quotedFile(command, rest) : rest.split("\\s", 2)[0];
        var length = rest.startsWith("'") ? file.replace("'", "''").length() + 2 : file.length();
        if (file.equalsIgnoreCase("program") || file.equalsIgnoreCase("stdin") || file.equalsIgnoreCase("pstdin")) {
            throw command.refused(
                    "\\copy from " + file + " is not supported",
                    "name a file, or use COPY ... FROM stdin with the data");
        }
        var sql = "COPY " + text.substring(0, from) + "FROM STDIN" + rest.substring(length);
        return new PsqlCommands.PassOnCopy(
                PsqlCommands.statement(command, sql, List.of("copy", "from", "stdin")), file);
    }

    private static String quotedFile(PsqlCommand command, String rest) {
        var file = new StringBuilder();
        for (var i = 1; i < rest.length(); i++) {
            if (rest.charAt(i) != '\'') {
                file.append(rest.charAt(i));
            } else if (i + 1 < rest.length() && rest.charAt(i + 1) == '\'') {
                file.append('\'');
                i++;
            } else {
                return file.toString();
            }
        }
        throw command.refused("a quote is not closed", "close it on the same line");
    }

    /** The position of the word outside quotes and parentheses; -1 if there is none. */
    private static int keyword(String text, String word) {
        var depth = 0;
        var quoted = false;
        for (var i = 0; i < text.length(); i++) {
            var next = text.charAt(i);
            quoted ^= next == '"';
            depth += quoted ? 0 : next == '(' ? 1 : next == ')' ? -1 : 0;
            if (!quoted
                    && depth == 0
                    && text.regionMatches(true, i, word, 0, word.length())
                    && i > 0
                    && !Character.isLetterOrDigit(text.charAt(i - 1))
                    && i + word.length() < text.length()
                    && !Character.isLetterOrDigit(text.charAt(i + word.length()))) {
                return i;
            }
        }
        return -1;
    }
}
