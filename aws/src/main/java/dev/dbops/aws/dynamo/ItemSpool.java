package dev.dbops.aws.dynamo;

import dev.dbops.FileFailure;
import dev.dbops.UnnamedFile;
import dev.dbops.query.Column;
import dev.dbops.query.Row;
import dev.dbops.query.RowSink;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps items in a temporary file without a name until all of them are known: an attribute of the last item is a column
 * of the first as well.
 */
final class ItemSpool implements AutoCloseable {
    private static final String NAME = "the temporary copy of the items";

    private final UnnamedFile file;
    private final DataOutputStream out;
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private final List<String> keys;
    private long items;

    /** An attribute, in the order in which they were seen. */
    private static final class Attribute {
        private final int index;
        private boolean number = true;

        Attribute(int index) {
            this.index = index;
        }
    }

    /**
     * @param keys the key attributes, which are the first columns
     */
    ItemSpool(List<String> keys) {
        this.keys = keys;
        try {
            file = new UnnamedFile();
            out = new DataOutputStream(new BufferedOutputStream(file.output()));
        } catch (IOException e) {
            throw FileFailure.writing(NAME, e);
        }
        keys.forEach(this::attribute);
    }

    private Attribute attribute(String name) {
        return attributes.computeIfAbsent(name, _ -> new Attribute(attributes.size()));
    }

    void add(Map<String, ItemCells.Cell> cells) {
        try {
            out.writeInt(cells.size());
            for (var cell : cells.entrySet()) {
                var attribute = attribute(cell.getKey());
                attribute.number &= cell.getValue().number();
                out.writeInt(attribute.index);
                out.writeInt(cell.getValue().text().length);
                out.write(cell.getValue().text());
            }
            items++;
        } catch (IOException e) {
            throw FileFailure.writing(NAME, e);
        }
    }

    /** Writes all items: the key attributes, then the others in alphabetical order. */
    void writeTo(RowSink rows) {
        var names = new ArrayList<>(keys);
        attributes.keySet().stream()
                .filter(name -> !keys.contains(name))
                .sorted()
                .forEach(names::add);
        var places = new int[attributes.size()];
        var columns = new ArrayList<Column>();
        for (var name : names) {
            places[attribute(name).index] = columns.size();
            columns.add(new Column(name, items > 0 && attribute(name).number));
        }
        try {
            out.flush();
            try (var in = new DataInputStream(new BufferedInputStream(file.open()))) {
                rows.begin(columns);
                for (long i = 0; i < items; i++) {
                    rows.row(Row.of(values(in, places)));
                }
                rows.end();
                rows.finish();
            }
        } catch (IOException e) {
            throw FileFailure.reading(NAME, e);
        }
    }

    private static byte[][] values(DataInputStream in, int[] places) throws IOException {
        var values = new byte[places.length][];
        for (var left = in.readInt(); left > 0; left--) {
            var place = places[in.readInt()];
            values[place] = in.readNBytes(in.readInt());
        }
        return values;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw FileFailure.writing(NAME, e);
        }
    }
}
