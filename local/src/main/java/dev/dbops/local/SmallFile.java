package dev.dbops.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Replaces a small file, as a whole or not at all, readable by its owner alone from the first moment. */
final class SmallFile {
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private SmallFile() {}

    static void write(Path file, String lines, Account account) throws IOException {
        write(file, (lines + "\n").getBytes(StandardCharsets.UTF_8), account);
    }

    static void write(Path file, byte[] content, Account account) throws IOException {
        var prefix = file.getFileName() + ".new-";
        FileTree.deleteAll(file.getParent(), prefix); // of one that was interrupted
        var fresh = file.resolveSibling(prefix + ProcessHandle.current().pid());
        try {
            try (var channel = FileChannel.open(fresh, NEW, OWNER_ONLY)) {
                var bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            account.own(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Ensures that files created or renamed in a directory persist after a power failure. */
    static void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
