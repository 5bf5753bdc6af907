package dev.dbops.events.replay;

import dev.dbops.FileReplacement;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The finished files of an event file, in its directory. */
final class FinishedFiles {
    private final Path file;
    private final Rotation rotation;

    FinishedFiles(Path file, Rotation rotation) {
        this.file = file;
        this.rotation = rotation;
    }

    /** Gives the event file the name of a finished one. */
    void add() throws IOException {
        var now = Instant.now();
        var number = 1;
        while (isTaken(Rotation.finished(file, now, number))) {
            number++;
        }
        Files.move(file, Rotation.finished(file, now, number), StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isTaken(Path finished) {
        return Files.exists(finished) || Files.exists(compressed(finished));
    }

    private static Path compressed(Path finished) {
        return finished.resolveSibling(finished.getFileName() + Rotation.GZIP);
    }

    /** Compresses the finished files, also those that an earlier replay could not compress before it ended. */
    void compress() throws IOException {
        if (!rotation.compressed()) {
            return;
        }
        for (var finished : uncompressed()) {
            FileReplacement.write(
                    compressed(finished),
                    out -> {
                        try (var gzip = new GZIPOutputStream(out)) {
                            Files.copy(finished, gzip);
                        }
                    },
                    FileReplacement.PRIVATE);
            Files.delete(finished);
        }
    }

    private List<Path> uncompressed() throws IOException {
        var names = Rotation.finishedNames(file);
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(file.toAbsolutePath().getParent())) {
            for (var other : files) {
                if (names.matcher(other.getFileName().toString()).matches()) {
                    found.add(other);
                }
            }
        }
        return found;
    }
}
