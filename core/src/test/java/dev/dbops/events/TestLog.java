package dev.dbops.events;

import dev.dbops.events.log.EventLogSchema;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** An event log in a database of its own, written to by sessions as triggers would: an INSERT for an event. */
public final class TestLog implements AutoCloseable {
    private static final String ADD = """
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, after)
        VALUES ('public', ?, ?::text::"char", jsonb_build_object('id', ?::text), jsonb_build_object('value', ?::text))
        """;

    private final ConnectionTarget target;
    private final List<Session> sessions = new ArrayList<>();
    private final Database database;

    public TestLog(ConnectionTarget target) {
        this.target = target;
        database = Database.connect(target);
        try (var script = EventLogSchema.class.getResourceAsStream("event-log.sql")) {
            database.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database.execute("INSERT INTO dbops.log_meta (system_identifier)"
                + " SELECT system_identifier FROM pg_control_system()");
    }

    /** A log on a server of that version. */
    public static TestLog ofMajor(int major) {
        return new TestLog(TestServer.ofMajor(major).newDatabase());
    }

    public ConnectionTarget target() {
        return target;
    }

    public EventLog log() {
        return EventLog.open(database);
    }

    public void execute(String sql) {
        database.executeAsIs(sql);
    }

    /** A reader with a connection of its own. */
    public EventReader reader(EventFilter filter, int limit) {
        return new EventReader(session().database, filter, limit);
    }

    /** A session that writes; it begins without a transaction. */
    public Session session() {
        var session = new Session(Database.connect(target));
        sessions.add(session);
        return session;
    }

    @Override
    public void close() {
        sessions.forEach(Session::close);
        database.close();
    }

    /** Changes rows. */
    public static final class Session implements AutoCloseable {
        private final Database database;

        private Session(Database database) {
            this.database = database;
        }

        public Database database() {
            return database;
        }

        /** Opens a transaction, which has no id until it is asked for it. */
        public Session begin() throws SQLException {
            database.connection().setAutoCommit(false);
            return this;
        }

        /** Gives the transaction its id. */
        public Session takeXid() {
            database.query("SELECT pg_current_xact_id()::text", row -> row.getString(1));
            return this;
        }

        public Session update(String id, String value) {
            return add("users", 'u', id, value);
        }

        public Session add(String table, char operation, String id, String value) {
            database.execute(ADD, table, String.valueOf(operation), id, value);
            return this;
        }

        public Session commit() throws SQLException {
            database.connection().commit();
            database.connection().setAutoCommit(true);
            return this;
        }

        Session rollback() throws SQLException {
            database.connection().rollback();
            database.connection().setAutoCommit(true);
            return this;
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
