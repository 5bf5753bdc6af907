package dev.dbops.query;

import dev.dbops.text.Utf8Buffer;
import org.postgresql.core.Tuple;

/** A row whose only value was written here, into a buffer that holds one row after the other. */
final class WrittenRow extends Row {
    private static final Tuple NONE = new Tuple(0);

    private final Utf8Buffer value;

    WrittenRow(Utf8Buffer value) {
        super(NONE);
        this.value = value;
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
        return value.toBytes();
    }

    @Override
    public void appendTo(Utf8Buffer text, int column) {
        text.append(value.bytes(), 0, value.length());
    }
}
