package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.postgres.ServerVersion;
import dev.dbops.target.ConnectionTarget;

/**
 * What psql's own variables tell of the connection that a script is loaded through (USER, SERVER_VERSION_NUM ...). Asked
 * only when a script uses them, the first time while it is looked through, and must always answer the same.
 */
public interface ScriptSession {
    /** The database that the script is loaded into. */
    ConnectionTarget target();

    /**
     * The server's version.
     *
     * @throws OpsException when there is no server to ask
     */
    ServerVersion server();
}
