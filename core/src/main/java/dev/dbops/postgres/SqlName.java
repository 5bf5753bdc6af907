package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayList;
import java.util.List;

/** Splits a name into its parts by the server's rules (PostgreSQL documentation, section 4.1.1). */
public final class SqlName {
    private final String text;
    private final String what;
    private final String hint;
    private int at;

    /**
     * @param what the kind of name, such as "table name", for messages
     * @param hint how to write such a name
     */
    public SqlName(String text, String what, String hint) {
        this.text = text;
        this.what = what;
        this.hint = hint;
    }

    /**
     * The parts between the dots, as they are in the catalog.
     *
     * @throws OpsException of kind USAGE when it is not a valid name
     */
    public List<String> parts() {
        var parts = new ArrayList<String>();
        do {
            parts.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
        } while (at < text.length() && text.charAt(at++) == '.');
        return parts;
    }

    private String quoted() {
        var name = new StringBuilder();
        at++;
        while (at < text.length()) {
            var next = text.charAt(at++);
            if (next != '"') {
                name.append(next);
            } else if (at < text.length() && text.charAt(at) == '"') {
                name.append('"');
                at++;
            } else {
                return ended(name);
            }
        }
        throw fault("a quote is not closed");
    }

    private String plain() {
        var name = new StringBuilder();
        while (at < text.length() && isPart(text.charAt(at), name.isEmpty())) {
            var next = text.charAt(at++);
            // ASCII only, as the server does with a database in UTF-8.
            name.append(next >= 'A' && next <= 'Z' ? (char) (next - 'A' + 'a') : next);
        }
        return ended(name);
    }

    private String ended(StringBuilder name) {
        if (at < text.length() && text.charAt(at) != '.') {
            throw fault("'%s' needs quotes".formatted(text.charAt(at)));
        }
        if (name.isEmpty() || name.indexOf("\0") >= 0) {
            throw fault("a part of it is empty");
        }
        return name.toString();
    }

    /** Returns whether the letter may be in an unquoted name. */
    public static boolean isPart(char letter, boolean first) {
        return letter >= 'a' && letter <= 'z'
                || letter >= 'A' && letter <= 'Z'
                || letter == '_'
                || letter >= 0x80
                || !first && (letter >= '0' && letter <= '9' || letter == '$');
    }

    /** The failure of a name that is not valid. */
    public OpsException fault(String reason) {
        return new OpsException(Kind.USAGE, "\"%s\" is not a valid %s: %s".formatted(text, what, reason), hint);
    }
}
