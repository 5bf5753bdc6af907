package dev.dbops;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes a file as a whole or not at all: first to a new file beside it, which then replaces it. No reader sees half a
 * file, and a full disk leaves the old file unchanged.
 */
public final class FileReplacement {
    /** The mode of files that hold rows of a database: only the owner can read them. */
    public static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private FileReplacement() {}

    /** The content that is written. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes the file. A link still points to its file, an existing file keeps its mode, and a device or a pipe is
     * written to directly.
     *
     * @param attributes of a new file, such as {@link #PRIVATE}; none for the mode that the user's umask gives
     * @throws IOException when the file cannot be written; the old file is unchanged
     */
    public static void write(Path file, Content content, FileAttribute<?>... attributes) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            try (var out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                content.writeTo(out);
            }
            return;
        }
        var real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        var fresh = real.resolveSibling(".%s.%d.new"
                .formatted(real.getFileName(), ProcessHandle.current().pid()));
        Files.deleteIfExists(fresh); // left by a killed process with the same ID
        try {
            create(fresh, content, attributes);
            if (Files.exists(real)) {
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(real));
            }
            Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * Creates a file that does not exist yet.
     *
     * @throws java.nio.file.FileAlreadyExistsException when it exists
     * @throws IOException when it cannot be written; then no file is left
     */
    public static void create(Path file, Content content, FileAttribute<?>... attributes) throws IOException {
        var channel = FileChannel.open(file, NEW, attributes);
        try (var out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            content.writeTo(out);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }
}
