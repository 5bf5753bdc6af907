package dev.dbops.script;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.ServerVersion;
import dev.dbops.script.variables.ScriptSession;
import dev.dbops.target.ConnectionTarget;
import java.util.Map;

/** The session for psql's own variables on a test's database. */
record TargetSession(ConnectionTarget target, Map<String, String> environment) implements ScriptSession {
    TargetSession(ConnectionTarget target) {
        this(target, Map.of());
    }

    @Override
    public ServerVersion server() {
        try (var database = Database.connect(target)) {
            return database.serverVersion();
        }
    }
}
