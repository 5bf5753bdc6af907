package dev.dbops.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the passwords of connection URLs in a text, also of URLs that are not well-formed: an unencoded {@code @},
 * {@code /}, {@code ?}, {@code #} or space in a password is the usual reason why a URL is shown in an error.
 */
final class UrlPasswords {
    /** Accepts any number of slashes: a file name loses one of two. */
    private static final Pattern POSTGRES = Pattern.compile("(?i)(?:jdbc:)?postgres(?:ql)?:/*");

    /**
     * URLs of proxies, brokers and other databases, with a user name and a password before the first slash. A scheme has a
     * limited length here: the search would otherwise take the square of the length of a text without spaces.
     */
    private static final Pattern OTHER =
            Pattern.compile("(?i)[a-z][a-z0-9+.-]{0,30}:/{1,3}[^\\s/?#@:\"']*:([^\\s/?#\"']*)@");

    private static final Pattern ANY_SCHEME =
            Pattern.compile("(?i)(?:jdbc:)?(?:postgres(?:ql)?:/*|[a-z][a-z0-9+.-]{0,30}:/+)");

    private static final String QUOTES = "\"'`";
    private static final String AFTER_QUOTE = " \t\n,;:.)]}";

    private UrlPasswords() {}

    static String hide(String text) {
        if (text.indexOf(':') < 0) {
            return text;
        }
        return hideOthers(hidePostgres(text));
    }

    /**
     * The password of a text that is one URL, well-formed or not, or only {@code user:password@host}. The password ends
     * at the last "@". Empty when there is none.
     */
    static String ofWhole(String text) {
        var scheme = ANY_SCHEME.matcher(text);
        var start = scheme.find() ? scheme.end() : 0;
        var at = text.lastIndexOf('@');
        var colon = text.indexOf(':', start);
        if (start == 0 && (colon <= 0 || text.substring(0, colon).chars().anyMatch(Character::isWhitespace))) {
            return "";
        }
        return colon < 0 || colon >= at ? "" : text.substring(colon + 1, at);
    }

    private static String hidePostgres(String text) {
        var match = POSTGRES.matcher(text);
        var shown = new StringBuilder();
        var end = 0;
        for (var from = 0; match.find(from); ) {
            var password = password(text, match);
            if (password.end > password.start) {
                shown.append(text, end, password.start).append(Redactor.HIDDEN);
                end = password.end;
            }
            from = password.end;
        }
        return end == 0 ? text : shown.append(text, end, text.length()).toString();
    }

    private static String hideOthers(String text) {
        var match = OTHER.matcher(text);
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

    /**
     * The position of the password.
     *
     * @param start the position of the first character
     * @param end the position after the last character; the same as the start when there is no password
     */
    private record Range(int start, int end) {}

    private static Range password(String text, Matcher scheme) {
        var start = scheme.end();
        var end = endOfUrl(text, scheme.start(), start);
        var at = text.lastIndexOf('@', end - 1);
        if (at < start && hasOddPort(text, start, end)) {
            // a space in the password has cut off the URL
            at = isQuoted(text, scheme.start()) ? end : lastAtOfLine(text, start, end);
        }
        var colon = at < start ? -1 : text.indexOf(':', start);
        if (colon < 0 || colon >= at || Redactor.isPlaceholder(text.substring(colon + 1, at))) {
            return new Range(start, start);
        }
        return new Range(colon + 1, at);
    }

    private static boolean isQuoted(String text, int scheme) {
        return scheme > 0 && QUOTES.indexOf(text.charAt(scheme - 1)) >= 0;
    }

    /** A quoted URL ends at the quote that white space or punctuation follows; an unquoted URL ends at white space. */
    private static int endOfUrl(String text, int scheme, int start) {
        var quote = isQuoted(text, scheme) ? text.charAt(scheme - 1) : '\0';
        for (var i = start; i < text.length(); i++) {
            var letter = text.charAt(i);
            if (letter == '\n' || quote == '\0' && Character.isWhitespace(letter)) {
                return i;
            }
            if (letter == quote && (i + 1 == text.length() || AFTER_QUOTE.indexOf(text.charAt(i + 1)) >= 0)) {
                return i;
            }
        }
        return text.length();
    }

    /** Returns whether the first host's port is not a number: then it is a password without its "@". */
    private static boolean hasOddPort(String text, int start, int end) {
        var i = start;
        while (i < end && ":[,/?".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        if (i == end || text.charAt(i) != ':') {
            return false;
        }
        i++;
        while (i < end && Character.isDigit(text.charAt(i))) {
            i++;
        }
        return i < end && ",/?".indexOf(text.charAt(i)) < 0;
    }

    private static int lastAtOfLine(String text, int start, int end) {
        var lineEnd = text.indexOf('\n', start);
        var at = text.lastIndexOf('@', lineEnd < 0 ? text.length() : lineEnd);
        return at > end ? at : end;
    }
}
