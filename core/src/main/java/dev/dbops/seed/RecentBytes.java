package dev.dbops.seed;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Keeps bytes read from a stream until they are discarded, so that a part can be read again by its offset. */
final class RecentBytes extends FilterInputStream {
    /** The size limit of a row: a command's memory must hold several copies of it. */
    private static final int LARGEST = 32 * 1024 * 1024;

    private byte[] kept = new byte[64 * 1024];
    private int length;
    private long offset;

    RecentBytes(InputStream in) {
        super(in);
    }

    /** An object is too large to be loaded. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("an object is larger than %d MiB".formatted(LARGEST / 1024 / 1024));
        }
    }

    /** Discards everything before this offset. */
    void forget(long before) {
        var count = (int) (before - offset);
        System.arraycopy(kept, count, kept, 0, length - count);
        length -= count;
        offset = before;
    }

    /** Writes the bytes between two offsets. */
    void write(long from, long to, OutputStream out) throws IOException {
        out.write(kept, (int) (from - offset), (int) (to - from));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int at, int count) throws IOException {
        var read = super.read(target, at, count);
        if (read > 0) {
            keep(target, at, read);
        }
        return read;
    }

    private void keep(byte[] bytes, int at, int count) throws TooLargeException {
        if (length + count > LARGEST) {
            throw new TooLargeException();
        }
        if (length + count > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(length + count, 2 * kept.length));
        }
        System.arraycopy(bytes, at, kept, length, count);
        length += count;
    }
}
