package dev.dbops.script.variables;

import dev.dbops.OpsException;
import dev.dbops.postgres.ServerVersion;
import dev.dbops.target.ConnectionTarget;
import java.util.Map;

/**
 * The connection's details for psql's own variables (USER, SERVER_VERSION_NUM ...). They are queried only when a script
 * uses them, the first time during the check of the script, and must not change.
 */
public interface ScriptSession {
    /** The database that the script is loaded into. */
    ConnectionTarget target();

    /** The environment variables of db-ops, for {@code \getenv} and a path that begins with {@code ~/}. */
    Map<String, String> environment();

    /**
     * The server's version.
     *
     * @throws OpsException when there is no server to query
     */
    ServerVersion server();
}
