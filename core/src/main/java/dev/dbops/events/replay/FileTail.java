package dev.dbops.events.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * The last bytes of an event file at its stored position, as a checksum: another file in its place is noticed even if
 * it is larger.
 *
 * @param length the number of bytes; 0 if nothing is known
 * @param checksum their CRC-32
 */
record FileTail(int length, long checksum) {
    static final FileTail UNKNOWN = new FileTail(0, 0);

    private static final int MOST = 4096;

    /** Returns the tail of a file that ends with these bytes. */
    static FileTail of(byte[] bytes, int length) {
        var tail = Math.min(length, MOST);
        return new FileTail(tail, checksum(bytes, length - tail, tail));
    }

    private static long checksum(byte[] bytes, int offset, int length) {
        var sum = new CRC32();
        sum.update(bytes, offset, length);
        return sum.getValue();
    }

    /**
     * Returns whether the file has these bytes before the offset.
     *
     * @param offset a position in the file that is not after its end
     */
    boolean isIn(Path file, long offset) throws IOException {
        if (length > offset) {
            return false;
        }
        var bytes = ByteBuffer.allocate(length);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(offset - length);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // continues until the buffer is full
            }
        }
        return !bytes.hasRemaining() && checksum(bytes.array(), 0, length) == checksum;
    }
}
