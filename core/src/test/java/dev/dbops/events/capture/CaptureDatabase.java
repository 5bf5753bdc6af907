package dev.dbops.events.capture;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A database of a test's own, with tables that are captured. */
public final class CaptureDatabase implements AutoCloseable {
    private final TestServer server;
    private final ConnectionTarget target;
    private final Database database;

    public CaptureDatabase(int major) {
        server = TestServer.ofMajor(major);
        target = server.newDatabase();
        database = Database.connect(target);
    }

    public Database database() {
        return database;
    }

    /** Another session. */
    public Database connect() {
        return Database.connect(target);
    }

    public CaptureDatabase run(String sql) {
        database.executeAsIs(sql);
        return this;
    }

    public InstallReport install(CaptureOptions options, String... tables) {
        return new EventTriggers(database, Set.of(TriggerKind.EVENTS), options).install(choice(tables));
    }

    public InstallReport install(String... tables) {
        return install(CaptureOptions.DEFAULT, tables);
    }

    static TableChoice choice(String... tables) {
        return new TableChoice(List.of(tables).stream().map(TableName::parse).toList(), "", false);
    }

    /** The events so far, in their order, as {@code op key after}. */
    List<String> events() {
        return rows("SELECT op::text || coalesce(' ' || key::text, '') || coalesce(' ' || after::text, '')"
                + " FROM dbops.event_log ORDER BY seq");
    }

    /** The events as {@code table op key}. */
    List<String> keys() {
        return rows(
                "SELECT table_name || ' ' || op::text || coalesce(' ' || key::text, '') FROM dbops.event_log ORDER BY"
                        + " seq");
    }

    public List<String> rows(String sql) {
        return server.rows(target.database(), sql);
    }

    /** The notifications that a session has received since the last call. */
    static List<String> notifications(Database listener) throws SQLException {
        var messages = new ArrayList<String>();
        // the driver receives waiting notifications with the next answer
        listener.query("SELECT 1", row -> true);
        for (var notification : listener.connection().getNotifications()) {
            messages.add(notification.getParameter());
        }
        return messages;
    }

    @Override
    public void close() {
        database.close();
    }
}
