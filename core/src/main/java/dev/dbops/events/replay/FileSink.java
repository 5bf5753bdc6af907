package dev.dbops.events.replay;

import dev.dbops.FileFailure;
import dev.dbops.FileReplacement;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.text.Utf8Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * A file with one event per line, each exactly once. A file next to it stores the position and the size of the event
 * file at that position. Lines after that size, left by a crash, are cut off. Both files are created with access for
 * their owner only.
 */
public final class FileSink implements PositionedSink {
    /** The position of an idle follower is not worth more frequent writes. */
    private static final long IDLE_NANOS = 1_000_000_000L;

    private static final Set<OpenOption> OPEN = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    private final Path path;
    private final FileChannel channel;
    private final FileMark mark;
    private final boolean made;
    private final EventFormat format;
    private final Utf8Buffer text = new Utf8Buffer();
    private Optional<FileMark.Place> kept;
    private Optional<Position> idle = Optional.empty();
    private long lastKept = System.nanoTime();

    private FileSink(Path path, FileChannel channel, boolean made, EventFormat format) throws IOException {
        this.path = path;
        this.channel = channel;
        this.mark = new FileMark(path);
        this.made = made;
        this.format = format;
        this.kept = mark.read();
        requireOwn(channel.size());
        requireSameFormat();
    }

    /**
     * Opens or creates the file without changing its content.
     *
     * @param format the format of the events
     * @throws OpsException of kind REFUSED when another process writes to the file, it is not the file that was
     *     written, or it was begun in another format; of kind FAILED when it cannot be written
     */
    public static FileSink open(Path path, EventFormat format) {
        try {
            var made = !Files.exists(path);
            var channel = FileChannel.open(path, OPEN, FileReplacement.PRIVATE);
            try {
                lock(channel, path);
                return new FileSink(path, channel, made, format);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    private static void lock(FileChannel channel, Path path) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException _) {
            // another thread of this process holds it
        }
        throw new OpsException(
                Kind.REFUSED,
                "%s is being written by another replay".formatted(path),
                "end that one first, or name another file");
    }

    private void requireOwn(long size) {
        if (kept.isEmpty() && size > 0) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s is not empty, and there is no %s that describes it"
                            .formatted(path, mark.path().getFileName()),
                    "name a new file, or remove this one");
        }
        if (kept.isPresent() && size < kept.get().offset()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s has %d bytes, and %d were written to it"
                            .formatted(path, size, kept.get().offset()),
                    "restore the file, or begin again: remove %s, and pass another --name".formatted(mark.path()));
        }
    }

    private void requireSameFormat() {
        if (kept.isPresent() && !kept.get().format().equals(format.name())) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s was begun with --format %s, and cannot be continued with --format %s"
                            .formatted(path, kept.get().format(), format.name()),
                    "replay it with the same --format, or name another file");
        }
    }

    @Override
    public String description() {
        return "file:" + path;
    }

    @Override
    public Optional<Position> position() {
        return kept.map(FileMark.Place::position);
    }

    @Override
    public void begin(Position start) {
        try {
            if (kept.isEmpty()) {
                keep(start, 0);
            }
            channel.truncate(kept.get().offset());
            channel.position(kept.get().offset());
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    @Override
    public void deliver(Batch batch) {
        try {
            if (batch.events().isEmpty() && System.nanoTime() - lastKept < IDLE_NANOS) {
                idle = Optional.of(batch.end());
                return;
            }
            write(batch);
            keep(batch.end(), channel.position());
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    private void write(Batch batch) throws IOException {
        text.clear();
        for (var event : batch.events()) {
            format.append(event, batch.window(), text);
            text.append('\n');
        }
        var bytes = ByteBuffer.wrap(text.bytes(), 0, text.length());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        if (!batch.events().isEmpty()) {
            channel.force(false);
        }
    }

    private void keep(Position position, long offset) throws IOException {
        var place = new FileMark.Place(position, offset, format.name());
        mark.write(place);
        kept = Optional.of(place);
        idle = Optional.empty();
        lastKept = System.nanoTime();
    }

    private static OpsException cannotWrite(Path path, IOException failure) {
        return FileFailure.writing(path.toString(), failure)
                .withHint("check the space on the disk and your permissions; the next replay continues after the last"
                        + " complete event");
    }

    @Override
    public void close() {
        try (channel) {
            if (idle.isPresent()) {
                keep(idle.get(), kept.get().offset());
            } else if (made && kept.isEmpty()) {
                // nothing was written: a dry run
                Files.delete(path);
            }
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }
}
