package dev.dbops.postgres.socket;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * The streams of a channel, with a read timeout and an end when another thread closes them. A write that the server does
 * not accept yet reads what the server sends meanwhile, for the same reason as {@link ListeningSocket}.
 */
final class UnixChannelStreams implements Closeable {
    /** The most bytes of one system call: Java copies them outside of its heap. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private static final long PAUSE_MILLIS = 20;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SocketChannel channel;
    private final IntSupplier readTimeoutMillis;
    private final Selector readable;
    private final Selector writable;
    private final ReentrantLock reading = new ReentrantLock();
    private final ByteArrayOutputStream arriving = new ByteArrayOutputStream();
    private InputStream arrived = InputStream.nullInputStream();

    /**
     * @param channel a connected channel
     * @param readTimeoutMillis how long a read waits; 0 means no limit
     */
    UnixChannelStreams(SocketChannel channel, IntSupplier readTimeoutMillis) throws IOException {
        this.channel = channel;
        this.readTimeoutMillis = readTimeoutMillis;
        channel.configureBlocking(false);
        this.readable = Selector.open();
        this.writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    InputStream input() {
        return new Input();
    }

    OutputStream output() {
        return new Output();
    }

    void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Closes the channel; closing the selectors ends the threads that wait for it. */
    @Override
    public void close() throws IOException {
        channel.close();
        readable.close();
        writable.close();
    }

    /** Waits until the selector's operation is possible, at most so long; 0 means no limit. */
    private static void await(Selector selector, long millis) throws IOException {
        // select returns at once in an interrupted thread; a socket is not interrupted
        var interrupted = Thread.interrupted();
        try {
            selector.select(_ -> {}, millis);
        } catch (ClosedSelectorException e) {
            throw new SocketException("Socket closed", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Reads first the data that a write took into memory. */
    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            var single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            reading.lock();
            try {
                return length > 0 && takeArrived() == 0
                        ? readChannel(ByteBuffer.wrap(bytes, offset, Math.min(length, CHUNK_BYTES)))
                        : arrived.read(bytes, offset, length);
            } finally {
                reading.unlock();
            }
        }

        @Override
        public int available() throws IOException {
            reading.lock();
            try {
                if (takeArrived() == 0) {
                    take();
                }
                return takeArrived();
            } finally {
                reading.unlock();
            }
        }
    }

    private int readChannel(ByteBuffer buffer) throws IOException {
        var limit = readTimeoutMillis.getAsInt();
        var began = System.nanoTime();
        while (true) {
            var length = readNow(buffer);
            if (length != 0) {
                return length;
            }
            var left = limit - (System.nanoTime() - began) / NANOS_PER_MILLI;
            if (limit > 0 && left <= 0) {
                throw new SocketTimeoutException("Read timed out");
            }
            await(readable, limit == 0 ? 0 : left);
        }
    }

    private int readNow(ByteBuffer buffer) throws IOException {
        try {
            return channel.read(buffer);
        } catch (ClosedChannelException e) {
            throw (SocketException) new SocketException("Socket closed").initCause(e);
        }
    }

    /** Makes the data in memory readable, and returns its size. */
    private int takeArrived() throws IOException {
        if (arrived.available() == 0 && arriving.size() > 0) {
            arrived = new ByteArrayInputStream(arriving.toByteArray());
            arriving.reset();
        }
        return arrived.available();
    }

    /** Takes what has arrived into memory. */
    private void take() throws IOException {
        var buffer = ByteBuffer.allocate(CHUNK_BYTES);
        for (var length = readNow(buffer); length > 0; length = readNow(buffer.clear())) {
            arriving.write(buffer.array(), 0, length);
            if (arriving.size() > ListeningSocket.MOST_UNREAD) {
                close();
                throw new NoticeFloodException(ListeningSocket.MOST_UNREAD, new SocketException("Socket closed"));
            }
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (var position = 0; position < length; position += CHUNK_BYTES) {
                writeChunk(ByteBuffer.wrap(bytes, offset + position, Math.min(length - position, CHUNK_BYTES)));
            }
        }

        private void writeChunk(ByteBuffer chunk) throws IOException {
            while (chunk.hasRemaining()) {
                if (writeNow(chunk) == 0) {
                    // a thread that reads takes the data itself
                    if (reading.tryLock()) {
                        try {
                            take();
                        } finally {
                            reading.unlock();
                        }
                    }
                    await(writable, PAUSE_MILLIS);
                }
            }
        }

        private int writeNow(ByteBuffer chunk) throws IOException {
            try {
                return channel.write(chunk);
            } catch (ClosedChannelException e) {
                throw (SocketException) new SocketException("Socket closed").initCause(e);
            }
        }
    }
}
