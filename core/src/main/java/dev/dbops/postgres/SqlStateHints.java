package dev.dbops.postgres;

import java.util.Optional;

/** What to do about an error of the server, by its SQLSTATE (PostgreSQL documentation, appendix A). */
public final class SqlStateHints {
    private SqlStateHints() {}

    /** One sentence, or nothing when we know nothing better than the server's message. */
    public static Optional<String> hint(String sqlState) {
        return Optional.ofNullable(
                switch (sqlState) {
                    case "25001" ->
                        "this statement cannot run inside a transaction, and a script is loaded in one: run it on its"
                                + " own";
                    case "25006" ->
                        "the server is read-only: a replica, or default_transaction_read_only is on; use the primary";
                    case "42501" -> "connect as a role that has this privilege";
                    case "42P04", "42P06", "42P07", "42710", "42723" ->
                        "it is there already: to start afresh, run db-ops setup";
                    case "53100" -> "the server's disk is full";
                    default -> null;
                });
    }
}
