package dev.dbops.dump;

import java.util.Optional;

/**
 * The comment of three lines that pg_dump writes above an object, or at the end.
 *
 * @param start where it begins in the text
 * @param end the place after its last line feed
 * @param line its line in the middle
 */
record DumpHeading(int start, int end, String line) {
    private static final String RULE = "--\n";
    private static final String ENTRY = "-- Name: ";
    private static final String COMPLETE = "-- PostgreSQL database dump complete";

    /**
     * The first heading in white space and comments.
     *
     * @param from the beginning of a part of the text without statements
     * @param to its end
     */
    static Optional<DumpHeading> next(String text, int from, int to) {
        for (var rule = text.indexOf(RULE, from); rule >= 0 && rule < to; rule = text.indexOf(RULE, rule + 1)) {
            var middle = rule + RULE.length();
            var lineFeed = text.indexOf('\n', middle);
            if (lineFeed < 0) {
                break;
            }
            if (isLineStart(text, rule) && lineFeed + RULE.length() < to && text.startsWith(RULE, lineFeed + 1)) {
                var line = text.substring(middle, lineFeed);
                if (line.startsWith(ENTRY) || line.equals(COMPLETE)) {
                    return Optional.of(new DumpHeading(rule, lineFeed + 1 + RULE.length(), line));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isLineStart(String text, int at) {
        return at == 0 || text.charAt(at - 1) == '\n';
    }

    /** Returns whether the heading is that of a trigger. */
    boolean names(OwnTrigger trigger) {
        var name = inOneLine(trigger.name());
        var begin = trigger.table().isEmpty()
                ? ENTRY + "%s; Type: EVENT TRIGGER; Schema: -; Owner: ".formatted(name)
                : ENTRY
                        + "%s %s; Type: TRIGGER; Schema: %s; Owner: "
                                .formatted(inOneLine(trigger.table()), name, inOneLine(trigger.schema()));
        return line.startsWith(begin) && line.indexOf("; Type: ", begin.length()) < 0;
    }

    /** A name as pg_dump writes it into a comment, see its function sanitize_line. */
    private static String inOneLine(String name) {
        return name.replace('\n', ' ').replace('\r', ' ');
    }
}
