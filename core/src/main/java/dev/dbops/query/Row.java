package dev.dbops.query;

import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import org.postgresql.core.Tuple;

/** A row of a result, with each value in the server's text form. Valid until the next row. */
public sealed class Row permits WrittenRow {
    private final Tuple tuple;

    Row(Tuple tuple) {
        this.tuple = tuple;
    }

    /**
     * A row that does not come from a server.
     *
     * @param values each value's text in UTF-8; null for NULL
     */
    public static Row of(byte[]... values) {
        return new Row(new Tuple(values));
    }

    /** The number of columns. */
    public int size() {
        return tuple.fieldCount();
    }

    /** Returns whether the value is NULL. */
    public boolean isNull(int column) {
        return tuple.get(column) == null;
    }

    /** The value's text in UTF-8; empty for NULL. */
    public byte[] utf8(int column) {
        var value = tuple.get(column);
        return value == null ? new byte[0] : value;
    }

    /** Appends the value's text; nothing for NULL. */
    public void appendTo(Utf8Buffer text, int column) {
        text.append(utf8(column));
    }

    /** The value's text; empty for NULL. */
    public final String text(int column) {
        return new String(utf8(column), StandardCharsets.UTF_8);
    }
}
