package dev.dbops.aws.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Reads the pages of a table, each segment on a thread of its own, which also encodes the items. So the next page is
 * asked for while the caller writes the last one. Few pages wait for the caller, whatever the size of the table.
 *
 * @param <R> an encoded item
 */
final class ScanPages<R> implements AutoCloseable {
    private static final String ACTION = "dynamodb:Scan";

    private final DynamoTable table;
    private final int segments;
    private final long limit;
    private final BlockingQueue<Arrival<R>> arrivals;
    private final List<Thread> readers = new ArrayList<>();

    /** Encodes the items of one segment. */
    interface Encoder<R> {
        R encode(Map<String, AttributeValue> item);
    }

    /**
     * A page, the end of a segment, or its failure.
     *
     * @param items the items of the page
     * @param capacity the units that it consumed
     * @param last whether the segment ends with it
     * @param failure why it could not be read, or null
     */
    private record Arrival<R>(List<R> items, double capacity, boolean last, RuntimeException failure) {}

    /**
     * Begins to read.
     *
     * @param limit the number of items to read at most; only with one segment
     * @param encoders makes the encoder of a segment
     */
    ScanPages(DynamoTable table, int segments, long limit, Supplier<Encoder<R>> encoders) {
        this.table = table;
        this.segments = segments;
        this.limit = limit;
        this.arrivals = new ArrayBlockingQueue<>(segments);
        for (var i = 0; i < segments; i++) {
            var segment = i;
            var encoder = encoders.get();
            var reader = new Thread(() -> read(segment, encoder), "scan " + segment);
            reader.setDaemon(true);
            readers.add(reader);
            reader.start();
        }
    }

    private void read(int segment, Encoder<R> encoder) {
        try {
            Map<String, AttributeValue> from = Map.of();
            var left = limit;
            do {
                var page = page(segment, from, left);
                left -= page.items().size();
                from = left > 0 ? page.lastEvaluatedKey() : Map.of();
                put(new Arrival<>(encoded(page, encoder), capacity(page), from.isEmpty(), null));
            } while (!from.isEmpty());
        } catch (RuntimeException e) {
            put(new Arrival<>(List.of(), 0, true, e));
        } catch (Error e) {
            // such as out of memory: the caller must not wait for ever
            put(new Arrival<>(List.of(), 0, true, new IllegalStateException(e.toString(), e)));
        }
    }

    private ScanResponse page(int segment, Map<String, AttributeValue> from, long left) {
        var request =
                ScanRequest.builder().tableName(table.name()).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
        if (segments > 1) {
            request.segment(segment).totalSegments(segments);
        }
        if (!from.isEmpty()) {
            request.exclusiveStartKey(from);
        }
        if (left <= Integer.MAX_VALUE) {
            request.limit((int) left);
        }
        return table.call(ACTION, () -> table.dynamo().client().scan(request.build()));
    }

    private static <R> List<R> encoded(ScanResponse page, Encoder<R> encoder) {
        List<R> items = new ArrayList<>(page.items().size());
        page.items().forEach(item -> items.add(encoder.encode(item)));
        return items;
    }

    private static double capacity(ScanResponse page) {
        var consumed = page.consumedCapacity();
        return consumed == null || consumed.capacityUnits() == null ? 0 : consumed.capacityUnits();
    }

    /** An interrupt says that nobody waits any more. */
    private void put(Arrival<R> arrival) {
        try {
            arrivals.put(arrival);
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "the scan was stopped", null, e);
        }
    }

    /**
     * Passes on all items, on the thread of the caller.
     *
     * @throws OpsException of the first segment that fails, or INTERRUPTED
     */
    ScanTotals forEach(Consumer<R> action) {
        var totals = ScanTotals.NONE;
        try {
            for (var open = segments; open > 0; ) {
                var arrival = arrivals.take();
                if (arrival.failure() != null) {
                    throw arrival.failure();
                }
                arrival.items().forEach(action);
                totals = totals.plus(arrival.items().size(), arrival.capacity());
                open -= arrival.last() ? 1 : 0;
            }
            return totals;
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted while the table was read", null, e);
        }
    }

    /** Ends the readers; each may still wait for its answer, and does not keep the process alive. */
    @Override
    public void close() {
        readers.forEach(Thread::interrupt);
    }
}
