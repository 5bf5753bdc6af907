package dev.dbops.aws.dataapi;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.Parser;

/** The statements of a message of the simple protocol: the Data API accepts one in a request. */
final class SimpleQuery {
    private SimpleQuery() {}

    /**
     * A statement.
     *
     * @param shape the statement
     * @param before the number of characters before it
     */
    record Part(StatementShape shape, int before) {}

    static List<Part> parts(String text) throws ServerRefusal {
        try {
            var parts = new ArrayList<Part>();
            var at = 0;
            for (var query : Parser.parseJdbcSql(text, true, false, true, false, false)) {
                var start = text.indexOf(query.nativeSql, at);
                at = start + query.nativeSql.length();
                parts.add(new Part(StatementShape.of(query.nativeSql), text.codePointCount(0, start)));
            }
            return parts;
        } catch (SQLException e) {
            throw new ServerRefusal("42601", e.getMessage(), "");
        }
    }
}
