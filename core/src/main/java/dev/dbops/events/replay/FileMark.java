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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
     * @param begun the time at which the file was begun
     * @param tail the end of the file at that size
     */
    record Place(Position position, long offset, String format, Instant begun, FileTail tail) {
        /** The place in a file with nothing in it. */
        static Place beginning(Position position, String format) {
            return new Place(position, 0, format, Instant.now().truncatedTo(ChronoUnit.SECONDS), FileTail.UNKNOWN);
        }

        /** The place after a batch without events. */
        Place at(Position later) {
            return new Place(later, offset, format, begun, tail);
        }

        /** The place after lines that were appended. */
        Place after(Position later, byte[] lines, int length) {
            return new Place(later, offset + length, format, begun, FileTail.of(lines, length));
        }
    }

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
        var lines = new String(BoundedFile.read(path), StandardCharsets.ISO_8859_1).split("\n", -1);
        var place = lines[0];
        var offset = place.indexOf(' ') + 1;
        var format = place.indexOf(' ', offset) + 1;
        // a mark of an earlier version has one line
        var file = (lines.length > 2 ? lines[1] : "0 0 0").split(" ", -1);
        try {
            return Optional.of(new Place(
                    Position.parse(place.substring(0, Math.max(0, offset - 1))),
                    Long.parseUnsignedLong(place.substring(offset, Math.max(offset, format - 1))),
                    place.substring(format).strip(),
                    Instant.ofEpochSecond(Long.parseLong(file[0])),
                    new FileTail(Integer.parseInt(file[1]), Long.parseLong(file[2]))));
        } catch (OpsException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s does not contain the position of the file next to it".formatted(path),
                    "it was not written by db-ops: name another file",
                    e);
        }
    }

    void write(Place place) throws IOException {
        var text = "%s %d %s\n%d %d %d\n"
                .formatted(
                        place.position(),
                        place.offset(),
                        place.format(),
                        place.begun().getEpochSecond(),
                        place.tail().length(),
                        place.tail().checksum())
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
