package dev.dbops.script;

import dev.dbops.postgres.Database;
import java.util.function.Function;

/** The connection of a script: the caller's, or one of its own after {@code \connect} to another database. */
final class ScriptConnections implements AutoCloseable {
    private final Database first;
    private final Function<String, Database> connector;
    private Database current;

    ScriptConnections(Database first, Function<String, Database> connector) {
        this.first = first;
        this.connector = connector;
        this.current = first;
    }

    Database current() {
        return current;
    }

    /** Connects to another database of the server, and closes the current connection if it is the script's own. */
    void connect(String name) {
        var next = connector.apply(name);
        close();
        current = next;
    }

    @Override
    public void close() {
        if (current != first) {
            current.close();
        }
    }
}
