package dev.dbops.aws.dataapi;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The result of a statement, with typed fields.
 *
 * @param columns the columnMetadata
 * @param records the rows
 */
record AuroraResult(List<Map<String, Object>> columns, List<List<Map<String, Object>>> records) {
    private static final int LONGEST_ROW = 64 * 1024;
    private static final Set<String> LONGS = Set.of("int2", "int4", "int8", "smallserial", "serial", "bigserial");
    private static final Set<String> DOUBLES = Set.of("float4", "float8");
    private static final Set<String> TEXTS = Set.of(
            "text", "varchar", "bpchar", "numeric", "uuid", "json", "jsonb", "date", "time", "timestamp", "name");

    /** Reads all rows. */
    static AuroraResult read(ResultSet rows) throws SQLException {
        var metadata = rows.getMetaData();
        var columns = new ArrayList<Map<String, Object>>();
        for (var i = 1; i <= metadata.getColumnCount(); i++) {
            requireSupported(metadata.getColumnTypeName(i));
            columns.add(Map.of(
                    "name", metadata.getColumnName(i),
                    "label", metadata.getColumnLabel(i),
                    "typeName", metadata.getColumnTypeName(i),
                    "type", metadata.getColumnType(i),
                    "nullable", 2));
        }
        var records = new ArrayList<List<Map<String, Object>>>();
        while (rows.next()) {
            records.add(row(rows, columns));
        }
        return new AuroraResult(columns, records);
    }

    private static List<Map<String, Object>> row(ResultSet rows, List<Map<String, Object>> columns)
            throws SQLException {
        var fields = new ArrayList<Map<String, Object>>();
        var size = 0;
        for (var i = 1; i <= columns.size(); i++) {
            var text = rows.getString(i);
            size += text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
            fields.add(
                    text == null
                            ? Map.of("isNull", true)
                            : field(rows, i, columns.get(i - 1).get("typeName").toString(), text));
        }
        if (size > LONGEST_ROW) {
            throw new AuroraRefusal(
                    "UnsupportedResultException", "Database returned a row that exceeds the allowed row size limit");
        }
        return fields;
    }

    /** "The result contains the unsupported data type regclass": reported for geometric and monetary types, and others. */
    private static void requireSupported(String type) {
        var element = type.startsWith("_") ? type.substring(1) : type;
        if (!LONGS.contains(element)
                && !DOUBLES.contains(element)
                && !TEXTS.contains(element)
                && !Set.of("bool", "bytea", "timestamptz").contains(element)) {
            throw new AuroraRefusal(
                    "UnsupportedResultException", "The result contains the unsupported data type " + type + ".");
        }
    }

    private static Map<String, Object> field(ResultSet rows, int column, String type, String text) throws SQLException {
        if (LONGS.contains(type)) {
            return Map.of("longValue", rows.getLong(column));
        }
        if (DOUBLES.contains(type)) {
            return Map.of("doubleValue", rows.getDouble(column));
        }
        return switch (type) {
            case "bool" -> Map.of("booleanValue", rows.getBoolean(column));
            case "bytea" -> Map.of("blobValue", Base64.getEncoder().encodeToString(rows.getBytes(column)));
            case "timestamptz" -> Map.of("stringValue", utc(rows.getObject(column, OffsetDateTime.class)));
            default ->
                type.startsWith("_")
                        ? Map.of("arrayValue", array((Object[])
                                rows.getArray(column).getArray()))
                        : Map.of("stringValue", text);
        };
    }

    /** Times with a zone are returned in UTC, without the zone. */
    private static String utc(OffsetDateTime time) {
        if (time.equals(OffsetDateTime.MAX) || time.equals(OffsetDateTime.MIN)) {
            throw new AuroraRefusal("InternalServerErrorException", "");
        }
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static Map<String, Object> array(Object[] elements) {
        if (Arrays.stream(elements).anyMatch(Object[].class::isInstance)) {
            throw new AuroraRefusal("UnsupportedResultException", "The result contains a multidimensional array");
        }
        return Map.of(
                "stringValues", Arrays.stream(elements).map(String::valueOf).toList());
    }
}
