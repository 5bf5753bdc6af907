package dev.dbops;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;

/**
 * A temporary file that is unlinked as soon as it is open. The system frees it when the process ends, even when the
 * process is killed; none of its content is left.
 *
 * <p>It does not use a FileChannel, which an interrupt of the reading thread would close.
 */
public final class UnnamedFile implements AutoCloseable {
    private final RandomAccessFile file;

    /** Creates the file, which is empty. */
    public UnnamedFile() throws IOException {
        // Created with mode 0600, as createTempFile does by default.
        var path = Files.createTempFile("db-ops-", ".input");
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
        } finally {
            Files.delete(path);
        }
    }

    /** Writes from the beginning. The stream need not be closed. */
    public OutputStream output() throws IOException {
        return new FileOutputStream(file.getFD());
    }

    /** Reads from the beginning. The stream need not be closed. */
    public InputStream open() {
        return new Input();
    }

    /** The number of bytes in it. */
    public long size() throws IOException {
        return file.length();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Several streams may be read in turn: each has its own position. */
    private final class Input extends InputStream {
        private long position;

        @Override
        public int read() throws IOException {
            var single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            synchronized (file) {
                file.seek(position);
                var read = file.read(bytes, offset, length);
                position += Math.max(read, 0);
                return read;
            }
        }
    }
}
