package dev.dbops.build;

import java.util.regex.Pattern;

/**
 * Text in the language of manual pages, in which a dot or an apostrophe begins a command, and a backslash an escape.
 *
 * <p>Hyphens become minus signs, because a reader copies options from the page; quotes, carets and tildes keep their
 * ASCII form, which typesetters otherwise replace (groff_man_style(7), Portability).
 */
final class Roff {
    /** An option, a command in quotes, a variable, or another manual page. */
    private static final Pattern LITERAL =
            Pattern.compile("(?<![\\w-])--?[a-z][a-z-]*(?![\\w-])|\\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\\b");

    private static final int WIDTH = 78;

    private Roff() {}

    /** Text inside a line: not safe at the beginning of one. */
    static String escape(String text) {
        var escaped = new StringBuilder();
        text.codePoints()
                .forEach(point -> escaped.append(
                        switch (point) {
                            case '\\' -> "\\e";
                            case '-' -> "\\-";
                            case '\'' -> "\\(aq";
                            case '`' -> "\\(ga";
                            case '^' -> "\\(ha";
                            case '~' -> "\\(ti";
                            case '"' -> "\\(dq";
                            default -> visible(point);
                        }));
        return escaped.toString();
    }

    private static String visible(int point) {
        if (Character.isISOControl(point)) {
            throw new IllegalArgumentException("a control character in a manual page: U+%04X".formatted(point));
        }
        return point < 0x7f ? Character.toString(point) : "\\[u%04X]".formatted(point);
    }

    /** Whole lines of prose, with options and variables in bold. */
    static String prose(String text) {
        var line = new StringBuilder();
        var literals = LITERAL.matcher(text);
        var end = 0;
        while (literals.find()) {
            line.append(escape(text.substring(end, literals.start()))).append(bold(literals.group()));
            end = literals.end();
        }
        line.append(escape(text.substring(end)));
        return wrap(line.toString());
    }

    /** Lines that are short enough for the readers of the source; none begins with a dot. */
    static String wrap(String text) {
        var wrapped = new StringBuilder();
        var column = 0;
        for (var word : text.split(" +")) {
            if (column > 0) {
                var fits = column + 1 + word.length() <= WIDTH;
                wrapped.append(fits ? ' ' : '\n');
                column = fits ? column + 1 : 0;
            }
            var safe = safe(word, column == 0);
            wrapped.append(safe);
            column += safe.length();
        }
        return wrapped.toString();
    }

    /** A literal is not broken, because its hyphen would be copied; a dot does not begin a line. */
    private static String safe(String word, boolean first) {
        if (word.contains("\\fB")) {
            return "\\%" + word;
        }
        return first && word.startsWith(".") ? "\\&" + word : word;
    }

    static String bold(String text) {
        return "\\fB" + escape(text) + "\\fR";
    }

    static String italic(String text) {
        return "\\fI" + escape(text) + "\\fR";
    }
}
