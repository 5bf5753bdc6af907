package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The messages for failures with the local server's files, in any step. */
final class LocalFailures {
    private static final String ELSEWHERE = "set XDG_DATA_HOME to a directory on another disk";
    private static final long MEGABYTE = 1024 * 1024;

    private LocalFailures() {}

    /**
     * A failure to write.
     *
     * @param directory the place that is written to; it, or one above it, exists
     * @param megabytes about how much the step needs there
     */
    static OpsException writing(IOException failure, Path directory, int megabytes) {
        var reason = reason(failure);
        if (noRoom(reason, directory)) {
            return full(directory, megabytes);
        }
        if (failure instanceof AccessDeniedException denied) {
            return new OpsException(
                    Kind.FAILED,
                    denied.getFile() + " may not be written by this user" + owner(Path.of(denied.getFile())),
                    "run db-ops as its owner, or set XDG_DATA_HOME to a directory of your own",
                    failure);
        }
        return new OpsException(
                Kind.FAILED,
                "the local server's files in " + directory + " cannot be written: " + reason,
                ELSEWHERE,
                failure);
    }

    /**
     * Returns whether a failure means that the disk is full.
     *
     * @param text what a program that ran in the C locale, or the system, said; nothing, perhaps, because the log had
     *     no room either
     */
    static boolean noRoom(String text, Path directory) {
        return text.contains("No space left on device")
                || text.contains("Disk quota exceeded")
                || text.contains("Check free disk space") // the server's hint when only a part could be written
                || space(directory) == 0;
    }

    static OpsException full(Path directory, int megabytes) {
        var left = space(directory);
        return new OpsException(
                Kind.FAILED,
                "the disk is full: the local server needs about " + megabytes + " MB in " + directory + ", and "
                        + fileSystem(directory) + (left < 0 ? " has no room" : " has " + left + " MB left"),
                "make room there, or " + ELSEWHERE + "; then run: db-ops local-start");
    }

    /** The last lines that are not empty, each on a separate line after the sentence that quotes them. */
    static String quoted(String text) {
        var lines = lastLines(text, 10);
        return lines.isEmpty() ? "" : "\n  " + lines.replace("\n", "\n  ");
    }

    static String lastLines(String text, int count) {
        var lines = text.strip().lines().filter(line -> !line.isBlank()).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    private static String reason(IOException failure) {
        if (failure instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /** In megabytes; -1 when the system does not report it. */
    private static long space(Path directory) {
        try {
            return Files.getFileStore(existing(directory)).getUsableSpace() / MEGABYTE;
        } catch (IOException e) {
            return -1;
        }
    }

    private static String fileSystem(Path directory) {
        try {
            return "the file system " + Files.getFileStore(existing(directory));
        } catch (IOException e) {
            return "its file system";
        }
    }

    private static String owner(Path file) {
        try {
            return " (" + existing(file) + " belongs to " + Files.getOwner(existing(file)) + ")";
        } catch (IOException e) {
            return "";
        }
    }

    private static Path existing(Path path) {
        var existing = path.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
