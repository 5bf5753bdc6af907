package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Loads a script with few round trips: consecutive statements travel as one message of the simple protocol, and the
 * data of a COPY is streamed behind its statement.
 */
public final class ScriptRunner {
    private final Database database;
    private final Function<String, Database> connector;
    private final ScriptListener listener;

    /**
     * @param connector opens another database of the same server, for {@code \connect}; the runner closes it
     */
    public ScriptRunner(Database database, Function<String, Database> connector, ScriptListener listener) {
        this.database = database;
        this.connector = connector;
        this.listener = listener;
    }

    /** As {@link #run(ScriptSource, ScriptOptions, Consumer)}, with nothing to do at the end. */
    public ScriptResult run(ScriptSource script, ScriptOptions options) {
        return run(script, options, _ -> {});
    }

    /**
     * Runs the whole script as its mode says.
     *
     * @param beforeCommit is called at the end, inside the transaction where there is one
     * @throws OpsException with the place in the script that failed, and what became of the rest
     */
    public ScriptResult run(ScriptSource script, ScriptOptions options, Consumer<Database> beforeCommit) {
        return options.mode().inTransaction()
                ? runInTransaction(script, options, beforeCommit)
                : runStatements(script, options, beforeCommit);
    }

    private ScriptResult runInTransaction(ScriptSource script, ScriptOptions options, Consumer<Database> beforeCommit) {
        var connection = database.connection();
        try (var run = new ScriptRun(database, connector, options, listener)) {
            connection.setAutoCommit(false);
            var result = run.toEnd(script);
            beforeCommit.accept(database);
            if (options.mode() == ScriptOptions.Mode.CHECK) {
                connection.rollback();
            } else {
                commit(script);
            }
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            throw rolledBack(SqlErrors.translate(e));
        } catch (UnknownOutcomeException e) {
            throw e.failure;
        } catch (OpsException e) {
            throw rolledBack(e);
        }
    }

    private ScriptResult runStatements(ScriptSource script, ScriptOptions options, Consumer<Database> beforeCommit) {
        try (var run = new ScriptRun(database, connector, options, listener)) {
            try {
                var result = run.toEnd(script);
                beforeCommit.accept(database);
                return result;
            } catch (OpsException e) {
                throw ScriptFailure.with(e, run.account(), run.howToGoOn(e));
            }
        }
    }

    private void commit(ScriptSource script) {
        try {
            database.connection().commit();
        } catch (SQLException e) {
            var failure = SqlErrors.translate(e);
            if (failure.kind() == Kind.UNREACHABLE) {
                throw new UnknownOutcomeException(new OpsException(
                        Kind.UNREACHABLE,
                        "the connection was lost while %s was being committed; whether it took effect is not known"
                                .formatted(script.name()),
                        "look into the database before loading it again",
                        e));
            }
            throw ScriptFailure.atCommit(script.name(), failure);
        }
    }

    /** Ends the transaction; where the connection is gone, the server has done so by itself. */
    private OpsException rolledBack(OpsException failure) {
        var report = ScriptFailure.with(failure, "nothing was changed", "");
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

    /** The commit was sent and never answered: nobody may say that nothing was changed. */
    private static final class UnknownOutcomeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient OpsException failure;

        UnknownOutcomeException(OpsException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
