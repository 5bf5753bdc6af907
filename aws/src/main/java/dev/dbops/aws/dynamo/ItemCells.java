package dev.dbops.aws.dynamo;

import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The values of an item as cells of a table: texts and numbers as they are, everything with a structure as JSON. */
final class ItemCells {
    private static final ItemJson JSON = new ItemJson(false);

    private ItemCells() {}

    /**
     * A value.
     *
     * @param text its text in UTF-8
     * @param number whether it is a number
     */
    record Cell(byte[] text, boolean number) {}

    /** The cells of an item; NULL has none, as an attribute that is missing. */
    static Map<String, Cell> of(Map<String, AttributeValue> item) {
        Map<String, Cell> cells = new LinkedHashMap<>();
        item.forEach((name, value) -> {
            if (value.type() != AttributeValue.Type.NUL) {
                cells.put(name, cell(value));
            }
        });
        return cells;
    }

    private static Cell cell(AttributeValue value) {
        return switch (value.type()) {
            case S -> new Cell(value.s().getBytes(StandardCharsets.UTF_8), false);
            case B -> new Cell(ItemJson.base64(value.b()).getBytes(StandardCharsets.UTF_8), false);
            default -> {
                var text = new Utf8Buffer();
                JSON.write(value, text);
                yield new Cell(text.toBytes(), value.type() == AttributeValue.Type.N);
            }
        };
    }
}
