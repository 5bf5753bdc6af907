package dev.dbops.aws.dataapi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A statement that the server or the Data API has refused, with the fields of an ErrorResponse of the protocol. */
final class ServerRefusal extends Exception {
    static final String LIMIT = "54000";
    static final String CANCELLED = "57014";
    static final String LOST = "08006";
    static final String NOT_SUPPORTED = "0A000";

    private static final long serialVersionUID = 1L;
    private static final List<String> LABELS = List.of("SQLState", "Position", "Hint", "Detail", "Where");

    private final String state;
    private final String detail;
    private final String hint;
    private final int position;

    private ServerRefusal(String state, String message, String detail, String hint, int position) {
        super(message);
        this.state = state;
        this.detail = detail;
        this.hint = hint;
        this.position = position;
    }

    ServerRefusal(String state, String message, String hint) {
        this(state, message, "", hint, 0);
    }

    /**
     * Reads the message of a DatabaseErrorException: the server's own message, and then those of its fields that are
     * known, such as {@code ERROR: relation "x" does not exist; Position: 15; SQLState: 42P01}. The driver's form, with
     * each field on a line of its own, is read as well.
     */
    static ServerRefusal parse(String text) {
        var fields = new HashMap<String, String>();
        var rest = text.strip();
        for (var label = label(rest); !label.isEmpty(); label = label(rest)) {
            var at = start(rest, label);
            fields.put(
                    label,
                    rest.substring(rest.indexOf(label, at) + label.length() + 1).strip());
            rest = rest.substring(0, at).strip();
        }
        var message = rest.replaceFirst("^(ERROR|FATAL|PANIC): ", "");
        return new ServerRefusal(
                fields.getOrDefault("SQLState", "XX000"),
                message,
                fields.getOrDefault("Detail", ""),
                fields.getOrDefault("Hint", ""),
                number(fields.getOrDefault("Position", "")));
    }

    /** The label of the last field; the message itself may contain semicolons. */
    private static String label(String text) {
        var last = "";
        var end = -1;
        for (var label : LABELS) {
            var at = start(text, label);
            if (at > end) {
                end = at;
                last = label;
            }
        }
        return last;
    }

    private static int start(String text, String label) {
        return Math.max(text.lastIndexOf("; " + label + ": "), text.lastIndexOf("\n  " + label + ": "));
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** The same refusal at a position of the statement that the driver knows; 0 when there is none. */
    ServerRefusal at(int other) {
        return new ServerRefusal(state, getMessage(), detail, hint, other);
    }

    /** The position in the text that was sent, from 1; 0 when there is none. */
    int position() {
        return position;
    }

    String state() {
        return state;
    }

    /** The hint; empty when there is none. */
    String hint() {
        return hint;
    }

    /** The fields by their letters (PostgreSQL documentation, section 53.8). */
    Map<Character, String> fields() {
        var fields = new HashMap<Character, String>();
        fields.put('S', "ERROR");
        fields.put('V', "ERROR");
        fields.put('C', state);
        fields.put('M', getMessage());
        put(fields, 'D', detail);
        put(fields, 'H', hint);
        put(fields, 'P', position > 0 ? Integer.toString(position) : "");
        return fields;
    }

    private static void put(Map<Character, String> fields, char letter, String value) {
        if (!value.isEmpty()) {
            fields.put(letter, value);
        }
    }
}
