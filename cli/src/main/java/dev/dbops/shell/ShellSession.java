package dev.dbops.shell;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.catalog.CompletionNames;
import java.util.Optional;
import org.postgresql.core.TransactionState;

/** The shell's connection, which is opened again after it was lost, and the cached names of its database. */
final class ShellSession implements AutoCloseable {
    private final ShellEnvironment targetEnvironment;
    private volatile Database database;
    private volatile boolean running;

    /** True after the server has not accepted a cancel request. */
    private volatile boolean unanswered;

    private Optional<CompletionNames> names = Optional.empty();

    ShellSession(Database opened, ShellEnvironment targetEnvironment) {
        this.database = opened;
        this.targetEnvironment = targetEnvironment;
    }

    Database database() {
        return database;
    }

    Prompt prompt() {
        var superuser = "on".equals(database.connection().getParameterStatus("is_superuser"));
        return new Prompt(
                database.target().database(),
                targetEnvironment.mark(),
                targetEnvironment.color(),
                transaction(),
                superuser);
    }

    boolean standardStrings() {
        return database.connection().getStandardConformingStrings();
    }

    private TransactionState transaction() {
        return database.connection().getTransactionState();
    }

    /** Sets whether a statement runs that Ctrl-C cancels. */
    void running(boolean value) {
        running = value;
        unanswered = false;
    }

    /** Cancels the running statement. May be called from any thread. */
    void cancel() {
        if (running) {
            // after the ^C that the terminal shows
            targetEnvironment.err().println();
            if (unanswered) {
                database.abort();
                return;
            }
            try {
                database.cancel();
            } catch (OpsException e) {
                unanswered = true;
                targetEnvironment.reporter().accept(e);
                targetEnvironment.err().println("the server does not answer; press Ctrl-C again to end the connection");
            }
        }
    }

    /** The names for completion. In a failed transaction the server cannot be queried, so the cached names are used. */
    CompletionNames names() {
        if (names.isEmpty() && transaction() != TransactionState.FAILED) {
            try {
                names = Optional.of(CompletionNames.of(database));
            } catch (OpsException _) {
                // completion must not show errors in the middle of a line; the next statement shows the error
                return CompletionNames.NONE;
            }
        }
        return names.orElse(CompletionNames.NONE);
    }

    /** Discards the cached names, after a statement that may have changed them. */
    void forgetNames() {
        names = Optional.empty();
    }

    /**
     * Opens the connection again.
     *
     * @throws OpsException of kind UNREACHABLE when that fails
     */
    void reconnect() {
        database.close();
        database = targetEnvironment.connector().get();
        forgetNames();
        targetEnvironment
                .err()
                .println("connected again: uncommitted changes were rolled back, and the session's settings, temporary"
                        + " tables and prepared statements are gone");
    }

    @Override
    public void close() {
        database.close();
    }
}
