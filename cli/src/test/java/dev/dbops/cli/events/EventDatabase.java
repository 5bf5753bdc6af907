package dev.dbops.cli.events;

import dev.dbops.events.log.EventLogSchema;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A database with an event log, written to past the triggers. */
final class EventDatabase implements AutoCloseable {
    private final ConnectionTarget target;
    private final Database database;

    EventDatabase(ConnectionTarget target) {
        this.target = target;
        database = Database.connect(target);
        try (var script = EventLogSchema.class.getResourceAsStream("event-log.sql")) {
            execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("INSERT INTO dbops.log_meta (system_identifier) SELECT system_identifier FROM pg_control_system()");
    }

    ConnectionTarget target() {
        return target;
    }

    Database database() {
        return database;
    }

    void execute(String sql) {
        database.executeAsIs(sql);
    }

    /** An event of that operation's letter and that id, in a transaction of its own. */
    EventDatabase add(String table, char operation, int id) {
        database.execute(
                "INSERT INTO dbops.event_log (schema_name, table_name, op, key, after)"
                        + " VALUES ('public', ?, ?::text::\"char\", jsonb_build_object('id', ?::int),"
                        + " jsonb_build_object('id', ?::int))",
                table,
                String.valueOf(operation),
                id,
                id);
        return this;
    }

    @Override
    public void close() {
        database.close();
    }
}
