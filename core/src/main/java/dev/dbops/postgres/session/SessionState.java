package dev.dbops.postgres.session;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Locale;

/**
 * The state of a session, in PostgreSQL's own words (documentation, section 27.2.3).
 *
 * @param text the text in pg_stat_activity
 */
public record SessionState(String text) {
    /** The states as users type them, without quotes. */
    public static final List<String> NAMES = List.of(
            "active",
            "idle",
            "idle-in-transaction",
            "idle-in-transaction-aborted",
            "fastpath-function-call",
            "disabled");

    private static final String ABORTED = " aborted";

    /**
     * The state of that name, with hyphens or as PostgreSQL writes it.
     *
     * @throws OpsException of kind USAGE when there is none
     */
    public static SessionState of(String name) {
        var words = name.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
        var plain = words.replace("(", "").replace(")", "");
        if (!NAMES.contains(plain)) {
            throw new OpsException(
                    Kind.USAGE, "there is no state \"%s\"".formatted(name), "one of " + String.join(", ", NAMES));
        }
        var text = plain.replace('-', ' ');
        return new SessionState(
                text.endsWith(ABORTED) ? text.substring(0, text.length() - ABORTED.length()) + " (aborted)" : text);
    }
}
