package dev.dbops.aws.bucket;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.events.Batch;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.events.replay.PositionedSink;
import dev.dbops.text.Utf8Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Objects in a bucket, with one event per line, each exactly once.
 *
 * <p>Events are collected in memory until they are large or old enough. Then the mark of the consumer first gets the
 * position after them, next the objects are stored, and last the mark says that they are complete. After a crash, the
 * next replay finds the position in the mark, reads the same events again, and replaces the objects that were stored: their
 * names follow from the events and the position. Only the replay that has read or written the latest mark can write the
 * next one, so another one is refused before it stores an object.
 */
public final class BucketSink implements PositionedSink {
    private static final int AT_ONCE = 8;
    private static final Duration STOP = Duration.ofSeconds(10);

    private final AwsClients clients;
    private final BucketPlace place;
    private final BucketStore store;
    private final EventFormat format;
    private final long size;
    private final Duration age;
    private final String writer = UUID.randomUUID().toString();
    private final Utf8Buffer line = new Utf8Buffer();
    private Optional<BucketMark> mark;
    private EventChunk chunk;
    private Position delivered;

    /**
     * True after a batch with rows of a snapshot. They are not stored together with changes, which the next replay would
     * otherwise not read again under the same names.
     */
    private boolean hasRows;

    private long storedAt = System.nanoTime();

    private BucketSink(
            AwsClients clients, BucketPlace place, BucketStore store, EventFormat format, long size, Duration age) {
        this.clients = clients;
        this.place = place;
        this.store = store;
        this.format = format;
        this.size = size;
        this.age = age;
        this.chunk = new EventChunk(place.prefix());
        this.mark = store.mark();
        requireSameFormat();
    }

    /**
     * Reads the mark of a consumer. Writes nothing.
     *
     * @param clients of the bucket's region; closed with the sink
     * @param size the maximum number of bytes of lines that are kept in memory
     * @param age the maximum time that an event is kept in memory
     * @throws OpsException of kind USAGE when there is no such bucket; of kind REFUSED when the consumer was begun in
     *     another format
     */
    public static BucketSink open(
            AwsClients clients, BucketPlace place, String consumer, EventFormat format, long size, Duration age) {
        return new BucketSink(clients, place, new BucketStore(clients, place, consumer), format, size, age);
    }

    private void requireSameFormat() {
        if (mark.isPresent() && !mark.get().format().equals(format.name())) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s was begun with --format %s, and cannot be continued with --format %s"
                            .formatted(place, mark.get().format(), format.name()),
                    "replay it with the same --format, or pass another prefix or another --name");
        }
    }

    @Override
    public String description() {
        return place.toString();
    }

    @Override
    public Optional<Position> position() {
        return mark.map(BucketMark::position);
    }

    /** Objects with rows of a snapshot stay, when others are stored under other names. */
    @Override
    public boolean mayHaveMore() {
        return true;
    }

    /** Rows of a snapshot cannot be read again as they were: they are stored again under other names. */
    @Override
    public Optional<Position> pending() {
        return mark.flatMap(BucketMark::pending)
                .filter(end -> end.read() == mark.orElseThrow().position().read());
    }

    @Override
    public Position settled(Position to) {
        return mark.map(BucketMark::position).orElse(to);
    }

    @Override
    public void begin(Position start) {
        delivered = start;
        if (mark.isEmpty()) {
            write(BucketMark.at(start, format.name(), writer));
        }
    }

    @Override
    public void deliver(Batch batch) throws InterruptedException {
        var isRows = batch.end().read() > delivered.read();
        if (isRows != hasRows) {
            finish();
            hasRows = isRows;
        }
        format.prepare(batch);
        for (var event : batch.events()) {
            line.clear();
            format.append(event, batch.window(), line);
            line.append('\n');
            chunk.add(event, line);
        }
        delivered = batch.end();
        if (pending().isPresent()) {
            // the events that were being stored are read again, up to the same position
            if (pending().get().equals(delivered)) {
                store();
            }
        } else if (chunk.isDue(size, age)) {
            store();
        } else if (chunk.isEmpty() && System.nanoTime() - storedAt >= age.toNanos()) {
            complete();
        }
    }

    @Override
    public void idle() throws InterruptedException {
        if (pending().isEmpty() && chunk.isDue(size, age)) {
            store();
        }
    }

    @Override
    public void finish() throws InterruptedException {
        if (!chunk.isEmpty()) {
            store();
        } else if (!position().equals(Optional.of(delivered))) {
            complete();
        }
    }

    /** The next replay reads again the events that are not stored then. */
    @Override
    public void stop() {
        stop(STOP);
    }

    /**
     * Stores what is in memory.
     *
     * @throws OpsException of kind UNREACHABLE when S3 has not taken it within that time
     */
    void stop(Duration limit) {
        if (chunk.isEmpty() || pending().isPresent()) {
            return;
        }
        var storing = BackgroundTask.startVirtual(() -> {
            try {
                store();
                return true;
            } catch (InterruptedException _) {
                return false;
            }
        });
        try {
            if (storing.get(limit).isEmpty()) {
                throw new OpsException(
                        Kind.UNREACHABLE, "%s did not answer within %d ms".formatted(place, limit.toMillis()));
            }
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted", null, e);
        } finally {
            storing.interrupt();
        }
    }

    private void store() throws InterruptedException {
        var objects = chunk.objects(delivered);
        var keys = ShortDigest.of(String.join("\n", objects.keySet()));
        if (pending().isEmpty()) {
            write(mark.orElseThrow().storing(delivered, keys, writer));
        } else if (!mark.orElseThrow().keys().equals(keys)) {
            throw new OpsException(
                    Kind.REFUSED,
                    "the events that were being stored in %s when the last replay ended would get other names"
                            .formatted(place),
                    "continue once with the options of that replay, such as --map");
        }
        put(objects);
        complete();
        chunk = new EventChunk(place.prefix());
    }

    private void put(SortedMap<String, EventObject> objects) throws InterruptedException {
        var tasks = new ArrayList<BackgroundTask<String>>();
        for (var object : objects.entrySet()) {
            if (tasks.size() == AT_ONCE) {
                tasks.removeFirst().get();
            }
            tasks.add(BackgroundTask.startVirtual(() -> {
                store.put(object.getKey(), object.getValue().finish());
                return object.getKey();
            }));
        }
        for (var task : tasks) {
            task.get();
        }
    }

    private void complete() {
        write(BucketMark.at(delivered, format.name(), writer));
        storedAt = System.nanoTime();
    }

    private void write(BucketMark next) {
        store.mark(next);
        mark = Optional.of(next);
    }

    @Override
    public void close() {
        clients.close();
    }
}
