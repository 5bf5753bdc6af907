package dev.dbops.redshift.standin;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The result set of a statement.
 *
 * @param columns the ColumnMetadata
 * @param records the rows, each a list of typed fields
 */
record DataApiResult(List<Map<String, Object>> columns, List<List<Map<String, Object>>> records) {
    /** A row has at most 64 KB (data-api-calling-considerations). */
    private static final int LONGEST_ROW = 64 * 1024;

    /** Reads all rows. */
    static DataApiResult read(ResultSet rows) throws SQLException {
        var metadata = rows.getMetaData();
        var columns = new ArrayList<Map<String, Object>>();
        for (var i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(Map.of(
                    "name", metadata.getColumnName(i),
                    "label", metadata.getColumnLabel(i),
                    "typeName", metadata.getColumnTypeName(i),
                    // the driver asks the catalog for what it knows about a column
                    "nullable", ResultSetMetaData.columnNullableUnknown));
        }
        var records = new ArrayList<List<Map<String, Object>>>();
        while (rows.next()) {
            var fields = new ArrayList<Map<String, Object>>();
            var size = 0;
            for (var i = 1; i <= columns.size(); i++) {
                fields.add(field(rows, i, metadata.getColumnType(i)));
                var text = rows.getString(i);
                size += text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
            }
            if (size > LONGEST_ROW) {
                throw new SQLException("ERROR: a row of the result is longer than 64 KB");
            }
            records.add(fields);
        }
        return new DataApiResult(columns, records);
    }

    private static Map<String, Object> field(ResultSet rows, int column, int type) throws SQLException {
        var text = rows.getString(column);
        if (text == null) {
            return Map.of("isNull", true);
        }
        return switch (type) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Map.of("longValue", rows.getLong(column));
            case Types.BIT, Types.BOOLEAN -> Map.of("booleanValue", rows.getBoolean(column));
            case Types.REAL, Types.DOUBLE -> Map.of("doubleValue", rows.getDouble(column));
            default -> Map.of("stringValue", text);
        };
    }
}
