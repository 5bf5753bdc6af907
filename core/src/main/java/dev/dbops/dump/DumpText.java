package dev.dbops.dump;

import dev.dbops.postgres.ServerVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * The output of pg_dump without the lines that differ between runs and machines, so that it can be committed.
 *
 * <p>These are the versions of server and pg_dump, and {@code \restrict} with its random key (which older versions of
 * psql do not know). The triggers of db-ops are removed, and so is a setting that the server does not know.
 */
final class DumpText {
    private static final String ENTRY = "-- Name: ";
    private static final String RULE = "--";
    private static final String COMPLETE = "-- PostgreSQL database dump complete";
    private static final String RESTRICT = "\\restrict ";
    /** Written by pg_dump 17 and newer, for every server version. */
    private static final String TRANSACTION_TIMEOUT = "SET transaction_timeout = 0;";

    private static final int KNOWS_TRANSACTION_TIMEOUT = 170_000;

    private final List<String> lines;
    private final ServerVersion server;
    private final List<String> ownHeadings;

    DumpText(String text, ServerVersion server, List<OwnTrigger> ownTriggers) {
        this.lines = text.lines().toList();
        this.server = server;
        this.ownHeadings = ownTriggers.stream().map(OwnTrigger::heading).toList();
    }

    String stable() {
        var first = firstSetting();
        var unrestrict = unrestrict(first);
        var kept = new ArrayList<>(List.of(RULE, "-- PostgreSQL database dump", RULE, ""));
        var isOwn = false;
        for (var i = first; i < lines.size(); i++) {
            if (isRule(i)) {
                isOwn = isOwn(lines.get(i + 1));
            }
            var line = lines.get(i);
            if (!isOwn && !line.equals(unrestrict) && !isUnknownSetting(line)) {
                kept.add(line);
            }
        }
        while (kept.getLast().isEmpty()) {
            kept.removeLast();
        }
        return String.join("\n", kept) + "\n";
    }

    /** The line where the statements begin, after the comments that name versions. */
    private int firstSetting() {
        for (var i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("SET ")) {
                return i;
            }
        }
        return 0;
    }

    /** The last line of a dump that begins with \restrict; it has the same key. It never equals an empty line. */
    private String unrestrict(int first) {
        for (var line : lines.subList(0, first)) {
            if (line.startsWith(RESTRICT)) {
                return "\\un" + line.substring(1);
            }
        }
        return "\\unrestrict";
    }

    /** Returns whether the comment above an object, or the one at the end, begins here. */
    private boolean isRule(int i) {
        return lines.get(i).equals(RULE)
                && i + 2 < lines.size()
                && lines.get(i + 2).equals(RULE)
                && (lines.get(i + 1).startsWith(ENTRY) || lines.get(i + 1).equals(COMPLETE));
    }

    private boolean isOwn(String heading) {
        for (var own : ownHeadings) {
            if (heading.startsWith(own)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUnknownSetting(String line) {
        return server.number() < KNOWS_TRANSACTION_TIMEOUT && line.equals(TRANSACTION_TIMEOUT);
    }
}
