package dev.dbops.events.snapshot;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.text.Utf8Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the rows of a range in batches. The driver fetches few rows at once if they are large. */
final class RangeReader implements AutoCloseable {
    private static final int FIRST_FETCH = 20;
    private static final int MOST_FETCHED = 2000;
    private static final long FETCHED_BYTES = 2L << 20;

    /** The columns before the texts of the key columns: the key and the image. */
    private static final int COLUMNS = 2;

    private final TableRowsSql sql;
    private final SnapshotLimits limits;
    private final java.sql.Statement statement;
    private final ResultSet rows;
    private long read;
    private long bytes;

    RangeReader(Database database, TableRowsSql sql, KeyRange range, SnapshotLimits limits) {
        this.sql = sql;
        this.limits = limits;
        var condition = range.after().map(sql::after).orElse("")
                + range.upTo().map(sql::upTo).orElse("");
        try {
            statement = database.connection().createStatement();
            statement.setEscapeProcessing(false);
            statement.setFetchSize(FIRST_FETCH);
            rows = statement.executeQuery(sql.select(condition));
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Returns the next rows; none at the end of the range. */
    ReadRows next() {
        try {
            return read();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private ReadRows read() throws SQLException {
        var keys = new ArrayList<String>();
        var images = new ArrayList<String>();
        var size = 0L;
        while (rows.next()) {
            var key = text(1);
            var image = text(2);
            keys.add(key);
            images.add(image);
            size += key.length() + image.length();
            read++;
            bytes += key.length() + image.length();
            adaptFetch();
            if (keys.size() >= limits.rows() || size >= limits.bytes()) {
                var last = lastKey();
                // the source cannot be asked for the rows after a key that is not UTF-8
                if (last.stream().noneMatch(Utf8Text::hasEscapes)) {
                    return new ReadRows(keys, images, Optional.of(last));
                }
            }
        }
        return new ReadRows(keys, images, Optional.empty());
    }

    private void adaptFetch() throws SQLException {
        if (Long.bitCount(read) == 1) {
            var average = Math.max(1, bytes / read);
            rows.setFetchSize(Math.clamp(FETCHED_BYTES / average, 1, MOST_FETCHED));
        }
    }

    private String text(int column) throws SQLException {
        var value = rows.getBytes(column);
        return value == null ? "" : Utf8Text.decode(value);
    }

    /** The texts of the key columns; none without an order. */
    private List<String> lastKey() throws SQLException {
        var texts = new ArrayList<String>();
        for (var i = 1; i <= sql.rows().keyColumns().size(); i++) {
            texts.add(text(COLUMNS + i));
        }
        return texts;
    }

    @Override
    public void close() {
        try {
            statement.close();
        } catch (SQLException _) {
            // the connection is closed next
        }
    }
}
