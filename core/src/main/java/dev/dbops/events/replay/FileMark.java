package dev.dbops.events.replay;

import dev.dbops.BoundedFile;
import dev.dbops.FileReplacement;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.EventFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/** The small file next to an event file that stores its position. It is replaced in one step, never half written. */
final class FileMark {
    private static final String ENDING = ".position";

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path path;
    private final Path next;

    /**
     * @param events the event file
     */
    FileMark(Path events) {
        path = events.resolveSibling(events.getFileName() + ENDING);
        next = events.resolveSibling(events.getFileName() + ENDING + ".new");
    }

    /**
     * The position of the event file.
     *
     * @param position the position in the log
     * @param offset the size of the file at that position, in bytes
     * @param format the format of its lines, by {@link EventFormat#name}
     */
    record Place(Position position, long offset, String format) {}

    Path path() {
        return path;
    }

    /**
     * Returns the stored position; empty when the file does not exist.
     *
     * @throws OpsException of kind REFUSED when the file has other content
     */
    Optional<Place> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        var text = new String(BoundedFile.read(path), StandardCharsets.ISO_8859_1);
        var offset = text.indexOf(' ') + 1;
        var format = text.indexOf(' ', offset) + 1;
        try {
            return Optional.of(new Place(
                    Position.parse(text.substring(0, Math.max(0, offset - 1))),
                    Long.parseUnsignedLong(text.substring(offset, Math.max(offset, format - 1))),
                    text.substring(format).strip()));
        } catch (OpsException | NumberFormatException e) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s does not contain the position of the file next to it".formatted(path),
                    "it was not written by db-ops: name another file",
                    e);
        }
    }

    void write(Place place) throws IOException {
        var text = "%s %d %s\n"
                .formatted(place.position(), place.offset(), place.format())
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.deleteIfExists(next);
        try (var channel = FileChannel.open(next, NEW, FileReplacement.PRIVATE)) {
            var bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
