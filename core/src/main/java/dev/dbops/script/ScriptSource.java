package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

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
    private static final int GZIP_BUFFER = 64 * 1024;

    /** Where the script was found; null when it came from a stream. */
    private final Path path;
    /** Where its bytes are when they are not in memory. */
    private final Path file;

    private ScriptSource(String name, byte[] content, Path path, Path file) {
        this.name = name;
        this.content = content;
        this.path = path;
        this.file = file;
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
                    ? new ScriptSource(name, head, file, null)
                    : new ScriptSource(name, null, file, file);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** A script from a stream, which is read to its end now. */
    public static ScriptSource ofStream(InputStream in, String name) {
        try {
            var head = in.readNBytes(IN_MEMORY + 1);
            if (head.length <= IN_MEMORY) {
                return new ScriptSource(name, head, null, null);
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
            return new ScriptSource(name, null, null, copy);
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

    /** The directory of the script's file; empty when it came from a stream. */
    Optional<Path> directory() {
        return Optional.ofNullable(path).map(file -> file.toAbsolutePath().getParent());
    }

    /** Whether this is the script in that file. */
    boolean isFile(Path other) {
        return path != null
                && path.toAbsolutePath()
                        .normalize()
                        .equals(other.toAbsolutePath().normalize());
    }

    /** The script from its beginning, uncompressed. */
    InputStream open() throws IOException {
        var in = raw();
        return isGzip() ? new GZIPInputStream(in, GZIP_BUFFER) : in;
    }

    /** The script's bytes as they lie in its file. */
    private InputStream raw() throws IOException {
        return content != null ? new ByteArrayInputStream(content) : Files.newInputStream(file);
    }

    /** By its first bytes (RFC 1952, section 2.3.1), because names lie. */
    private boolean isGzip() throws IOException {
        try (var in = raw()) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    /** How many bytes of SQL there are to read; 0 when that is not known, because they are compressed. */
    long size() {
        try {
            return isGzip() ? 0 : content != null ? content.length : Files.size(file);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** The SHA-256 of the script's bytes as they lie in its file, in hexadecimal. */
    public String sha256() {
        try (var in = new DigestInputStream(raw(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw unreadable(name, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        if (file != null && path == null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new OpsException(Kind.FAILED, "cannot remove the temporary file " + file, "remove it by hand", e);
            }
        }
    }
}
