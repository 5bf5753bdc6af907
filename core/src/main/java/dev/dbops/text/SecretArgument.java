package dev.dbops.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A word of a command line, or the value of a variable, that may hold secrets.
 *
 * @param shown the word without them
 * @param secrets the secrets, as written and decoded
 */
record SecretArgument(String shown, List<String> secrets) {
    /** A shorter value is likely to be a part of other words. */
    private static final int SHORTEST = 6;

    /** A value of only letters may be a word, such as postgres, unless it is at least this long. */
    private static final int LONGEST_WORD = 16;

    static SecretArgument of(String text) {
        var secrets = new ArrayList<String>();
        var password = UrlPasswords.ofWhole(text);
        var shown = text;
        if (!Redactor.isPlaceholder(password)) {
            var at = text.lastIndexOf('@');
            shown = text.substring(0, at - password.length()) + Redactor.HIDDEN + text.substring(at);
            add(password, secrets);
            // the rest may be host, database and parameters, with another "@" in them
            add(password.substring(0, Math.max(0, password.indexOf('@'))), secrets);
        }
        NamedSecrets.in(text).forEach(value -> add(unquoted(value), secrets));
        return new SecretArgument(NamedSecrets.hide(shown), secrets);
    }

    private static void add(String secret, List<String> secrets) {
        if (!Redactor.isPlaceholder(secret)) {
            secrets.add(secret);
            secrets.add(decoded(secret));
        }
    }

    private static String unquoted(String value) {
        var quoted = value.length() > 1 && (value.charAt(0) == '\'' || value.charAt(0) == '"');
        return quoted ? value.substring(1, value.length() - 1).replace("\\", "") : value;
    }

    /** Decodes percent-encoded characters; invalid codes stay as they are. */
    private static String decoded(String text) {
        var bytes = new ByteArrayOutputStream();
        for (var i = 0; i < text.length(); i++) {
            var code = text.charAt(i) == '%' ? code(text, i) : -1;
            if (code >= 0) {
                bytes.write(code);
                i += 2;
            } else {
                var character = text.codePointAt(i);
                bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(character) - 1;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int code(String text, int percent) {
        return percent + 2 < text.length()
                        && Character.digit(text.charAt(percent + 1), 16) >= 0
                        && Character.digit(text.charAt(percent + 2), 16) >= 0
                ? Character.digit(text.charAt(percent + 1), 16) * 16 + Character.digit(text.charAt(percent + 2), 16)
                : -1;
    }

    /** Returns whether a variable of this name holds a secret. */
    static boolean isSecretName(String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        return upper.endsWith("PASSWORD")
                || upper.endsWith("SECRET_ACCESS_KEY")
                || upper.endsWith("SESSION_TOKEN")
                || upper.endsWith("SECURITY_TOKEN");
    }

    /** Returns whether a value in shown text is unlikely to be anything but the secret. */
    static boolean isDistinct(String value) {
        if (value.length() < SHORTEST) {
            return false;
        }
        var letters = value.chars().filter(Character::isLetter).count();
        var digits = value.chars().filter(Character::isDigit).count();
        return value.length() >= LONGEST_WORD || letters < value.length() && digits < value.length();
    }
}
