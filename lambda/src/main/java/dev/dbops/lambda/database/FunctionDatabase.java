package dev.dbops.lambda.database;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.FunctionEnvironment;
import dev.dbops.lambda.runtime.FunctionLog;
import dev.dbops.lambda.runtime.LogLevel;
import dev.dbops.postgres.ConnectionPool;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.target.ConnectionTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
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

    /** The longest wait for a connection that is in use, or for a login's password. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /** The preparation's own limit for a statement, in milliseconds. */
    private static final int LONGEST_PREPARATION = 5_000;

    private final FunctionTarget configuration;
    private final FunctionLog log;
    private final Optional<Consumer<Database>> preparation;
    private final int size;
    private ConnectionTarget target;
    private ConnectionPool pool;
    private BackgroundTask<Boolean> prepared;

    /**
     * Reads the configuration, and begins to connect in the background: while Lambda initializes a function, it gives it
     * more processor time than later.
     *
     * @param preparation the queries that are needed once, before the first event and after a restore
     * @throws OpsException of kind USAGE when the configuration is wrong
     */
    public FunctionDatabase(FunctionEnvironment environment, Consumer<Database> preparation) {
        this(environment, Optional.empty(), Optional.of(preparation));
    }

    /**
     * A further database, to which nothing connects before it is needed.
     *
     * @param name the name before _CONNECTION_URL in the variable of the database
     * @throws OpsException of kind USAGE when the configuration is wrong
     */
    public static FunctionDatabase named(FunctionEnvironment environment, String name) {
        return new FunctionDatabase(environment, Optional.of(name), Optional.empty());
    }

    private FunctionDatabase(
            FunctionEnvironment environment, Optional<String> name, Optional<Consumer<Database>> preparation) {
        this.configuration = new FunctionTarget(environment, name);
        this.log = environment.log();
        this.preparation = preparation;
        this.size = environment.variables().number("DB_OPS_POOL_SIZE", 1, 1, MOST_CONNECTIONS);
        open();
        Core.getGlobalContext().register(this);
    }

    private synchronized void open() {
        target = configuration.find();
        pool = new ConnectionPool(target, size, LONGEST_WAIT);
        var opened = pool;
        prepared = BackgroundTask.start("prepare", () -> preparation.isPresent() && prepare(opened));
    }

    /** A failure is not reported here: the first event meets it too, or it has passed by then. */
    private boolean prepare(ConnectionPool opened) {
        try (var lease = opened.begin("SET LOCAL statement_timeout = " + LONGEST_PREPARATION)) {
            preparation.get().accept(lease.database());
            return true;
        } catch (OpsException e) {
            log.line(LogLevel.DEBUG, "not prepared: " + e.getMessage()).with(e).write();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return false;
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

    /** Before the snapshot: closes the connections. The classes that they need are loaded by then. */
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws InterruptedException {
        prepared().get();
        close();
    }

    private synchronized BackgroundTask<Boolean> prepared() {
        return prepared;
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
