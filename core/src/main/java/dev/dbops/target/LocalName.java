package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/** A database of the local server in place of a connection URL or an environment: {@code local:NAME}. */
public final class LocalName {
    private static final String PREFIX = "local:";

    private LocalName() {}

    /** Returns whether a word names a database of the local server. */
    public static boolean isLocal(String word) {
        return word.startsWith(PREFIX);
    }

    /** The name of the database. */
    static String database(String word) {
        if (word.length() == PREFIX.length()) {
            throw new OpsException(
                    Kind.USAGE, "\"local:\" does not name a database", "list the databases: db-ops local-status");
        }
        return word.substring(PREFIX.length());
    }
}
