package dev.dbops.redshift.value;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.envelope.LogJson;
import dev.dbops.redshift.sql.Identifier;
import dev.dbops.redshift.table.WarehouseTable;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads rows and keys of the log as texts for a table of the warehouse.
 *
 * @param table the table
 * @param types the types of the columns in the source by their names; those that are missing are not known
 */
public record RowTexts(WarehouseTable table, Map<String, ColumnType> types) {
    /**
     * Returns the texts of a row by the names of its columns in the warehouse; null for NULL.
     *
     * @param row the JSON of the log
     * @throws UnknownColumn when the warehouse lacks one of its columns
     * @throws OpsException of kind FAILED when a column cannot keep its value
     */
    public Map<String, String> row(String row) {
        var texts = new LinkedHashMap<String, String>();
        try (var parser = LogJson.members(row)) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                var folded = Identifier.folded(name);
                if (texts.containsKey(folded)) {
                    throw new OpsException(
                            Kind.FAILED,
                            "the row has two columns %s, whose names differ in upper and lower case only"
                                    .formatted(folded),
                            "Redshift cannot tell them apart: rename one of them in the source");
                }
                texts.put(folded, value(parser, row, name, folded));
            }
        }
        return texts;
    }

    /**
     * Returns the same for a key.
     *
     * @throws OpsException of kind FAILED also when the warehouse would take the key for another
     */
    public Map<String, String> key(String key) {
        var texts = row(key);
        texts.forEach((name, text) -> {
            if (text == null) {
                throw new OpsException(
                        Kind.FAILED,
                        "its key has no value: the key of the table was altered after the triggers were installed",
                        "install them again in the source: db-ops triggers-install; copy the row yourself, or put the"
                                + " event aside: --on-error dead-letter");
            }
            // "Significance of trailing blanks" (Amazon Redshift database developer guide)
            if (text.endsWith(" ")) {
                throw new OpsException(
                        Kind.FAILED,
                        "column %s of the key ends with a blank, which Redshift ignores when it compares texts"
                                .formatted(name),
                        "change the key in the source, or put the event aside: --on-error dead-letter");
            }
        });
        return texts;
    }

    private String value(JsonParser parser, String row, String name, String folded) {
        var token = parser.nextToken();
        var begin = (int) parser.currentTokenLocation().getCharOffset();
        var column = table.column(folded).orElseThrow(() -> new UnknownColumn(table, name));
        var encoding = new StageValue(table, column, types.getOrDefault(name, ColumnType.UNKNOWN));
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token.isStructStart()) {
            parser.skipChildren();
            return encoding.of(
                    token, row.substring(begin, (int) parser.currentLocation().getCharOffset()));
        }
        return encoding.of(token, parser.getString());
    }
}
