package dev.dbops.events.replay.postgres;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;

/** Ends the open transaction of a connection to the target, which the first statement has begun. */
public final class TargetTransaction {
    private TargetTransaction() {}

    /**
     * Commits.
     *
     * @throws dev.dbops.OpsException when the server refuses, or its answer is lost
     */
    public static void commit(Database database) {
        try {
            database.connection().commit();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /**
     * Rolls back.
     *
     * @throws dev.dbops.OpsException when the connection is lost
     */
    public static void rollback(Database database) {
        try {
            database.connection().rollback();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
