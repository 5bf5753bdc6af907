package dev.dbops.dump;

import dev.dbops.postgres.ServerVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of pg_dump without what differs from run to run and from machine to machine, so that it can be committed.
 *
 * <p>That is: the versions of server and pg_dump, and {@code \restrict} with its random key (which a psql of last year
 * does not know). Triggers of db-ops' own are taken out, and a setting that the server does not know.
 */
final class DumpText {
    private static final String ENTRY = "-- Name: ";
    private static final String RULE = "--";
    private static final String COMPLETE = "-- PostgreSQL database dump complete";
    private static final String RESTRICT = "\\restrict ";
    /** Written by pg_dump 17 and newer, whatever the server is. */
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

    /** Where the statements begin, behind the comments that name versions. */
    private int firstSetting() {
        for (var i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("SET ")) {
                return i;
            }
        }
        return 0;
    }

    /** The last line of a dump that begins with a \restrict: it has the same key. Empty lines are never equal to it. */
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
