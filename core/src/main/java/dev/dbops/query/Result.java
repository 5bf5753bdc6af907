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

/** Runs one statement and hands its rows on as they are wanted: as they are, or as objects of JSON. */
final class Result {
    /** With the asterisk it is the row, also where one of its columns has the alias for a name. */
    private static final String BEFORE_SUBSELECT = "SELECT pg_catalog.row_to_json(object_row.*) FROM (\n";

    /** On a line of its own: the statement may end in a comment. */
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

    /** How many characters stood before the statement in what was sent last. */
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
        // Asked of the statement as it is, so that its faults are reported as they are.
        var fields = reader.describe(text);
        if (fields.isEmpty()) {
            cells(text);
            return;
        }
        begin(fields.get());
        before = BEFORE_SUBSELECT.length();
        reader.run(text.withSql(BEFORE_SUBSELECT + text.sql() + BEHIND_SUBSELECT), new Objects());
        sink.end();
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
                        "several columns are called \"%s\", of which most readers of JSON keep one: rename them with AS"
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

    /** Rows as they come. */
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

    /** Objects that the statement's subselect makes; its own columns are known. */
    private final class Objects implements CursorReader.Consumption {
        @Override
        public void begin(Field... fields) {}

        @Override
        public void rows(List<Tuple> tuples) {
            hand(tuples);
        }
    }

    /** Objects that are made of the rows once they are here. */
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
