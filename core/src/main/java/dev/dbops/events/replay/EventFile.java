package dev.dbops.events.replay;

import dev.dbops.FileReplacement;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * An event file that is open and locked. It notices when another program moves, removes or truncates the file of that
 * name. Lines are appended at the end, wherever that is by then: after a truncation no gap of null bytes appears.
 */
final class EventFile implements Closeable {
    private static final Set<OpenOption> OPEN =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Path path;
    private final FileChannel channel;
    private final boolean made;
    /** The device and number of the file; null for a device, which is not watched. */
    private final Object identity;

    /** The state of the file of that name. */
    enum State {
        /** It is the open file, with the size that it was left with. */
        UNCHANGED,
        /** It was moved or removed, and perhaps created again without content, as programs for log rotation do. */
        MOVED,
        /** It was truncated to nothing, as programs for log rotation do after they have copied a file. */
        EMPTIED,
        /** It is another file with content, or has another size. */
        REPLACED
    }

    private EventFile(Path path, FileChannel channel, boolean made) throws IOException {
        this.path = path;
        this.channel = channel;
        this.made = made;
        this.identity = identity(path);
    }

    /**
     * Opens or creates the file, with access for its owner only, without changing its content.
     *
     * @throws OpsException of kind REFUSED when another process writes to the file
     */
    static EventFile open(Path path) throws IOException {
        var made = !Files.exists(path);
        var channel = FileChannel.open(path, OPEN, FileReplacement.PRIVATE);
        try {
            lock(channel, path);
            return new EventFile(path, channel, made);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
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

    private static Object identity(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.isRegularFile() ? attributes.fileKey() : null;
    }

    /** Returns whether the file did not exist before. */
    boolean made() {
        return made;
    }

    long size() throws IOException {
        return channel.size();
    }

    /**
     * Compares the file of that name with the open one.
     *
     * @param expected the size that it was left with
     */
    State state(long expected) throws IOException {
        if (identity == null) {
            return State.UNCHANGED;
        }
        var attributes = attributes();
        if (attributes == null) {
            return State.MOVED;
        }
        if (!identity.equals(attributes.fileKey())) {
            return attributes.size() == 0 ? State.MOVED : State.REPLACED;
        }
        if (attributes.size() == expected) {
            return State.UNCHANGED;
        }
        return attributes.size() == 0 ? State.EMPTIED : State.REPLACED;
    }

    /** The attributes of the file of that name; null if there is none. */
    private BasicFileAttributes attributes() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /** Cuts off what follows the size. */
    void cutTo(long size) throws IOException {
        channel.truncate(size);
    }

    /** Appends the bytes, and returns when they are on disk. */
    void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
