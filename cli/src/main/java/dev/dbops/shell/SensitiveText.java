package dev.dbops.shell;

import java.util.regex.Pattern;

/** Detects text that may contain a password, so that it is not stored. It prefers false alarms to missed passwords. */
final class SensitiveText {
    /** CREATE ROLE ... PASSWORD 'x', and other text with a password next to that word: connection strings, options. */
    private static final Pattern PASSWORD = Pattern.compile(
            "\\b(?:create|alter)\\s+(?:role|user|group)\\b.*\\bpassword\\b"
                    + "|passw(?:or)?d\\w*\"?'?\\s*(?:=|:|,|\\bto\\b|e?'|u&'|\\$)"
                    + "|\\bset\\b.*\\bpassword"
                    + "|://[^\\s/@]*:[^\\s/@]*@",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SensitiveText() {}

    static boolean isIn(String text) {
        return PASSWORD.matcher(text).find();
    }
}
