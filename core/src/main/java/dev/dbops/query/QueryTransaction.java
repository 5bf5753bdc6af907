package dev.dbops.query;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.postgres.Transaction;
import dev.dbops.script.QueryStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;
import org.postgresql.core.Tuple;

/**
 * The transaction that the user's SQL runs in. Its rights are set before the SQL begins, in a way that the SQL cannot
 * change.
 */
final class QueryTransaction {
    /**
     * Takes a snapshot. PostgreSQL lets a transaction become read-write until it has taken its first snapshot (SET
     * TRANSACTION: "The transaction access mode cannot be changed after the first query or data-modification
     * statement"). A query takes its snapshot before it runs; before other SQL, this statement runs first. RESET is not
     * subject to this rule before PostgreSQL 16, so the mode is checked again at the end.
     */
    private static final PreparedText TAKE_SNAPSHOT = new PreparedText("SELECT 1", List.of());

    private static final String SET_ROLE = "SELECT pg_catalog.set_config('role', $1, true)";
    private static final String SET_ROLE_OF_SESSION = "SELECT pg_catalog.set_config('role', ?, false)";
    private static final String ROLE = "SELECT pg_catalog.current_setting('role')";

    private final Database database;
    private final QueryMode mode;
    private final String role;
    private boolean settled;

    /**
     * @param role the role whose rights the SQL has; empty for the role that logs in
     */
    QueryTransaction(Database database, QueryMode mode, String role) {
        this.database = database;
        this.mode = mode;
        this.role = role;
    }

    /**
     * Does the work in a transaction, which is committed in mode WRITE and rolled back in the others.
     *
     * @param name what is being run, for messages
     * @throws OpsException of kind REFUSED when the SQL has left its role or the read-only mode; nothing is kept then
     */
    void run(String name, Runnable work) {
        if (mode == QueryMode.WRITE) {
            new Transaction(database, name).commit(() -> {
                work.run();
                requireRole();
                return true;
            });
            return;
        }
        try {
            database.connection().setAutoCommit(false);
            work.run();
            requireRole();
            rollBack();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Rolls back, and checks in the same round trip that the transaction is still read-only. */
    private void rollBack() throws SQLException {
        if (mode != QueryMode.READ) {
            database.connection().rollback();
            return;
        }
        try (var statement = database.connection().createStatement()) {
            statement.execute("SHOW transaction_read_only; ROLLBACK");
            var row = statement.getResultSet();
            if (row.next() && !row.getString(1).equals("on")) {
                throw new OpsException(
                        Kind.REFUSED,
                        "the SQL has made its transaction read-write; it was rolled back",
                        "to let query write, add --write");
            }
        }
    }

    /**
     * Must be called before each statement: sets up the transaction before the first statement that could have an
     * effect.
     */
    void before(QueryStatement statement) {
        if (!settled && !statement.setsTransaction()) {
            settled = true;
            settle(statement);
        }
    }

    /** Sets the role for a statement that the server does not run in a transaction. */
    void settleSession() {
        if (!role.isEmpty()) {
            try {
                database.query(SET_ROLE_OF_SESSION, row -> true, role);
            } catch (OpsException e) {
                throw withRoleHint(e);
            }
        }
    }

    private void settle(QueryStatement first) {
        try {
            if (!role.isEmpty()) {
                run(new PreparedText(SET_ROLE, List.of(Optional.of(role)), Oid.TEXT));
            } else if (mode == QueryMode.READ && !first.takesSnapshot()) {
                run(TAKE_SNAPSHOT);
            }
        } catch (SQLException e) {
            throw role.isEmpty() ? SqlErrors.translate(e) : withRoleHint(SqlErrors.translate(e));
        }
    }

    private OpsException withRoleHint(OpsException failure) {
        return failure.serverError().isEmpty()
                ? failure
                : failure.withHint(
                        "the role must exist, and the role that logs in must be a member of it: GRANT %s TO %s"
                                .formatted(
                                        database.quoteIdentifier(role),
                                        database.quoteIdentifier(
                                                database.target().user())));
    }

    private void run(PreparedText text) throws SQLException {
        new CursorReader(database.connection(), true, mode == QueryMode.READ, _ -> {}).run(text, new Nothing());
    }

    private void requireRole() {
        if (!role.isEmpty() && !database.query(ROLE, row -> row.getString(1)).equals(List.of(role))) {
            throw new OpsException(
                    Kind.REFUSED,
                    "the SQL has left the role \"%s\", which --as-role gave it".formatted(role),
                    "to run SQL that you do not trust, log in as a role that has no other privileges");
        }
    }

    /** Ignores the result. */
    private static final class Nothing implements CursorReader.Consumption {
        @Override
        public void begin(Field... fields) {}

        @Override
        public void rows(List<Tuple> tuples) {}
    }
}
