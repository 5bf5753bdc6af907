package dev.dbops.dump;

import dev.dbops.postgres.ServerVersion;
import dev.dbops.script.lexer.ScriptParts;
import dev.dbops.script.lexer.ScriptParts.Part;
import java.util.List;

/**
 * The output of pg_dump without what differs between runs and machines, so that it can be committed.
 *
 * <p>These are the versions of server and pg_dump, and {@code \restrict} with its random key (which older versions of
 * psql do not know). The triggers of db-ops are removed, and so is a setting that the server does not know. All of these
 * are comments, commands or whole statements: what is inside a statement is never changed.
 */
final class DumpText {
    private static final String HEAD = """
        --
        -- PostgreSQL database dump
        --

        """;
    private static final String SET = "SET ";
    /** Written by pg_dump 17 and newer, for every server version. */
    private static final String TRANSACTION_TIMEOUT = "SET transaction_timeout = 0;";

    private static final int KNOWS_TRANSACTION_TIMEOUT = 170_000;

    private final String text;
    private final ServerVersion server;
    private final List<OwnTrigger> ownTriggers;
    private final StringBuilder kept = new StringBuilder(HEAD);
    /** True while the text is that of an entry that creates a trigger of db-ops. */
    private boolean inOwnEntry;

    DumpText(String text, ServerVersion server, List<OwnTrigger> ownTriggers) {
        this.text = text;
        this.server = server;
        this.ownTriggers = ownTriggers;
    }

    String stable() {
        var parts = ScriptParts.of(text, "the output of pg_dump");
        var from = 0;
        var begun = false;
        for (var part : parts) {
            // before the first setting there are only the comments that name versions, and \restrict
            begun |= part.command().isEmpty() && text.startsWith(SET, part.start());
            if (begun) {
                from = take(from == 0 ? part.start() : from, part);
            }
        }
        takeComments(from, text.length());
        var end = kept.length();
        while (kept.charAt(end - 1) == '\n') {
            end--;
        }
        kept.setLength(end);
        return kept.append('\n').toString();
    }

    /**
     * Keeps what is wanted of the text up to the end of a part.
     *
     * @param from the end of the part before
     * @return where the text after this part begins
     */
    private int take(int from, Part part) {
        takeComments(from, part.start());
        if (isLeftOut(part)) {
            return Math.min(part.end() + 1, text.length()); // with its line
        }
        if (!inOwnEntry) {
            kept.append(text, part.start(), part.end());
        }
        return part.end();
    }

    /** An entry is what follows the comment that names an object, up to the next such comment. */
    private void takeComments(int from, int to) {
        var at = from;
        while (at < to) {
            var heading = DumpHeading.next(text, at, to);
            var end = heading.map(DumpHeading::start).orElse(to);
            if (!inOwnEntry) {
                kept.append(text, at, end);
            }
            if (heading.isPresent()) {
                inOwnEntry = isOwn(heading.get());
                if (!inOwnEntry) {
                    kept.append(text, heading.get().start(), heading.get().end());
                }
                end = heading.get().end();
            }
            at = end;
        }
    }

    private boolean isOwn(DumpHeading heading) {
        for (var trigger : ownTriggers) {
            if (heading.names(trigger)) {
                return true;
            }
        }
        return false;
    }

    private boolean isLeftOut(Part part) {
        return part.command()
                .map(name -> name.equals("restrict") || name.equals("unrestrict"))
                .orElseGet(() -> server.number() < KNOWS_TRANSACTION_TIMEOUT
                        && part.in(text).equals(TRANSACTION_TIMEOUT));
    }
}
