package dev.dbops.aws.dataapi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.core.Parser;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A statement of a request, whose parameters have names after a colon.
 *
 * @param sql the same with question marks, as JDBC has it
 * @param names the names of the parameters, in the order of the question marks
 */
record AuroraStatement(String sql, List<String> names) {
    private static final int LONGEST = 65_536;
    private static final Pattern PIECE =
            Pattern.compile("'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|--[^\\n]*|(?s:/\\*.*?\\*/)"
                    + "|(?s:(\\$[A-Za-z_]*\\$).*?\\1)|::|:([A-Za-z_][0-9A-Za-z_]*)|(\\?)");

    static AuroraStatement read(String sql) {
        if (sql.length() > LONGEST) {
            throw new AuroraRefusal(
                    "ValidationException",
                    "1 validation error detected: Value at 'sql' failed to satisfy constraint: Member must have length"
                            + " less than or equal to 65536");
        }
        requireOne(sql);
        var names = new ArrayList<String>();
        var text = new StringBuilder();
        var matcher = PIECE.matcher(sql);
        while (matcher.find()) {
            if (matcher.group(2) != null) {
                names.add(matcher.group(2));
                matcher.appendReplacement(text, "?");
            } else {
                matcher.appendReplacement(
                        text, matcher.group(3) == null ? Matcher.quoteReplacement(matcher.group()) : "??");
            }
        }
        return new AuroraStatement(matcher.appendTail(text).toString(), names);
    }

    private static void requireOne(String sql) {
        try {
            if (Parser.parseJdbcSql(sql, true, false, true, false, false).size() > 1) {
                throw new AuroraRefusal("ValidationException", "Multistatements aren't supported.");
            }
        } catch (SQLException e) {
            throw AuroraRefusal.of(e);
        }
    }

    /** Prepares it with the values; each text is of type varchar, as JDBC has it. */
    PreparedStatement prepare(Connection connection, List<JsonNode> parameters) throws SQLException {
        var values = values(parameters);
        var statement = connection.prepareStatement(sql);
        statement.setEscapeProcessing(false);
        for (var i = 0; i < names.size(); i++) {
            var value = values.get(names.get(i));
            if (value == null) {
                throw new AuroraRefusal("BadRequestException", "Cannot find parameter: " + names.get(i));
            }
            bind(statement, i + 1, value);
        }
        return statement;
    }

    private static Map<String, JsonNode> values(List<JsonNode> parameters) {
        var values = new HashMap<String, JsonNode>();
        for (var parameter : parameters) {
            values.put(
                    parameter.field("name").orElseThrow().asString(),
                    parameter.field("value").orElseThrow());
        }
        return values;
    }

    private static void bind(PreparedStatement statement, int index, JsonNode value) throws SQLException {
        var field = value.asObject().entrySet().iterator().next();
        switch (field.getKey()) {
            case "isNull" -> statement.setNull(index, Types.VARCHAR);
            case "stringValue" -> statement.setString(index, field.getValue().asString());
            case "longValue" ->
                statement.setLong(index, Long.parseLong(field.getValue().asNumber()));
            case "booleanValue" -> statement.setBoolean(index, field.getValue().asBoolean());
            case "doubleValue" ->
                statement.setDouble(index, Double.parseDouble(field.getValue().asNumber()));
            default -> throw new AuroraRefusal("BadRequestException", "Array parameters are not supported.");
        }
    }
}
