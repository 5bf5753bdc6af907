package dev.dbops.redshift.bench;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.envelope.LogJson;
import dev.dbops.events.replay.Sink;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonToken;

/**
 * Writes each event as its own statement, as a connector for all databases does: the rows of a batch are added to a
 * prepared INSERT, the keys to a prepared DELETE, both are executed by {@code executeBatch}, then comes a COMMIT.
 *
 * <p>That is how {@code BufferedRecords} and {@code JdbcDbWriter} of Aiven's JDBC sink connector work in the mode
 * "insert", which is the default (https://github.com/Aiven-Open/jdbc-connector-for-apache-kafka,
 * docs/sink-connector.md); "upsert" does not exist for Redshift. A changed row is deleted and inserted.
 */
final class RowByRowSink implements Sink {
    private final Connection connection;
    private final PreparedStatement delete;
    private final PreparedStatement insert;
    private final Set<Long> waiting = new HashSet<>();

    /**
     * @param connection a connection to the warehouse, which has the table of the comparison; closed with the sink
     */
    RowByRowSink(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        delete = connection.prepareStatement("DELETE FROM \"public\".\"account\" WHERE \"id\" = ?");
        insert = connection.prepareStatement("INSERT INTO \"public\".\"account\" (\"id\", \"name\", \"email\","
                + " \"balance\", \"active\", \"created_at\") VALUES (?, ?, ?, ?, ?, ?)");
    }

    @Override
    public String description() {
        return "rows one by one";
    }

    @Override
    public void deliver(Batch batch) {
        try {
            for (var event : batch.events()) {
                add(event);
            }
            flush();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key that is in the batch already has to be written first, because the deletions come before the rows. */
    private void add(Event event) throws SQLException {
        var id = Long.parseLong(
                members(event.key().isEmpty() ? event.after() : event.key()).get("id"));
        if (!waiting.add(id)) {
            flush();
            waiting.add(id);
        }
        if (event.operation() != Operation.INSERT) {
            delete.setLong(1, id);
            delete.addBatch();
        }
        if (event.operation() != Operation.DELETE) {
            bind(id, members(event.after()));
            insert.addBatch();
        }
    }

    private void bind(long id, Map<String, String> row) throws SQLException {
        insert.setLong(1, id);
        insert.setString(2, row.get("name"));
        insert.setString(3, row.get("email"));
        insert.setBigDecimal(4, new BigDecimal(row.get("balance")));
        insert.setBoolean(5, Boolean.parseBoolean(row.get("active")));
        insert.setTimestamp(
                6, Timestamp.from(OffsetDateTime.parse(row.get("created_at")).toInstant()));
    }

    private static Map<String, String> members(String json) {
        var members = new HashMap<String, String>();
        try (var parser = LogJson.members(json)) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                members.put(name, parser.getString());
            }
        }
        return members;
    }

    private void flush() throws SQLException {
        delete.executeBatch();
        insert.executeBatch();
        waiting.clear();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
