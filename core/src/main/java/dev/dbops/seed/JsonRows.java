package dev.dbops.seed;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Notices;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Loads a JSON file: an array of objects, or objects line by line. A key names a column; a column without a key gets
 * its default, {@code null} is NULL. The server interprets a value by the column's type.
 */
public final class JsonRows implements SeedRows {
    private final TableFile source;
    private final InputFile file;

    JsonRows(TableFile source, InputFile file) {
        this.source = source;
        this.file = file;
    }

    @Override
    public TableFile source() {
        return source;
    }

    @Override
    public InputFile file() {
        return file;
    }

    @Override
    public long count() {
        try (var objects = new JsonObjects(file)) {
            var count = 0L;
            while (objects.next()) {
                count++;
            }
            return count;
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    @Override
    public long load(Database database, Notices notices) {
        var insert = new JsonInsert(database, SeedTable.find(database, source.table()), notices);
        var batch = new JsonBatch();
        var rows = 0L;
        try (var objects = new JsonObjects(file)) {
            while (objects.next()) {
                requireColumns(objects, insert);
                batch.add(objects);
                if (batch.isFull()) {
                    rows += send(batch, insert);
                }
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
        return batch.size() == 0 ? rows : rows + send(batch, insert);
    }

    private void requireColumns(JsonObjects object, JsonInsert insert) {
        try {
            insert.requireColumns(object.keys());
        } catch (OpsException e) {
            throw e.at(new ScriptPosition(file.name(), object.line(), 0, ""));
        }
    }

    private long send(JsonBatch batch, JsonInsert insert) {
        try {
            var rows = insert.insert(file.name(), batch);
            batch.clear();
            return rows;
        } catch (SQLException e) {
            throw insert.failure(file.name(), batch, e);
        }
    }
}
