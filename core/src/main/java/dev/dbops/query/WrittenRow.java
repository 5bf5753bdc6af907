package dev.dbops.query;

import dev.dbops.text.Utf8Buffer;
import org.postgresql.core.Tuple;

/** A row whose only value is a JSON object, which is written where it is wanted: there is no copy of a long one. */
final class WrittenRow extends Row {
    private final Tuple tuple;
    private final RowJson json;

    /**
     * @param tuple the values of the object
     */
    WrittenRow(Tuple tuple, RowJson json) {
        super(tuple);
        this.tuple = tuple;
        this.json = json;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public boolean isNull(int column) {
        return false;
    }

    @Override
    public byte[] utf8(int column) {
        var text = new Utf8Buffer();
        json.write(tuple, text);
        return text.toBytes();
    }

    @Override
    public void appendTo(Utf8Buffer text, int column) {
        json.write(tuple, text);
    }
}
