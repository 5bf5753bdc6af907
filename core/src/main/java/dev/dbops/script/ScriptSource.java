package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A script that can be read more than once: first to look through it, then to run it, then to show a line of it.
 *
 * <p>What is short is held in memory, so that what was looked through is what runs; what is long is read from its file
 * each time, standard input from a temporary copy.
 */
public final class ScriptSource implements AutoCloseable {
    /** The largest script that is held in memory, in bytes. */
    static final int IN_MEMORY = 8 * 1024 * 1024;

    private final String name;
    private final byte[] content;
    private final Path file;
    private final boolean temporary;

    private ScriptSource(String name, byte[] content, Path file, boolean temporary) {
        this.name = name;
        this.content = content;
        this.file = file;
        this.temporary = temporary;
    }

    /**
     * A script in a file.
     *
     * @param name the file's name as the user gave it, for messages
     * @throws OpsException of kind USAGE when it cannot be read
     */
    public static ScriptSource ofFile(Path file, String name) {
        if (Files.isDirectory(file)) {
            throw new OpsException(Kind.USAGE, name + " is a directory", "name a file of SQL with -f FILE");
        }
        try (var in = Files.newInputStream(file)) {
            var head = in.readNBytes(IN_MEMORY + 1);
            return head.length <= IN_MEMORY
                    ? new ScriptSource(name, head, null, false)
                    : new ScriptSource(name, null, file, false);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** A script from a stream, which is read to its end now. */
    public static ScriptSource ofStream(InputStream in, String name) {
        try {
            var head = in.readNBytes(IN_MEMORY + 1);
            if (head.length <= IN_MEMORY) {
                return new ScriptSource(name, head, null, false);
            }
            // Created with mode 0600, as createTempFile does by default.
            var copy = Files.createTempFile("db-ops-", ".sql");
            try (var out = Files.newOutputStream(copy)) {
                out.write(head);
                in.transferTo(out);
            } catch (IOException e) {
                Files.delete(copy);
                throw e;
            }
            return new ScriptSource(name, null, copy, true);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static OpsException unreadable(String name, IOException e) {
        return switch (e) {
            case NoSuchFileException _ ->
                new OpsException(
                        Kind.USAGE, "there is no file " + name, "name one with -f FILE, or - for standard input");
            case AccessDeniedException _ ->
                new OpsException(Kind.USAGE, "no permission to read " + name, "check the file's mode and owner", e);
            default -> new OpsException(Kind.USAGE, "cannot read %s: %s".formatted(name, e.getMessage()), null, e);
        };
    }

    /** The name for messages. */
    public String name() {
        return name;
    }

    /** The script from its beginning. */
    InputStream open() throws IOException {
        return content != null ? new ByteArrayInputStream(content) : Files.newInputStream(file);
    }

    @Override
    public void close() {
        if (temporary) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new OpsException(Kind.FAILED, "cannot remove the temporary file " + file, "remove it by hand", e);
            }
        }
    }
}
