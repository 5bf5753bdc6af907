package dev.dbops.query;

import dev.dbops.postgres.Database;
import dev.dbops.script.QueryStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;
import org.postgresql.core.Tuple;

/** Runs one statement and passes on its rows in the requested form: unchanged, or as JSON objects. */
final class Result {
    /** With the asterisk this means the row, even if one of its columns has the same name as the alias. */
    private static final String BEFORE_SUBSELECT = "SELECT pg_catalog.row_to_json(object_row.*) FROM (\n";

    /** Begins on a new line, because the statement may end in a comment. */
    private static final String BEHIND_SUBSELECT = "\n) AS object_row";

    private static final Set<Integer> NUMBERS =
            Set.of(Oid.INT2, Oid.INT4, Oid.INT8, Oid.FLOAT4, Oid.FLOAT8, Oid.NUMERIC, Oid.OID, Oid.MONEY);

    private final Database database;
    private final CursorReader reader;
    private final QueryListener listener;
    private final QueryStatement statement;
    private final RowSink sink;
    private int before;

    Result(Database database, CursorReader reader, QueryListener listener, QueryStatement statement, RowSink sink) {
        this.database = database;
        this.reader = reader;
        this.listener = listener;
        this.statement = statement;
        this.sink = sink;
    }

    /** The number of characters before the statement in the text that was sent last. */
    int before() {
        return before;
    }

    void cells(PreparedText text) throws SQLException {
        finish(reader.run(text, new Cells()).orElse(""));
    }

    void objects(PreparedText text) throws SQLException {
        if (!statement.canBeSubselect()) {
            finish(reader.run(text, new MadeObjects()).orElse(""));
            return;
        }
        // The unchanged statement is described, so that its errors are reported unchanged.
        var fields = reader.describe(text);
        if (fields.isEmpty()) {
            cells(text);
            return;
        }
        begin(fields.get());
        var json = RowJson.of(fields.get());
        if (json.isPresent()) {
            written(text, json.get(), fields.get());
        } else {
            before = BEFORE_SUBSELECT.length();
            reader.run(text.withSql(BEFORE_SUBSELECT + text.sql() + BEHIND_SUBSELECT), new Objects());
        }
        sink.end();
    }

    private void written(PreparedText text, RowJson json, Field... fields) throws SQLException {
        var subselect = RowJson.before(fields);
        before = subselect.length();
        reader.run(
                subselect.isEmpty() ? text : text.withSql(subselect + text.sql() + RowJson.behind(fields.length)),
                new WrittenObjects(json));
    }

    private void finish(String status) {
        if (status.isEmpty()) {
            sink.end();
        } else {
            listener.done(status);
        }
    }

    private void begin(Field... fields) {
        var columns = new ArrayList<Column>();
        for (var field : fields) {
            columns.add(new Column(field.getColumnLabel(), NUMBERS.contains(field.getOID())));
        }
        if (sink.form() == RowSink.Form.OBJECTS) {
            warnOfEqualNames(columns);
        }
        sink.begin(columns);
    }

    private void warnOfEqualNames(List<Column> columns) {
        for (var i = 1; i < columns.size(); i++) {
            var name = columns.get(i).name();
            if (columns.subList(0, i).stream().anyMatch(column -> column.name().equals(name))) {
                listener.warning(
                        statement.position(),
                        "several columns are named \"%s\", and most JSON parsers keep only one: rename them with AS"
                                .formatted(name));
                return;
            }
        }
    }

    private void hand(List<Tuple> tuples) {
        for (var tuple : tuples) {
            sink.row(new Row(tuple));
        }
    }

    /** Passes on rows unchanged. */
    private final class Cells implements CursorReader.Consumption {
        @Override
        public void begin(Field... fields) {
            Result.this.begin(fields);
        }

        @Override
        public void rows(List<Tuple> tuples) {
            hand(tuples);
        }
    }

    /** Passes on the JSON objects that the subselect creates; the statement's own columns are known already. */
    private final class Objects implements CursorReader.Consumption {
        @Override
        public void begin(Field... fields) {}

        @Override
        public void rows(List<Tuple> tuples) {
            hand(tuples);
        }
    }

    /** Writes JSON objects from the rows. */
    private final class WrittenObjects implements CursorReader.Consumption {
        private final RowJson json;

        WrittenObjects(RowJson json) {
            this.json = json;
        }

        @Override
        public void begin(Field... fields) {}

        @Override
        public void rows(List<Tuple> tuples) {
            for (var tuple : tuples) {
                sink.row(json.object(tuple));
            }
        }
    }

    /** Creates JSON objects from the rows after they have arrived. */
    private final class MadeObjects implements CursorReader.Consumption {
        private RowJsonEncoder maker;

        @Override
        public void begin(Field... fields) {
            maker = new RowJsonEncoder(database, reader, fields);
            Result.this.begin(fields);
        }

        @Override
        public void rows(List<Tuple> tuples) {
            maker.make(tuples, sink::row);
        }
    }
}
