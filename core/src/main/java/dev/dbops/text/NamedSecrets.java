package dev.dbops.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds secrets in a text by what is written before them: {@code password=}, {@code "SecretString":} and the like. */
final class NamedSecrets {
    /** The names of settings, variables and fields whose values are secrets. */
    private static final String NAMES = "(?:(?:pg|ssl)?passw(?:or)?d|pwd|sslfactoryarg|socketfactoryarg"
            + "|(?:aws[_-]?)?(?:secret[_-]?access[_-]?key|session[_-]?token|security[_-]?token)"
            + "|secretstring|client[_-]?secret|(?:access|id|refresh)[_-]?token)";

    /** Past a quote in an unquoted value, the value goes on unless something ends the sentence there. */
    private static final String UNQUOTED = "(?:\\\\.|[^\\s\"'%s]|[\"'](?![\\s,;:.)\\]}]|$))+";

    private enum Form {
        /** A parameter of a URL: ends at "&amp;". */
        PARAMETER("(?i)[?&]" + NAMES + "=(" + UNQUOTED.formatted("&") + ")"),
        /** A keyword of libpq, a variable of a shell, a line of a file of credentials. */
        SETTING("(?i)(?<![a-z0-9?&])(?<!x-amz-)(?:[a-z0-9]+_)*" + NAMES
                + "\\s*=\\s*('(?:[^'\\\\]|\\\\.|'')*(?:'|$)|\"(?:[^\"\\\\]|\\\\.)*(?:\"|$)|" + UNQUOTED.formatted("")
                + ")"),
        /** What signs a request to AWS, in its URL. */
        SIGNATURE("(?i)\\bx-amz-(?:signature|security-token|credential)=([^\\s&\"']+)"),
        /** A field of JSON. */
        FIELD("(?i)(?<!\\\\)\"(?:[a-z0-9]+_)*" + NAMES + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)"),
        /** A field of JSON inside of a string of JSON. */
        ESCAPED_FIELD("(?i)\\\\\"(?:[a-z0-9]+_)*" + NAMES + "\\\\\"\\s*:\\s*\\\\\"((?:[^\"\\\\]|\\\\[^\"])*)"),
        /** {@code ALTER ROLE app PASSWORD 'x'}. */
        SQL("(?i)\\bpassword\\s+(E?'(?:[^']|'')*(?:'|$))"),
        /** A header of HTTP. */
        HEADER("(?i)\\bauthorization\\\\?\"?\\s*[:=]\\s*\\\\?\"?((?:[^\\s\"\\\\]|[ \\t])+)"),
        /** A JSON web token, wherever it is. */
        WEB_TOKEN("\\b(eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]*)");

        private final Pattern pattern;

        Form(String regex) {
            this.pattern = Pattern.compile(regex);
        }
    }

    /** One of these is in every text that has something to hide; most texts have none. */
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

    /** What {@link #hide} would hide. */
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
