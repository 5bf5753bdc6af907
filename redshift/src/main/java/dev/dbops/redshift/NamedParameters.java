package dev.dbops.redshift;

import dev.dbops.redshift.sql.WarehouseStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Statements with named parameters in place of question marks, as the Data API has them: all statements of a batch share
 * them.
 *
 * @param sqls the texts
 * @param parameters the values by their names
 */
record NamedParameters(List<String> sqls, Map<String, String> parameters) {
    /** Names the parameters of all statements. */
    static NamedParameters of(List<WarehouseStatement> statements) {
        var sqls = new ArrayList<String>();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (var statement : statements) {
            sqls.add(named(statement, parameters));
        }
        return new NamedParameters(sqls, parameters);
    }

    private static String named(WarehouseStatement statement, Map<String, String> parameters) {
        var sql = new StringBuilder();
        var values = statement.parameters().iterator();
        var quote = '\0';
        for (var character : statement.sql().toCharArray()) {
            if (quote == '\0' && character == '?') {
                var name = "p" + (parameters.size() + 1);
                parameters.put(name, values.next());
                sql.append(':').append(name);
                continue;
            }
            // a doubled quote ends the text and begins it again
            if (character == quote) {
                quote = '\0';
            } else if (quote == '\0' && (character == '"' || character == '\'')) {
                quote = character;
            }
            sql.append(character);
        }
        return sql.toString();
    }
}
