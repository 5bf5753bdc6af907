package dev.dbops.query;

import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * Writes rows as JSON objects, byte for byte as row_to_json would. Values of simple types are written here, which is
 * less work than to have the server do it; those of other types have to arrive as JSON.
 */
final class RowJson {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private static final String REPLACEMENT = "\ufffd";

    private final JsonForm[] forms;

    /** The text before each value: {@code {"name":}, and then {@code ,"name":}. */
    private final byte[][] beginnings;

    private RowJson(Field[] fields, JsonForm... forms) {
        this.forms = forms;
        this.beginnings = new byte[fields.length][];
        for (var column = 0; column < fields.length; column++) {
            beginnings[column] = new Utf8Buffer()
                    .append(column == 0 ? '{' : ',')
                    .appendQuoted(fields[column].getColumnLabel().getBytes(StandardCharsets.UTF_8))
                    .append(':')
                    .toBytes();
        }
    }

    /**
     * Returns the writer for a result with these columns; empty if only the server can write the whole row.
     */
    static Optional<RowJson> of(Field... described) {
        var forms = new JsonForm[described.length];
        for (var column = 0; column < described.length; column++) {
            var label = described[column].getColumnLabel();
            var type = described[column].getOID();
            var form = JsonForm.of(type);
            if (form.isEmpty() && !JsonForm.isArgument(type) || label.contains(REPLACEMENT)) {
                return Optional.empty();
            }
            forms[column] = form.orElse(JsonForm.JSON);
        }
        return described.length == 0 ? Optional.empty() : Optional.of(new RowJson(described, forms));
    }

    /**
     * Returns the text to write before a statement that has these columns, so that the server writes values of other types
     * as JSON; empty if there are none.
     *
     * @param described the statement's columns
     */
    static String before(Field... described) {
        var values = new ArrayList<String>();
        var isNeeded = false;
        for (var column = 0; column < described.length; column++) {
            var value = "object_row.c" + column;
            var isSimple = JsonForm.of(described[column].getOID()).isPresent();
            isNeeded |= !isSimple;
            values.add(isSimple ? value : "pg_catalog.to_json(" + value + ")");
        }
        return isNeeded ? "SELECT " + String.join(", ", values) + " FROM (\n" : "";
    }

    /** Returns the text to write after that statement. It begins on a new line, because the statement may end in a comment. */
    static String behind(int columns) {
        var names = new ArrayList<String>();
        for (var column = 0; column < columns; column++) {
            names.add("c" + column);
        }
        return "\n) AS object_row (" + String.join(", ", names) + ")";
    }

    /** Returns a row with the object of these values as its only column. */
    Row object(Tuple tuple) {
        return new WrittenRow(tuple, this);
    }

    /** Writes the object of these values. */
    void write(Tuple tuple, Utf8Buffer json) {
        for (var column = 0; column < forms.length; column++) {
            json.append(beginnings[column]);
            var value = tuple.get(column);
            if (value == null) {
                json.append(NULL);
            } else {
                forms[column].write(value, json);
            }
        }
        json.append('}');
    }
}
