package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/** A file that is written whole or not at all: what fails on the way leaves the one that was there. */
final class TextFile {
    private final Path path;

    TextFile(Path path) {
        this.path = path;
    }

    /**
     * Writes what the source hands on, in UTF-8.
     *
     * @return its size
     * @throws OpsException of kind FAILED when it cannot be written
     */
    long write(Consumer<Consumer<String>> source) {
        try {
            var part = Files.createTempFile(path.toAbsolutePath().getParent(), path.getFileName() + ".", ".part");
            try {
                try (var writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
                    source.accept(text -> {
                        try {
                            writer.write(text);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
                }
                Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
                return Files.size(path);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (UncheckedIOException e) {
            throw cannotWrite(e.getCause());
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private OpsException cannotWrite(IOException failure) {
        var reason = failure instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : failure.getClass().getSimpleName();
        return new OpsException(
                Kind.FAILED,
                "cannot write %s: %s".formatted(path, reason),
                "check that the directory is there, and that you may write to it",
                failure);
    }
}
