package dev.dbops.migration;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Gives Flyway the connection that the scripts run on, so that a migration and its row in the history are in one
 * transaction. Flyway cannot close it.
 */
final class OneConnection implements DataSource {
    /**
     * The call with which Flyway puts the history's schema first on the search path, before pg_catalog. It is not
     * needed: Flyway writes the schema's name in its statements.
     */
    private static final String CHANGE_OF_PATH = "set_config('search_path'";

    private static final String WITHOUT_EFFECT = "SELECT pg_catalog.set_config('dbops.search_path', ?, false)";

    /** The calls for Flyway's lock, which must be one of the session, and return whether they have succeeded. */
    private static final List<String> LOCK = List.of("pg_try_advisory_lock(", "pg_advisory_unlock(");

    private final Connection connection;

    /**
     * @param keepsSession whether settings and locks outlive a transaction. Otherwise two runs at once are kept apart
     *     only by the primary key of the history, and one of them is rolled back
     */
    OneConnection(Connection connection, boolean keepsSession) {
        this.connection = (Connection) Proxy.newProxyInstance(
                OneConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    if (method.getName().equals("prepareStatement")
                            && ((String) arguments[0]).contains(CHANGE_OF_PATH)) {
                        return connection.prepareStatement(WITHOUT_EFFECT);
                    }
                    if (!keepsSession
                            && method.getName().equals("prepareStatement")
                            && LOCK.stream().anyMatch(((String) arguments[0])::contains)) {
                        return connection.prepareStatement(
                                "SELECT true AS pg_try_advisory_lock, true AS pg_advisory_unlock");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) {
        return connection;
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // there is no log
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // the connection is logged in already
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("dev.dbops.migration");
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(connection);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(connection);
    }
}
