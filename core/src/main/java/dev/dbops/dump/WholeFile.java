package dev.dbops.dump;

import dev.dbops.FileFailure;
import dev.dbops.FileReplacement;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;

/** A file that is replaced as a whole or left unchanged: a reader never sees half of it. */
public final class WholeFile {
    private final Path path;
    private final String name;

    /**
     * @param path the file, which need not exist
     * @param name as the user gave it, for messages
     */
    public WholeFile(Path path, String name) {
        this.path = path;
        this.name = name;
    }

    /** Returns whether the file holds exactly this text. */
    public boolean holds(String text) {
        try {
            return Files.isRegularFile(path) && Files.readString(path).equals(text);
        } catch (IOException _) {
            return false; // the file will be written, and that reports the error
        }
    }

    /** Returns whether writing it would replace something. */
    public boolean hasContent() {
        try {
            return Files.isRegularFile(path) && Files.size(path) > 0;
        } catch (IOException _) {
            return false; // the file will be written, and that reports the error
        }
    }

    /**
     * The size of the file, in bytes.
     *
     * @throws OpsException of kind USAGE or FAILED when it cannot be read
     */
    public long size() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw FileFailure.reading(name, e);
        }
    }

    /**
     * Writes the text in UTF-8. A link still points to its file, and the mode of the file stays.
     *
     * @throws OpsException of kind USAGE when there is no such directory or no permission, else FAILED
     */
    public void write(String text) {
        write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes the content likewise.
     *
     * @param attributes of a new file
     */
    public void write(FileReplacement.Content content, FileAttribute<?>... attributes) {
        try {
            if (Files.isDirectory(path)) {
                throw new OpsException(Kind.USAGE, name + " is a directory", "name a file");
            }
            FileReplacement.write(path, content, attributes);
        } catch (IOException e) {
            throw FileFailure.writing(name, e);
        } catch (UncheckedIOException e) {
            throw FileFailure.writing(name, e.getCause());
        }
    }
}
