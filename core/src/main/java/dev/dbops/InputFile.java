package dev.dbops;

import dev.dbops.OpsException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A text from the user, compressed with gzip or not, which can be read more than once: first to check it, then to load
 * it, then to show a line of it.
 *
 * <p>A short text is held in memory, so that the text that was checked is the text that is loaded. A long text is read
 * from its file each time; standard input and pipes are read from a temporary copy that has no name.
 */
public final class InputFile implements AutoCloseable {
    /** The largest file that is held in memory, in bytes. */
    static final int IN_MEMORY = 8 * 1024 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final String name;
    /** The bytes, when they are held in memory; else null. */
    private final byte[] content;
    /** The path of the file; null when it came from a stream. */
    private final Path path;
    /** The bytes of a long stream; else null. */
    private final UnnamedFile copy;
    /** The length of a compressed file's text, once it has been read to its end; else 0. */
    private long decompressed;

    private InputFile(String name, byte[] content, Path path, UnnamedFile copy) {
        this.name = name;
        this.content = content;
        this.path = path;
        this.copy = copy;
    }

    /**
     * A file on disk.
     *
     * @param name the file's name as the user gave it, for messages
     * @throws OpsException of kind USAGE when it cannot be read
     */
    public static InputFile ofFile(Path file, String name) {
        if (Files.isDirectory(file)) {
            throw new OpsException(Kind.USAGE, name + " is a directory", "name a file");
        }
        try (var in = Files.newInputStream(file)) {
            if (!Files.isRegularFile(file)) {
                // A pipe, such as a shell's <(command), can be read only once.
                return ofStream(in, name);
            }
            var head = in.readNBytes(IN_MEMORY + 1);
            return new InputFile(name, head.length <= IN_MEMORY ? head : null, file, null);
        } catch (IOException e) {
            throw FileFailure.reading(name, e);
        }
    }

    /** The content of a stream, which is read to its end now. */
    public static InputFile ofStream(InputStream in, String name) {
        try {
            var head = in.readNBytes(IN_MEMORY + 1);
            if (head.length <= IN_MEMORY) {
                return new InputFile(name, head, null, null);
            }
            var copy = new UnnamedFile();
            try {
                var out = copy.output();
                out.write(head);
                in.transferTo(out);
            } catch (IOException e) {
                copy.close();
                throw e;
            }
            return new InputFile(name, null, null, copy);
        } catch (IOException e) {
            throw FileFailure.reading(name, e);
        }
    }

    /** The same file with another text, when only some of its lines are used. */
    public InputFile withText(byte[] text) {
        return new InputFile(name, text.clone(), path, null);
    }

    /** Returns the error that db-ops reports when the file cannot be read. */
    public OpsException unreadable(IOException e) {
        return FileFailure.reading(name, e);
    }

    /** The name for messages. */
    public String name() {
        return name;
    }

    /** The directory of the file; empty when it came from a stream. */
    public Optional<Path> directory() {
        return Optional.ofNullable(path).map(found -> found.toAbsolutePath().getParent());
    }

    /** Returns whether this is the file at that path. */
    public boolean isFile(Path other) {
        return path != null
                && path.toAbsolutePath()
                        .normalize()
                        .equals(other.toAbsolutePath().normalize());
    }

    /** The text from its beginning: decompressed, and without a byte order mark. */
    public InputStream open() throws IOException {
        var in = raw();
        try {
            return withoutByteOrderMark(content() == FileContent.GZIP ? new Measured(in) : in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Returns the whole text at once.
     *
     * @throws OpsException of kind USAGE when the text, once decompressed, is longer than {@link TextLimit#bytes()}
     */
    public byte[] bytes() {
        return bytes(name, "split it; many rows are loaded by db-ops seed, or by COPY in a script of schema-load");
    }

    /**
     * As {@link #bytes()}, with another error for a text that is too long.
     *
     * @param text names the text
     * @param instead another way to pass it, as an imperative
     */
    public byte[] bytes(String text, String instead) {
        var most = TextLimit.bytes();
        try (var in = open()) {
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw TextLimit.exceeded(text, size(), instead);
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Remembers the length of the text, which the compressed bytes do not contain. */
    private final class Measured extends GZIPInputStream {
        private long length;

        Measured(InputStream in) throws IOException {
            super(in, BUFFER);
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            var read = super.read(bytes, offset, count);
            if (read < 0) {
                decompressed = length;
            } else {
                length += read;
            }
            return read;
        }
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

    /** The bytes as they are in the file. */
    private InputStream raw() throws IOException {
        if (content != null) {
            return new ByteArrayInputStream(content);
        }
        return copy != null ? copy.open() : Files.newInputStream(path);
    }

    /** Refuses what is compressed in another way than with gzip. */
    private FileContent content() throws IOException {
        FileContent found;
        try (var in = raw()) {
            found = FileContent.of(in.readNBytes(FileContent.LONGEST_COMPRESSION_HEAD));
        }
        if (found.decompressor().isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is compressed with %s".formatted(name, found.name().toLowerCase(Locale.ROOT)),
                    "decompress it: %s %s".formatted(found.decompressor().get(), name));
        }
        return found;
    }

    /** The size of the text in bytes; 0 when it is compressed and has not been read to its end yet. */
    public long size() {
        try {
            if (content() == FileContent.GZIP) {
                return decompressed;
            }
            return content != null ? content.length : copy != null ? copy.size() : Files.size(path);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The SHA-256 of the bytes as they are in the file, in hexadecimal digits. */
    public String sha256() {
        try (var in = new DigestInputStream(raw(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw unreadable(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        if (copy == null) {
            return;
        }
        try {
            copy.close();
        } catch (IOException e) {
            throw new OpsException(Kind.FAILED, "cannot close the temporary copy of " + name, null, e);
        }
    }
}
