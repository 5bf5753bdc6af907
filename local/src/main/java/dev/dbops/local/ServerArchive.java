package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.XZInputStream;

/**
 * A tar file compressed by xz.
 *
 * @param file the file
 */
record ServerArchive(Path file) {
    private static final int BUFFER = 1 << 16;
    private static final PosixFilePermission[] MODE_BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ,
    };

    /** Something in the archive, as opposed to the place it is unpacked to, is at fault. */
    static OpsException damaged(Path archive, String reason, Exception cause) {
        return new OpsException(
                Kind.FAILED,
                "the programs of the local server cannot be unpacked: " + archive + " is damaged: " + reason,
                "install db-ops again",
                cause);
    }

    /**
     * Unpacks everything into an empty directory and onto the disk.
     *
     * @throws IOException when the directory cannot be written
     * @throws OpsException (FAILED) when the archive is damaged, or has an entry that leads out of the directory
     */
    void unpack(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, permissions(0755));
        try (var in = open()) {
            var buffer = ByteBuffer.allocate(BUFFER);
            for (var entry = next(in); entry != null; entry = next(in)) {
                var target = within(directory, directory, entry.getName(), entry);
                if (entry.isDirectory()) {
                    makeDirectory(target);
                    continue;
                }
                makeDirectory(target.getParent());
                if (entry.isSymbolicLink()) {
                    within(directory, target.getParent(), entry.getLinkName(), entry);
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.getLinkFlag() == TarConstants.LF_NORMAL
                        || entry.getLinkFlag() == TarConstants.LF_OLDNORM) {
                    copy(in, target, buffer);
                    Files.setPosixFilePermissions(target, permissions(entry.getMode()));
                } else {
                    throw damaged(file, "it has an unexpected kind of entry, " + entry.getName(), null);
                }
            }
        }
    }

    private TarArchiveInputStream open() throws IOException {
        var raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            return new TarArchiveInputStream(new XZInputStream(raw));
        } catch (IOException e) {
            raw.close();
            throw damaged(file, reason(e), e);
        }
    }

    private TarArchiveEntry next(TarArchiveInputStream in) {
        try {
            return in.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, reason(e), e);
        }
    }

    private int read(TarArchiveInputStream in, byte[] bytes) {
        try {
            return in.read(bytes);
        } catch (IOException e) {
            throw damaged(file, reason(e), e);
        }
    }

    private static String reason(Exception failure) {
        return failure.getMessage() == null ? "it cannot be read to its end" : failure.getMessage();
    }

    private void copy(TarArchiveInputStream in, Path target, ByteBuffer buffer) throws IOException {
        try (var out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (var count = read(in, buffer.array()); count >= 0; count = read(in, buffer.array())) {
                buffer.position(0).limit(count);
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
            out.force(true); // the directory's name says that it is whole: let that hold after a power failure too
        }
    }

    /** Where a name leads from a place in the directory, when it does not lead out of the directory. */
    private Path within(Path directory, Path from, String name, TarArchiveEntry entry) {
        var target = from.resolve(name).normalize();
        if (!target.startsWith(directory)) {
            throw damaged(file, "its entry " + entry.getName() + " leads out of the directory", null);
        }
        return target;
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            makeDirectory(directory.getParent());
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, permissions(0755));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (var bit = 0; bit < MODE_BITS.length; bit++) {
            if ((mode & 1 << bit) != 0) {
                permissions.add(MODE_BITS[bit]);
            }
        }
        return permissions;
    }
}
