package dev.dbops.script;

import dev.dbops.script.lexer.PsqlCommand;
import java.util.List;

/** {@code \connect}: to another database of the same server, as dumps of several databases write it. */
final class PsqlConnect {
    private static final String DBNAME = "dbname=";

    private PsqlConnect() {}

    static PsqlCommands.Meaning meaning(PsqlCommand command, List<String> arguments) {
        var words = arguments.stream()
                .filter(word -> !word.startsWith("-reuse-previous="))
                .toList();
        if (words.isEmpty() || words.stream().skip(1).anyMatch(word -> !word.equals("-"))) {
            throw command.refused(
                    "\\connect to another user or host is not supported",
                    "give only the database name, and the rest in the target's URL");
        }
        return new PsqlCommands.PassOn(new ScriptStep.Connect(database(command, words.getFirst()), command.position()));
    }

    /** The plain name, or {@code dbname='name'}, which pg_dump writes for an unusual name. */
    private static String database(PsqlCommand command, String word) {
        var name = unquoted(word, '"');
        if (!name.contains("=") && !name.contains("://")) {
            return name;
        }
        if (!name.startsWith(DBNAME) || name.indexOf('=', DBNAME.length()) >= 0) {
            throw command.refused(
                    "\\connect with a connection string is not supported",
                    "give only the database name, and the rest in the target's URL");
        }
        return unquoted(name.substring(DBNAME.length()), '\'')
                .replace("\\'", "'")
                .replace("\\\\", "\\");
    }

    private static String unquoted(String word, char quote) {
        var quoted = word.length() >= 2 && word.charAt(0) == quote && word.charAt(word.length() - 1) == quote;
        return quoted ? word.substring(1, word.length() - 1) : word;
    }
}
