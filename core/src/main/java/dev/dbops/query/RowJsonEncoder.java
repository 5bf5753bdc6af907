package dev.dbops.query;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;
import org.postgresql.core.Tuple;

/**
 * Has PostgreSQL convert each row of a result to a JSON object, for statements that cannot be in a subselect (SHOW,
 * CALL, INSERT ... RETURNING): the rows are sent back to the server with their types.
 */
final class RowJsonEncoder {
    /** The limit of the protocol (documentation, section 53.7, "Bind"). */
    private static final int MOST_PARAMETERS = 65_535;

    /** With more rows in one statement, each row takes longer. */
    private static final int MOST_ROWS = 1000;

    /**
     * Types that the server writes but does not read: records, anyarray, cstring, unknown, void, and those of the
     * statistics (pg_node_tree, pg_ndistinct, pg_dependencies, pg_mcv_list, pg_brin_*_summary). They are sent as text.
     */
    private static final Set<Integer> UNREADABLE =
            Set.of(2249, 2287, 2277, 2275, 705, 2278, 194, 3361, 3402, 5017, 4600, 4601);

    private final Database database;
    private final CursorReader reader;
    private final Field[] fields;

    RowJsonEncoder(Database database, CursorReader reader, Field... fields) {
        this.database = database;
        this.reader = reader;
        this.fields = fields;
    }

    /** Passes on an object for each of the rows, in their order. */
    void make(List<Tuple> tuples, Consumer<Row> objects) {
        var most = Math.min(MOST_ROWS, MOST_PARAMETERS / Math.max(fields.length, 1));
        for (var from = 0; from < tuples.size(); from += most) {
            makeSome(tuples.subList(from, Math.min(from + most, tuples.size())), objects);
        }
    }

    private void makeSome(List<Tuple> tuples, Consumer<Row> objects) {
        var values = new ArrayList<Optional<String>>();
        for (var tuple : tuples) {
            var row = new Row(tuple);
            for (var column = 0; column < fields.length; column++) {
                values.add(row.isNull(column) ? Optional.empty() : Optional.of(row.text(column)));
            }
        }
        var types = new int[values.size()];
        for (var i = 0; i < types.length; i++) {
            var type = fields[i % fields.length].getOID();
            types[i] = UNREADABLE.contains(type) ? Oid.TEXT : type;
        }
        try {
            reader.run(new PreparedText(sql(tuples.size()), values, types), new CursorReader.Consumption() {
                @Override
                public void begin(Field... described) {}

                @Override
                public void rows(List<Tuple> made) {
                    made.forEach(object -> objects.accept(new Row(object)));
                }
            });
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private String sql(int rows) {
        if (fields.length == 0) {
            return "SELECT '{}'::pg_catalog.json FROM pg_catalog.generate_series(1, " + rows + ")";
        }
        var sql = new StringBuilder("SELECT pg_catalog.row_to_json(object_row.*) FROM (VALUES ");
        var number = 1;
        for (var row = 0; row < rows; row++) {
            sql.append(row == 0 ? "(" : "), (");
            for (var column = 0; column < fields.length; column++) {
                sql.append(column == 0 ? "$" : ", $").append(number++);
            }
        }
        sql.append(")) AS object_row (");
        for (var column = 0; column < fields.length; column++) {
            sql.append(column == 0 ? "" : ", ").append(database.quoteIdentifier(fields[column].getColumnLabel()));
        }
        return sql.append(')').toString();
    }
}
