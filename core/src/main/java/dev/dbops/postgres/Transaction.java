package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.sql.SQLException;
import java.util.function.Supplier;

/** Work that takes effect as a whole or not at all, with a clear report of which. */
public final class Transaction {
    private static final String NOTHING_CHANGED = "; nothing was changed";

    private final Database database;
    private final String name;

    /**
     * @param name what is being loaded, for messages
     */
    public Transaction(Database database, String name) {
        this.database = database;
        this.name = name;
    }

    /** Does the work and commits it; a failure says that nothing was changed, or that the outcome is not known. */
    public <T> T commit(Supplier<T> work) {
        var result = begun(work);
        try {
            database.connection().commit();
            database.connection().setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            throw atCommit(SqlErrors.translate(e), e);
        }
    }

    /** Does the work and rolls it back, to check that it would succeed. */
    public <T> T check(Supplier<T> work) {
        var result = begun(work);
        try {
            database.connection().rollback();
            database.connection().setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            throw rolledBack(SqlErrors.translate(e));
        }
    }

    /**
     * The failure without the statement that nothing was changed, for use after other transactions that made changes.
     */
    public static OpsException ofPart(OpsException failure) {
        var message = failure.getMessage();
        return message.endsWith(NOTHING_CHANGED)
                ? failure.withMessage(message.substring(0, message.length() - NOTHING_CHANGED.length()))
                : failure;
    }

    private <T> T begun(Supplier<T> work) {
        try {
            database.connection().setAutoCommit(false);
            return work.get();
        } catch (SQLException e) {
            throw rolledBack(SqlErrors.translate(e));
        } catch (OpsException e) {
            throw rolledBack(e);
        }
    }

    /** The failure of a commit, such as of a deferred constraint. Without an answer, the outcome is not known. */
    private OpsException atCommit(OpsException failure, SQLException e) {
        return failure.kind() == Kind.UNREACHABLE
                ? new OpsException(
                        Kind.UNREACHABLE,
                        "the connection was lost while %s was being committed; it is unknown whether it took effect"
                                .formatted(name),
                        "check the database before you load it again",
                        e)
                : rolledBack(failure.withMessage("%s: at the commit: %s".formatted(name, failure.getMessage())));
    }

    /** Ends the transaction; when the connection is lost, the server has done so by itself. */
    private OpsException rolledBack(OpsException failure) {
        // a refusal may already say so
        var report = failure.getMessage().endsWith(NOTHING_CHANGED)
                ? failure
                : failure.withMessage(failure.getMessage() + NOTHING_CHANGED);
        var connection = database.connection();
        try {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            report.addSuppressed(e);
        }
        return report;
    }
}
