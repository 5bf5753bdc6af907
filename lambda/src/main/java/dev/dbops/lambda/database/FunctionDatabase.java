package dev.dbops.lambda.database;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.FunctionEnvironment;
import dev.dbops.postgres.ConnectionPool;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.target.ConnectionTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * The database of a function: few connections, which are kept from one invocation to the next. Several threads may use
 * it.
 *
 * <p>No session-level setting is ever made, so that an RDS proxy can share the connections. A connection may have been
 * closed while Lambda had frozen the environment, so each transaction tests its connection first. A snapshot of SnapStart
 * holds neither connections nor passwords.
 */
public final class FunctionDatabase implements Resource, AutoCloseable {
    private static final int MOST_CONNECTIONS = 10;

    /** Time for the server's refusal, and for the connection's login, after a wait for the network. */
    private static final Duration AFTER_CONNECTING = Duration.ofMillis(500);

    private final FunctionTarget configuration;
    private final int size;
    private ConnectionTarget target;
    private ConnectionPool pool;

    /**
     * Reads the configuration. No connection is opened.
     *
     * @throws OpsException of kind USAGE when it is wrong
     */
    public FunctionDatabase(FunctionEnvironment environment) {
        this(environment, Optional.empty());
    }

    /**
     * Like {@link #FunctionDatabase(FunctionEnvironment)}, for a further database.
     *
     * @param name the name before _CONNECTION_URL in the variable of the database; empty for the function's own
     */
    public FunctionDatabase(FunctionEnvironment environment, Optional<String> name) {
        this.configuration = new FunctionTarget(environment, name);
        this.size = environment.variables().number("DB_OPS_POOL_SIZE", 1, 1, MOST_CONNECTIONS);
        open();
        Core.getGlobalContext().register(this);
    }

    private synchronized void open() {
        target = configuration.find();
        var seconds = Integer.parseInt(target.parameters().get("connect_timeout"));
        pool = new ConnectionPool(
                target, size, Duration.ofSeconds(Math.max(1, seconds)).plus(AFTER_CONNECTING));
    }

    /** The connections; others after a restore. */
    public synchronized ConnectionPool pool() {
        return pool;
    }

    /** The database, without its password. */
    public synchronized String description() {
        return target.description();
    }

    /**
     * Does the work in a transaction, and commits it.
     *
     * @param call the invocation, whose remaining time limits each statement
     * @throws OpsException when it failed; then nothing was changed, unless the connection was lost at the commit
     */
    public <T> T transaction(FunctionCall call, Function<Database, T> work) {
        var limit = call.remaining();
        try (var lease = pool().begin("SET LOCAL statement_timeout = " + limit.toMillis())) {
            var connection = lease.database().connection();
            // the server's own limit comes first
            connection.setNetworkTimeout(
                    null, Math.toIntExact(limit.plusSeconds(1).toMillis()));
            var result = work.apply(lease.database());
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while waiting for a connection", null, e);
        }
    }

    /** The number of open connections. */
    public int connections() {
        return pool().size();
    }

    /** Before the snapshot: closes the connections. */
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        close();
    }

    /** After a restore: forgets what the login had cached. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {
        open();
    }

    @Override
    public void close() {
        pool().close();
    }
}
