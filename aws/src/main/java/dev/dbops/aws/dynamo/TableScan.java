package dev.dbops.aws.dynamo;

import dev.dbops.query.Column;
import dev.dbops.query.Row;
import dev.dbops.query.RowSink;
import dev.dbops.text.Utf8Buffer;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** Reads all items of a table. */
public final class TableScan {
    private final DynamoTable table;
    private final Options options;
    private final LongConsumer progress;
    private long items;

    /**
     * The options of a scan.
     *
     * @param segments the number of parts of the table that are read at the same time
     * @param limit the number of items to read at most; only with one segment
     * @param typed whether JSON names the type of each value
     */
    public record Options(int segments, long limit, boolean typed) {}

    /**
     * @param progress receives the number of items so far
     */
    public TableScan(DynamoTable table, Options options, LongConsumer progress) {
        this.table = table;
        this.options = options;
        this.progress = progress;
    }

    /** Writes the items in the form of the sink: JSON objects as they come, cells when all columns are known. */
    public ScanTotals writeTo(RowSink rows) {
        return rows.form() == RowSink.Form.OBJECTS ? writeObjects(rows) : writeCells(rows);
    }

    private ScanTotals writeObjects(RowSink rows) {
        try (var pages = pages(() -> {
            var json = new ItemJson(options.typed());
            var buffer = new Utf8Buffer();
            return item -> json.encode(item, buffer);
        })) {
            rows.begin(List.of(new Column("item", false)));
            var totals = pages.forEach((byte[] item) -> {
                rows.row(Row.of(item));
                count();
            });
            rows.end();
            rows.finish();
            return totals;
        }
    }

    private ScanTotals writeCells(RowSink rows) {
        try (var spool = new ItemSpool(keys());
                var pages = pages(() -> ItemCells::of)) {
            var totals = pages.forEach(item -> {
                spool.add(item);
                count();
            });
            spool.writeTo(rows);
            return totals;
        }
    }

    private void count() {
        progress.accept(++items);
    }

    private <R> ScanPages<R> pages(Supplier<ScanPages.Encoder<R>> encoders) {
        return new ScanPages<>(table, options.segments(), options.limit(), encoders);
    }

    private List<String> keys() {
        var found = table.find().orElseThrow(() -> table.missing(null));
        return found.keySchema().stream()
                .sorted((a, b) -> Boolean.compare(isRange(a), isRange(b)))
                .map(KeySchemaElement::attributeName)
                .toList();
    }

    private static boolean isRange(KeySchemaElement element) {
        return element.keyType() == KeyType.RANGE;
    }
}
