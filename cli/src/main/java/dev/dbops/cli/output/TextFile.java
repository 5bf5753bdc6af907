package dev.dbops.cli.output;

import dev.dbops.FileFailure;
import dev.dbops.FileReplacement;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A file of results that is written whole or not at all: a failure leaves the existing file unchanged. Only the owner
 * can read a new file.
 */
public final class TextFile {
    private final Path path;

    public TextFile(Path path) {
        this.path = path;
    }

    /**
     * Checks before a long task that its result can be written.
     *
     * @param option where the name came from, such as --file
     * @throws OpsException of kind USAGE when the file is a directory, or if its directory does not exist
     */
    public void requirePlace(String option) {
        if (Files.isDirectory(path)) {
            throw new OpsException(
                    Kind.USAGE, "%s is a directory (from %s)".formatted(path, option), "name a file in it");
        }
        var directory = path.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new OpsException(
                    Kind.USAGE,
                    "there is no directory %s (from %s)".formatted(directory, option),
                    "create it, or name a file in another directory");
        }
    }

    /**
     * Writes the text of the source in UTF-8.
     *
     * @return its size
     * @throws OpsException of kind USAGE without its directory or a permission, else FAILED, when it cannot be written
     */
    public long write(Consumer<Consumer<String>> source) {
        try {
            FileReplacement.write(path, out -> write(source, out), FileReplacement.PRIVATE);
            return Files.size(path);
        } catch (UncheckedIOException e) {
            throw FileFailure.writing(path.toString(), e.getCause());
        } catch (IOException e) {
            throw FileFailure.writing(path.toString(), e);
        }
    }

    private static void write(Consumer<Consumer<String>> source, OutputStream out) throws IOException {
        var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        source.accept(text -> {
            try {
                writer.write(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.flush();
    }
}
