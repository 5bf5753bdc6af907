package dev.dbops.seed;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of rows, which can be read more than once: to look at it before anything is sent, to load it, to show the line
 * that failed. Standard input is copied to a temporary file.
 */
public final class SeedFile implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final Path path;
    private final String name;
    private final boolean temporary;

    private SeedFile(Path path, String name, boolean temporary) {
        this.path = path;
        this.name = name;
        this.temporary = temporary;
    }

    /**
     * A file on disk, compressed by gzip or not.
     *
     * @param name the file's name as the user gave it, for messages
     * @throws OpsException of kind USAGE when it cannot be read
     */
    public static SeedFile ofPath(Path path, String name) {
        if (Files.isDirectory(path)) {
            throw new OpsException(Kind.USAGE, name + " is a directory", "name a file of rows");
        }
        var file = new SeedFile(path, name, false);
        try (var in = Files.newInputStream(path)) {
            // A pipe, as a shell's <(command), can be read but once.
            return Files.isRegularFile(path) ? file : ofStream(in, name);
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    /** What a stream holds, which is read to its end now. */
    public static SeedFile ofStream(InputStream in, String name) {
        try {
            // Created with mode 0600, as createTempFile does by default.
            var copy = new SeedFile(Files.createTempFile("db-ops-", ".seed"), name, true);
            try (var out = Files.newOutputStream(copy.path)) {
                in.transferTo(out);
            } catch (IOException e) {
                copy.close();
                throw e;
            }
            return copy;
        } catch (IOException e) {
            throw new OpsException(Kind.USAGE, "cannot read %s: %s".formatted(name, e.getMessage()), null, e);
        }
    }

    /** The name for messages. */
    public String name() {
        return name;
    }

    /** The text from its beginning: decompressed when its first bytes are those of gzip, without a byte order mark. */
    InputStream open() throws IOException {
        var in = Files.newInputStream(path);
        try {
            return withoutByteOrderMark(decompressed(in));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream decompressed(InputStream file) throws IOException {
        var in = new PushbackInputStream(file, 2);
        var magic = in.readNBytes(2);
        in.unread(magic);
        var gzip = magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
        return gzip ? new GZIPInputStream(in, BUFFER) : in;
    }

    private static InputStream withoutByteOrderMark(InputStream text) throws IOException {
        var in = new PushbackInputStream(text, 3);
        var head = in.readNBytes(3);
        var mark = head.length == 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb && head[2] == (byte) 0xbf;
        if (!mark) {
            in.unread(head);
        }
        return in;
    }

    /** The SHA-256 of the file's bytes as they are on disk, in hexadecimal digits. */
    public String sha256() {
        try (var in = Files.newInputStream(path)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[BUFFER];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw unreadable(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Why the file cannot be read, as db-ops reports it. */
    OpsException unreadable(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> new OpsException(Kind.USAGE, "there is no file " + name, "check the path", e);
            case AccessDeniedException _ ->
                new OpsException(Kind.USAGE, "no permission to read " + name, "check the file's mode and owner", e);
            case EOFException _, ZipException _ ->
                new OpsException(Kind.USAGE, name + " is damaged: its gzip data is not whole", "compress it anew", e);
            default -> new OpsException(Kind.USAGE, "cannot read %s: %s".formatted(name, e.getMessage()), null, e);
        };
    }

    @Override
    public void close() {
        if (temporary) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new OpsException(Kind.FAILED, "cannot remove the temporary file " + path, "remove it by hand", e);
            }
        }
    }
}
