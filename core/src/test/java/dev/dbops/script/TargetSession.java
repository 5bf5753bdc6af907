package dev.dbops.script;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.ServerVersion;
import dev.dbops.target.ConnectionTarget;

/** The session for psql's own variables on a test's database. */
record TargetSession(ConnectionTarget target) implements ScriptSession {
    @Override
    public ServerVersion server() {
        try (var database = Database.connect(target)) {
            return database.serverVersion();
        }
    }
}
