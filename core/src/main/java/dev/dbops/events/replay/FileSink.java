package dev.dbops.events.replay;

import dev.dbops.FileFailure;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.text.Utf8Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file with one event per line, each exactly once. A file next to it stores the position and the size of the event
 * file at that position. Lines after that size, left by a crash, are cut off. Both files are created with access for
 * their owner only.
 *
 * <p>A file that another program has moved, removed or emptied is followed by a new one, as programs for log rotation
 * expect. One that has other content than was written is refused.
 */
public final class FileSink implements PositionedSink {
    /** The position of an idle follower is not worth more frequent writes. */
    private static final long IDLE_NANOS = 1_000_000_000L;

    private final Path path;
    private final FileMark mark;
    private final EventFormat format;
    private final Rotation rotation;
    private final Consumer<String> notes;
    private final FinishedFiles finished;
    private final Utf8Buffer text = new Utf8Buffer();
    private EventFile file;
    private Optional<FileMark.Place> kept;
    private Optional<Position> idle = Optional.empty();
    private long lastKept = System.nanoTime();

    private FileSink(Path path, EventFormat format, Rotation rotation, Consumer<String> notes, EventFile file)
            throws IOException {
        this.path = path;
        this.mark = new FileMark(path);
        this.format = format;
        this.rotation = rotation;
        this.notes = notes;
        this.finished = new FinishedFiles(path, rotation);
        this.file = file;
        this.kept = mark.read();
        requireOwn(file.size());
        requireSameFormat();
    }

    /**
     * Opens or creates the file without changing its content.
     *
     * @param format the format of the events
     * @param rotation when a new file is begun
     * @param notes takes a sentence when a new file was begun because the old one is gone
     * @throws OpsException of kind REFUSED when another process writes to the file, it is not the file that was
     *     written, or it was begun in another format; of kind FAILED when it cannot be written
     */
    public static FileSink open(Path path, EventFormat format, Rotation rotation, Consumer<String> notes) {
        try {
            var file = EventFile.open(path);
            try {
                return new FileSink(path, format, rotation, notes, file);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    private void requireOwn(long size) throws IOException {
        if (kept.isEmpty() && size > 0) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s is not empty, and there is no %s that describes it"
                            .formatted(path, mark.path().getFileName()),
                    "name a new file, or remove this one");
        }
        if (kept.isEmpty() || size == 0) {
            return;
        }
        var offset = kept.get().offset();
        if (size < offset) {
            throw refused("%s has %d bytes, and %d were written to it".formatted(path, size, offset));
        }
        if (!kept.get().tail().isIn(path, offset)) {
            throw refused("%s is not the file that was written: its content before byte %d is different"
                    .formatted(path, offset));
        }
    }

    private OpsException refused(String message) {
        return new OpsException(
                Kind.REFUSED,
                message,
                "restore the file, or move it away to continue in a new one, or begin again: remove %s, and pass"
                                .formatted(mark.path())
                        + " another --name");
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
                keep(FileMark.Place.beginning(start, format.name()));
            } else if (kept.get().offset() > 0 && file.size() == 0) {
                notes.accept("%s was moved, removed or emptied; a new file is begun with the events that follow"
                        .formatted(path));
                keep(FileMark.Place.beginning(kept.get().position(), format.name()));
            }
            file.cutTo(kept.get().offset());
            finished.compress();
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
            followRotation();
            write(batch);
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    /** Continues in a new file when another program has taken the old one away. */
    private void followRotation() throws IOException {
        switch (file.state(kept.get().offset())) {
            case UNCHANGED -> {}
            case MOVED -> {
                notes.accept("%s was moved or removed; the events that follow go into a new file".formatted(path));
                beginFile();
            }
            case EMPTIED -> {
                noteEmptied();
                keep(FileMark.Place.beginning(kept.get().position(), format.name()));
            }
            case REPLACED ->
                throw refused("%s was replaced or changed by another program while events were written to it"
                        .formatted(path));
        }
    }

    private void beginFile() throws IOException {
        file.close();
        file = EventFile.open(path);
        if (file.size() > 0) {
            throw refused("%s was replaced by another program while events were written to it".formatted(path));
        }
        keep(FileMark.Place.beginning(kept.get().position(), format.name()));
    }

    private void write(Batch batch) throws IOException {
        text.clear();
        format.prepare(batch);
        for (var event : batch.events()) {
            format.append(event, batch.window(), text);
            text.append('\n');
        }
        if (rotation.isDue(kept.get().offset(), text.length(), kept.get().begun())) {
            finished.add();
            beginFile();
            finished.compress();
        }
        if (batch.events().isEmpty()) {
            keep(kept.get().at(batch.end()));
            return;
        }
        file.append(ByteBuffer.wrap(text.bytes(), 0, text.length()));
        var before = kept.get();
        if (before.offset() > 0 && file.size() == text.length()) {
            // emptied since followRotation looked: the lines are at the beginning
            noteEmptied();
            before = FileMark.Place.beginning(before.position(), format.name());
        }
        keep(before.after(batch.end(), text.bytes(), text.length()));
    }

    private void noteEmptied() {
        notes.accept("%s was emptied by another program; the events that follow are written to its beginning"
                .formatted(path));
    }

    private void keep(FileMark.Place place) throws IOException {
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
        try (var closing = file) {
            if (idle.isPresent()) {
                keep(kept.get().at(idle.get()));
            } else if (closing.made() && kept.isEmpty()) {
                // nothing was written: a dry run
                Files.delete(path);
            }
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }
}
