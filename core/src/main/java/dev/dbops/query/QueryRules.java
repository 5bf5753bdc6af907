package dev.dbops.query;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.QueryStatement;
import java.util.List;

/** The rules for a query, which are checked before it is sent to a server. */
public final class QueryRules {
    private QueryRules() {}

    /**
     * Refuses SQL that cannot be run as a query.
     *
     * @param role the role whose rights the SQL has, and keeps; empty for the role that logs in
     * @throws OpsException of kind USAGE, with the position if there is one
     */
    public static void require(InputFile source, List<QueryStatement> statements, QueryMode mode, String role) {
        if (statements.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "there is no SQL in " + source.name(),
                    "db-ops query \"SELECT ...\", or -f FILE, or SQL on standard input");
        }
        for (var statement : statements) {
            requireRunnable(statement, statements.size(), mode);
            if (mode == QueryMode.READ && statement.makesReadWrite()) {
                throw refused(
                        statement,
                        statement.kind() + " would make the transaction read-write, and a query only reads",
                        "add --write");
            }
            if (!role.isEmpty() && statement.changesRole()) {
                throw refused(
                        statement,
                        statement.kind() + " would leave the role \"" + role + "\", which --as-role gives",
                        "leave it out");
            }
        }
    }

    private static void requireRunnable(QueryStatement statement, int count, QueryMode mode) {
        if (statement.controlsTransaction()) {
            throw refused(
                    statement,
                    statement.kind() + " is in the SQL, but a query is one transaction",
                    "remove it: with --write, query commits at the end; without --write, it rolls back");
        }
        if (statement.isCopyThroughConnection()) {
            throw refused(
                    statement,
                    "COPY from STDIN or to STDOUT is not a query",
                    "to export rows, use -o csv; to import rows, use db-ops seed --csv TABLE=FILE");
        }
        if (statement.needsNoTransaction()) {
            if (count > 1 || mode == QueryMode.TRIAL) {
                throw refused(
                        statement, statement.kind() + " cannot run inside a transaction", "run it alone, with --write");
            }
            if (mode == QueryMode.READ) {
                throw refused(statement, statement.kind() + " writes, and a query only reads", "add --write");
            }
        }
        statement.requireUnderstood();
    }

    private static OpsException refused(QueryStatement statement, String message, String hint) {
        return statement.at(new OpsException(Kind.USAGE, message, hint));
    }
}
