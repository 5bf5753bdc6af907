package dev.dbops.shell;

import java.util.regex.Pattern;

/** Tells what may hold a password, so that it is not kept. Rather too much than too little. */
final class SensitiveText {
    /** CREATE ROLE ... PASSWORD 'x', and whatever else has a password beside the word: connection strings, options. */
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
