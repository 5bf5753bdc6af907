package dev.dbops.local;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/** Removes directories with all that is in them, without following links. */
final class FileTree {
    private static final Duration CONTEST = Duration.ofSeconds(10);

    private FileTree() {}

    /** Removes a file or a directory; does nothing when it is not there. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Removes the entries of a directory whose names have a prefix, even while an orphaned initdb still writes to it:
     * initdb stops when its files are gone.
     */
    static void deleteAll(Path directory, String prefix) throws IOException {
        try (var entries = Files.newDirectoryStream(
                directory, entry -> entry.getFileName().toString().startsWith(prefix))) {
            for (var entry : entries) {
                deleteContested(entry);
            }
        }
    }

    private static void deleteContested(Path root) throws IOException {
        var deadline = Deadline.in(CONTEST);
        while (true) {
            try {
                delete(root);
                return;
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                if (deadline.passed()) {
                    throw e;
                }
                deadline.pause();
            }
        }
    }
}
