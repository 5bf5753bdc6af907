package dev.dbops.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces a file of one line, as a whole or not at all, readable by its owner alone from the first moment. */
final class SmallFile {
    private SmallFile() {}

    static void write(Path file, String line, Account account) throws IOException {
        var name = file.getFileName().toString();
        FileTree.deleteAll(file.getParent(), name + ".new-"); // of one that was interrupted
        var fresh = Files.createTempFile(file.getParent(), name + ".new-", ""); // created with mode 0600
        try {
            Files.writeString(fresh, line + "\n");
            account.own(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Sees to it that what was created or renamed in a directory is there after a power failure. */
    static void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
