package dev.dbops.sqlstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.NearestName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.util.List;

/**
 * A way to provoke an error of a server.
 *
 * @param deed the failing action
 * @param hint what the failure's hint must contain
 */
record Provocation(Deed deed, String hint) {
    /** An action that a server refuses. */
    interface Deed {
        /** The failure, as db-ops reports it. */
        OpsException fail(TestServer server, ConnectionTarget target) throws Exception;
    }

    /** Statements in one transaction, which is rolled back as a script's is. */
    static Provocation inTransaction(String hint, String... statements) {
        return new Provocation((server, target) -> refusal(target, true, statements), hint);
    }

    /** Statements without a common transaction. */
    static Provocation alone(String hint, String... statements) {
        return new Provocation((server, target) -> refusal(target, false, statements), hint);
    }

    private static OpsException refusal(ConnectionTarget target, boolean inTransaction, String... statements)
            throws Exception {
        try (var database = Database.connect(target)) {
            database.connection().setAutoCommit(!inTransaction);
            var failure = refusal(() -> List.of(statements).forEach(database::executeAsIs));
            database.connection().setAutoCommit(true);
            return new NearestName(database).advise(failure);
        }
    }

    static OpsException refusal(Runnable work) {
        var failure = catchThrowableOfType(OpsException.class, work::run);
        assertThat(failure).as("nothing failed").isNotNull();
        return failure;
    }
}
