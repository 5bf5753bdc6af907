package dev.dbops.sqlstate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.util.ServerErrorMessage;

/**
 * The details of a server error: the names that hints are filled with.
 *
 * <p>The server sends some names in separate fields; others are only in its message. They are found there by quotes,
 * brackets and colons, which are the same in every language of the server, and not by its words.
 *
 * @param values the values by the names that hints.txt explains; unknown ones are missing
 */
public record ErrorFields(Map<String, String> values) {
    /** The quotes of the languages: "a", «a», »a«, „a“. */
    private static final Pattern QUOTED = Pattern.compile("[\"«»„“](.+?)[\"»«“”]");

    private static final Pattern FUNCTION = Pattern.compile("([^\\s(\"]+)\\(");
    private static final Pattern QUALIFIED = Pattern.compile("(?<=\\s)[^\\s\".]+\\.[^\\s\"]+(?=\\s)");
    private static final Pattern INPUT = Pattern.compile("(double precision|\\S+)\\s?: [\"«»„“]");
    private static final int LONGEST_NAME = 130;

    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String RESTRICT_VIOLATION = "23001";
    private static final String UNDEFINED_FUNCTION = "42883";
    private static final String UNDEFINED_OBJECT = "42704";
    private static final String INVALID_TEXT = "22P02";
    private static final String FEATURE_NOT_SUPPORTED = "0A000";
    private static final String OBJECT_IN_USE = "55006";

    /** The functions of the server that rename and drop a database. */
    private static final Set<String> DATABASE_ROUTINES = Set.of("RenameDatabase", "dropdb");

    /** The fields of an error of which only the code is known. */
    public static final ErrorFields NONE = new ErrorFields(Map.of());

    /** The fields of the error. */
    public static ErrorFields of(ServerErrorMessage error) {
        var values = new HashMap<String, String>();
        var message = orEmpty(error.getMessage());
        put(values, "schema", error.getSchema());
        put(values, "table", error.getTable());
        put(values, "column", error.getColumn());
        put(values, "constraint", error.getConstraint());
        put(values, "type", error.getDatatype());
        var quoted = quoted(message);
        if (!quoted.isEmpty()) {
            put(values, "name", quoted.getFirst());
        }
        switch (orEmpty(error.getSQLState())) {
            case FOREIGN_KEY_VIOLATION, RESTRICT_VIOLATION -> putOther(values, quoted, orEmpty(error.getDetail()));
            case UNDEFINED_FUNCTION -> putFunction(values, message);
            case UNDEFINED_OBJECT -> putExtension(values, quoted);
            case INVALID_TEXT -> putInput(values, message);
            case FEATURE_NOT_SUPPORTED, OBJECT_IN_USE -> putSession(values, error.getRoutine(), quoted);
            default -> {}
        }
        return new ErrorFields(Map.copyOf(values));
    }

    /** The quoted texts of the message, in order. */
    public static List<String> quoted(String message) {
        var found = new ArrayList<String>();
        var quotes = QUOTED.matcher(message);
        while (quotes.find()) {
            found.add(quotes.group(1));
        }
        return found;
    }

    /** The name before the brackets in the message: a function's, with its schema if that was written. */
    public static Optional<String> function(String message) {
        var matcher = FUNCTION.matcher(message);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The unquoted word with a full stop inside: a column after its table or alias. */
    public static Optional<String> qualified(String message) {
        var matcher = QUALIFIED.matcher(message);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    /** Returns whether a known extension provides a type or a function of that name. */
    public static boolean hasExtension(String name) {
        return Extensions.ofFunction(name).isPresent()
                || Extensions.ofType(name).isPresent();
    }

    /** A third name is the table whose rows still refer to the dropped one; the first is its own. */
    private static void putOther(Map<String, String> values, List<String> quoted, String detail) {
        if (quoted.size() > 2) {
            put(values, "child", quoted.getLast());
        } else {
            var parents = quoted(detail);
            if (!parents.isEmpty()) {
                put(values, "parent", parents.getLast());
            }
        }
    }

    private static void putFunction(Map<String, String> values, String message) {
        var function = function(message);
        if (function.isPresent()) {
            put(values, "function", function.get());
            Extensions.ofFunction(function.get()).ifPresent(extension -> values.put("extension", extension));
        } else if (message.contains(": ")) {
            values.put("operator", message.substring(message.lastIndexOf(": ") + 2));
        }
    }

    private static void putExtension(Map<String, String> values, List<String> quoted) {
        if (!quoted.isEmpty()) {
            Extensions.ofType(quoted.getFirst()).ifPresent(extension -> values.put("extension", extension));
        }
    }

    private static void putInput(Map<String, String> values, String message) {
        var matcher = INPUT.matcher(message);
        if (matcher.find()) {
            values.put("input", matcher.group(1));
            if (matcher.group(1).equals("uuid")) {
                values.put("uuid", "uuid");
            }
        }
    }

    /** An error about the session's own database names none. */
    private static void putSession(Map<String, String> values, String routine, List<String> quoted) {
        if (quoted.isEmpty() && DATABASE_ROUTINES.contains(orEmpty(routine))) {
            values.put("session", "this session");
        }
    }

    private static void put(Map<String, String> values, String key, String name) {
        if (name != null && name.length() < LONGEST_NAME && name.indexOf('\n') < 0) {
            values.put(key, "\"" + name + "\"");
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
