package dev.dbops.aws.dataapi;

import dev.dbops.aws.dataapi.ResultRows.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rdsdata.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.rdsdata.model.Field;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;

/** Executes statements by requests, and returns their results as a server would. */
final class StatementExecution {
    private static final int TEXT = 25;

    private final DataApiSession session;
    private final PreparedTypes types;

    /** The columns of queries without a table, which db-ops repeats; no other statement can change them. */
    private final Map<String, List<Column>> known = new HashMap<>();

    StatementExecution(DataApiSession session) {
        this.session = session;
        this.types = new PreparedTypes(session);
    }

    /** Sets the server's version. */
    void serverVersion(int number) {
        types.serverVersion(number);
    }

    /**
     * Executes a statement.
     *
     * @param given the types of its parameters, or 0
     */
    ResultRows run(StatementShape shape, List<Optional<String>> values, int[] given) throws ServerRefusal {
        if (shape.kind() == StatementShape.Kind.PLAIN) {
            return plain(shape, values, given);
        }
        if (shape.kind() == StatementShape.Kind.QUERY) {
            return rows(shape, values, given);
        }
        return changedRows(shape, values, given);
    }

    /** The columns of a query, without executing it; empty for other statements. */
    Optional<List<Column>> describe(StatementShape shape, int[] given) throws ServerRefusal {
        if (shape.kind() != StatementShape.Kind.QUERY) {
            return Optional.empty();
        }
        var nulls = new ArrayList<Optional<String>>();
        for (var i = 0; i < given.length; i++) {
            nulls.add(Optional.empty());
        }
        return Optional.of(columns(new WrappedSql(shape, types.names(shape, given)), nulls));
    }

    private ResultRows rows(StatementShape shape, List<Optional<String>> values, int[] given) throws ServerRefusal {
        var sql = new WrappedSql(shape, types.names(shape, given));
        var columns = columns(sql, values);
        var rows = new ArrayList<List<Optional<String>>>();
        for (var row : execute(sql.rows(), values).records()) {
            rows.add(RecordText.values(row.getFirst().stringValue(), columns.size()));
        }
        return new ResultRows(Optional.of(columns), rows, "SELECT " + rows.size());
    }

    private List<Column> columns(WrappedSql sql, List<Optional<String>> values) throws ServerRefusal {
        var text = sql.shape().sql();
        if (known.containsKey(text)) {
            return known.get(text);
        }
        var columns = new ArrayList<Column>();
        var names = execute(sql.names(), values).records();
        if (!names.isEmpty()) {
            var oids = execute(sql.columnTypes(names.size()), values).records();
            for (var i = 0; i < names.size(); i++) {
                columns.add(new Column(
                        names.get(i).getFirst().stringValue(),
                        oids.get(i).getFirst().longValue().intValue()));
            }
        }
        if (sql.shape().words().stream().noneMatch(word -> word.text().equals("from"))) {
            known.put(text, columns);
        }
        return columns;
    }

    private ResultRows changedRows(StatementShape shape, List<Optional<String>> values, int[] given)
            throws ServerRefusal {
        var sql = new WrappedSql(shape, types.names(shape, given));
        var oids = types.columns(shape, sql.types());
        var columns = new ArrayList<Column>();
        var rows = new ArrayList<List<Optional<String>>>();
        var records = execute(sql.changedRows(), values).records();
        for (var record : records) {
            if (record.getFirst().longValue() == 0) {
                var number = columns.size();
                columns.add(new Column(record.getLast().stringValue(), number < oids.size() ? oids.get(number) : TEXT));
            }
        }
        for (var record : records) {
            if (record.getFirst().longValue() == 1) {
                rows.add(RecordText.values(record.getLast().stringValue(), columns.size()));
            }
        }
        return new ResultRows(Optional.of(columns), rows, shape.tag(rows.size()));
    }

    private ResultRows plain(StatementShape shape, List<Optional<String>> values, int[] given) throws ServerRefusal {
        var answer = execute(new WrappedSql(shape, types.names(shape, given)).plain(), values);
        if (!answer.hasColumnMetadata()) {
            var updated = answer.numberOfRecordsUpdated();
            return ResultRows.none(shape.tag(updated == null ? 0 : updated));
        }
        var columns = answer.columnMetadata().stream()
                .map(column -> new Column(column.label(), TypeNames.type(column.typeName())))
                .toList();
        var rows = new ArrayList<List<Optional<String>>>();
        for (var record : answer.records()) {
            var row = new ArrayList<Optional<String>>();
            for (var field : record) {
                row.add(text(field));
            }
            rows.add(row);
        }
        return new ResultRows(Optional.of(columns), rows, shape.tag(rows.size()));
    }

    /** The text of a typed value, where the server's text is known. */
    private static Optional<String> text(Field field) throws ServerRefusal {
        return switch (field.type()) {
            case IS_NULL -> Optional.empty();
            case STRING_VALUE -> Optional.of(field.stringValue());
            case LONG_VALUE -> Optional.of(Long.toString(field.longValue()));
            case BOOLEAN_VALUE -> Optional.of(field.booleanValue() ? "t" : "f");
            default ->
                throw new ServerRefusal(
                        ServerRefusal.NOT_SUPPORTED,
                        "the Data API returns no exact text of a result of this statement",
                        "cast it to text, or use a connection: leave out --data-api");
        };
    }

    private ExecuteStatementResponse execute(ApiSql sql, List<Optional<String>> values) throws ServerRefusal {
        var parameters = new ArrayList<SqlParameter>();
        for (var i = 0; i < values.size(); i++) {
            var value = values.get(i);
            parameters.add(SqlParameter.builder()
                    .name("p" + (i + 1))
                    .value(value.isPresent() ? Field.fromStringValue(value.get()) : Field.fromIsNull(true))
                    .build());
        }
        try {
            return session.execute(sql.text(), parameters);
        } catch (ServerRefusal e) {
            throw e.at(sql.position(e.position()));
        }
    }
}
