package dev.dbops.compare;

import dev.dbops.postgres.SqlErrors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of {@link SideQuery#rows} of one side, one after the other. */
final class RowCursor implements AutoCloseable {
    private final SnapshotSession session;
    private final Statement statement;
    private final ResultSet rows;
    private final int numbers;
    private final int texts;
    private HashedRow current;

    private RowCursor(SnapshotSession session, Statement statement, ResultSet rows, int numbers, int texts) {
        this.session = session;
        this.statement = statement;
        this.rows = rows;
        this.numbers = numbers;
        this.texts = texts;
    }

    /** Opens it at its first row, which the server returns when it has sorted all of them. */
    static RowCursor open(SnapshotSession session, SideQuery query, String sql) {
        return session.onServer(() -> {
            try {
                var statement = session.statement(query.fetch());
                var cursor = new RowCursor(
                        session,
                        statement,
                        statement.executeQuery(sql),
                        query.numbers(),
                        query.identity().size());
                cursor.next();
                return cursor;
            } catch (SQLException e) {
                throw SqlErrors.translate(e);
            }
        });
    }

    /** Returns the row; null after the last. */
    HashedRow current() {
        return current;
    }

    /** Reads the next row. */
    void next() {
        try {
            current = rows.next() ? read() : null;
        } catch (SQLException e) {
            throw session.named(SqlErrors.translate(e));
        }
    }

    private HashedRow read() throws SQLException {
        var hashes = new ArrayList<Long>(numbers);
        for (var i = 0; i < numbers; i++) {
            hashes.add(rows.getLong(2 + i));
        }
        var identity = new ArrayList<Optional<String>>(texts);
        for (var i = 0; i < texts; i++) {
            identity.add(Optional.ofNullable(rows.getString(3 + numbers + i)));
        }
        return new HashedRow(rows.getLong(1), hashes, rows.getLong(2 + numbers), List.copyOf(identity));
    }

    @Override
    public void close() {
        try {
            statement.close();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
