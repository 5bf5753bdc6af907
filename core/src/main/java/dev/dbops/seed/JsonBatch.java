package dev.dbops.seed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects that are sent to the server together, in order. Consecutive objects with the same keys form a group: one
 * INSERT names one set of columns, and a column without a key must get its default.
 */
final class JsonBatch {
    /** The size at which a batch is sent, in bytes: few round trips, constant memory. */
    private static final int LARGEST = 1024 * 1024;

    /** The number of groups at which a batch is sent; each group is a statement. */
    private static final int MOST_GROUPS = 500;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(LARGEST);
    private final List<Entry> entries = new ArrayList<>();
    private int groups;

    /**
     * An object of the batch.
     *
     * @param line the line of the file where it begins
     * @param columns its keys; the same list for the whole group
     * @param start the offset where its bytes begin
     * @param end the offset where they end
     */
    private record Entry(int line, List<String> columns, int start, int end) {}

    /**
     * Consecutive objects with the same keys.
     *
     * @param columns their keys
     * @param array the objects as a JSON array
     */
    record Group(List<String> columns, byte[] array) {}

    void add(JsonObjects object) throws IOException {
        var start = bytes.size();
        object.writeTo(bytes);
        entries.add(new Entry(object.line(), columns(object), start, bytes.size()));
    }

    private List<String> columns(JsonObjects object) {
        if (!entries.isEmpty()) {
            var last = entries.getLast().columns();
            if (last.size() == object.keys().size() && object.keys().containsAll(last)) {
                return last;
            }
        }
        groups++;
        return List.copyOf(object.keys());
    }

    boolean isFull() {
        return bytes.size() >= LARGEST || groups >= MOST_GROUPS;
    }

    int size() {
        return entries.size();
    }

    int line(int index) {
        return entries.get(index).line();
    }

    /** The first objects of the batch, grouped by keys. */
    List<Group> groups(int count) {
        var all = bytes.toByteArray();
        var result = new ArrayList<Group>();
        var first = 0;
        for (var i = 1; i <= count; i++) {
            if (i == count || entries.get(i).columns() != entries.get(first).columns()) {
                result.add(new Group(entries.get(first).columns(), array(all, first, i)));
                first = i;
            }
        }
        return result;
    }

    private byte[] array(byte[] all, int from, int to) {
        var array = new ByteArrayOutputStream(
                entries.get(to - 1).end() - entries.get(from).start() + to - from + 1);
        for (var i = from; i < to; i++) {
            var entry = entries.get(i);
            array.write(i == from ? '[' : ',');
            array.write(all, entry.start(), entry.end() - entry.start());
        }
        array.write(']');
        return array.toByteArray();
    }

    void clear() {
        bytes.reset();
        entries.clear();
        groups = 0;
    }
}
