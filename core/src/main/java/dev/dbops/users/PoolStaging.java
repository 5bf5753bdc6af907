package dev.dbops.users;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes the pool's users into the temporary table, in batches. */
final class PoolStaging {
    /** The number of users in one statement: few round trips, little memory. */
    private static final int BATCH = 1000;

    private final Database database;
    private final SyncRules rules;
    private final List<PoolUser> waiting = new ArrayList<>(BATCH);

    PoolStaging(Database database, SyncRules rules) {
        this.database = database;
        this.rules = rules;
    }

    void add(PoolUser user) {
        waiting.add(user);
        if (waiting.size() == BATCH) {
            send();
        }
    }

    /**
     * Sends the users added since the last call.
     *
     * @throws OpsException when the server refuses it
     */
    void send() {
        var ids = new String[waiting.size()];
        var handles = new String[ids.length];
        var emails = new String[ids.length];
        var names = new String[ids.length];
        var verified = new Boolean[ids.length];
        for (var i = 0; i < ids.length; i++) {
            var user = waiting.get(i);
            ids[i] = user.id();
            handles[i] = orNull(user.handle());
            emails[i] = orNull(user.email());
            names[i] = orNull(user.name());
            verified[i] = rules.trusts(user);
        }
        waiting.clear();
        var connection = database.connection();
        try (var insert = connection.prepareStatement(SyncStatements.ADD)) {
            insert.setArray(1, connection.createArrayOf("text", ids));
            insert.setArray(2, connection.createArrayOf("text", handles));
            insert.setArray(3, connection.createArrayOf("text", emails));
            insert.setArray(4, connection.createArrayOf("text", names));
            insert.setArray(5, connection.createArrayOf("boolean", verified));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private static String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
