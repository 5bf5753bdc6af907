package dev.dbops.script.encoding;

import dev.dbops.script.lexer.Statement;
import java.util.Locale;

/**
 * Determines which statements may change how the text after them is read: {@code client_encoding} and
 * {@code standard_conforming_strings}. Triggers are assumed not to.
 */
public final class SettingChange {
    /** A shorter statement has all its tokens in its trail. */
    private static final int COMPLETE = 16;

    private SettingChange() {}

    /** Returns whether one of its commands may: a setting of one of them, the end of a transaction, a function. */
    public static boolean possibleBy(Statement statement) {
        return statement.parts().stream().anyMatch(SettingChange::possibleByPart);
    }

    private static boolean possibleByPart(Statement part) {
        return switch (part.word(0)) {
            case "update" -> part.contains("pg_settings");
            case "insert", "delete", "merge", "copy", "truncate", "lock" -> false;
            case "create", "alter", "drop", "comment", "grant", "revoke", "security", "import", "reassign" -> false;
            case "analyze", "vacuum", "reindex", "cluster", "refresh", "checkpoint" -> false;
            case "notify", "listen", "unlisten", "load", "deallocate", "declare", "close", "move" -> false;
            case "prepare" -> part.word(1).equals("transaction");
            case "set" -> names(part);
            case "reset" -> part.contains("all") || names(part);
            case "select" -> part.contains("(") && !isOfDump(part);
            default -> true;
        };
    }

    /** Returns whether it names one of the settings, as an identifier of any form. */
    public static boolean names(Statement part) {
        return namesEncoding(part)
                || part.tokens().stream().anyMatch(token -> isName(token, "standard_conforming_strings"));
    }

    /** Returns whether it names the setting client_encoding. */
    public static boolean namesEncoding(Statement part) {
        // U&"client\005Fencoding" is in the trail as the word U and a quoted identifier.
        return part.contains("names")
                || part.contains("u")
                || part.tokens().stream().anyMatch(token -> isName(token, "client_encoding"));
    }

    private static boolean isName(String token, String name) {
        var start = token.startsWith("\"") ? 1 : 0;
        return token.substring(start).toLowerCase(Locale.ROOT).replace("\"", "").equals(name);
    }

    /** The calls that pg_dump writes by the hundred: the values of sequences, and large objects. */
    private static boolean isOfDump(Statement part) {
        return part.tokens().size() < COMPLETE
                && part.word(1).equals("pg_catalog")
                && part.tokens().indexOf("(") == part.tokens().lastIndexOf("(")
                && switch (part.word(3)) {
                    case "setval", "lo_create", "lo_open", "lowrite", "lo_close", "lo_unlink" -> true;
                    default -> false;
                };
    }

    /** Returns whether its effect on the settings does not depend on the value before it. */
    public static boolean decidesAlone(Statement statement) {
        return switch (statement.word(0)) {
            case "set", "reset", "discard", "rollback", "abort", "commit", "end", "prepare" ->
                statement.commands() == 1;
            default -> false;
        };
    }
}
