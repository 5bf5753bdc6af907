package dev.dbops.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds secrets in a text by the names before them: {@code password=}, {@code "SecretString":} and the like. */
final class NamedSecrets {
    /** The names of settings, variables and fields whose values are secrets. */
    private static final String NAMES = "(?:(?:pg|ssl)?passw(?:or)?d|pwd|sslfactoryarg|socketfactoryarg"
            + "|(?:aws[_-]?)?(?:secret[_-]?access[_-]?key|session[_-]?token|security[_-]?token)"
            + "|secretstring|client[_-]?secret|(?:access|id|refresh)[_-]?token)";

    /** An unquoted value continues after a quote, unless a space, punctuation or the end follows the quote. */
    private static final String UNQUOTED = "(?:\\\\.|[^\\s\"'%s]|[\"'](?![\\s,;:.)\\]}]|$))+";

    private enum Form {
        /** A parameter of a URL: ends at "&amp;". */
        PARAMETER("(?i)[?&]" + NAMES + "=(" + UNQUOTED.formatted("&") + ")"),
        /** A libpq keyword, a shell variable, a line of a credentials file. */
        SETTING("(?i)(?<![a-z0-9?&])(?<!x-amz-)(?:[a-z0-9]+_)*" + NAMES
                + "\\s*=\\s*('(?:[^'\\\\]|\\\\.|'')*(?:'|$)|\"(?:[^\"\\\\]|\\\\.)*(?:\"|$)|" + UNQUOTED.formatted("")
                + ")"),
        /** The signature of an AWS request, in its URL. */
        SIGNATURE("(?i)\\bx-amz-(?:signature|security-token|credential)=([^\\s&\"']+)"),
        /** A JSON field. */
        FIELD("(?i)(?<!\\\\)\"(?:[a-z0-9]+_)*" + NAMES + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)"),
        /** A JSON field inside a JSON string. */
        ESCAPED_FIELD("(?i)\\\\\"(?:[a-z0-9]+_)*" + NAMES + "\\\\\"\\s*:\\s*\\\\\"((?:[^\"\\\\]|\\\\[^\"])*)"),
        /** {@code ALTER ROLE app PASSWORD 'x'}. */
        SQL("(?i)\\bpassword\\s+(E?'(?:[^']|'')*(?:'|$))"),
        /** An HTTP header. */
        HEADER("(?i)\\bauthorization\\\\?\"?\\s*[:=]\\s*\\\\?\"?((?:[^\\s\"\\\\]|[ \\t])+)"),
        /** A JSON web token, wherever it is. */
        WEB_TOKEN("\\b(eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]*)");

        private final Pattern pattern;

        Form(String regex) {
            this.pattern = Pattern.compile(regex);
        }
    }

    /** Every text with a secret contains one of these; most texts contain none. */
    private static final Pattern TRACE =
            Pattern.compile("(?i)passw|pwd|secret|token|x-amz-|authorization|factoryarg|eyJ");

    private NamedSecrets() {}

    static String hide(String text) {
        if (!TRACE.matcher(text).find()) {
            return text;
        }
        var shown = text;
        for (var form : Form.values()) {
            shown = hide(shown, form);
        }
        return shown;
    }

    /** The secrets that {@link #hide} would hide. */
    static List<String> in(String text) {
        if (!TRACE.matcher(text).find()) {
            return List.of();
        }
        var found = new ArrayList<String>();
        for (var form : Form.values()) {
            form.pattern.matcher(text).results().forEach(match -> found.add(match.group(1)));
        }
        return found;
    }

    private static String hide(String text, Form form) {
        var match = form.pattern.matcher(text);
        var shown = new StringBuilder();
        var end = 0;
        while (match.find()) {
            if (!Redactor.isPlaceholder(match.group(1))) {
                shown.append(text, end, match.start(1)).append(Redactor.HIDDEN);
                end = match.end(1);
            }
        }
        return end == 0 ? text : shown.append(text, end, text.length()).toString();
    }
}
