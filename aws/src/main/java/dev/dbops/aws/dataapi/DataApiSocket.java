package dev.dbops.aws.dataapi;

import dev.dbops.postgres.socket.SocketWithoutTcp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The driver's connection to a backend in this process: what the driver writes waits until it reads, and is answered
 * then, in the driver's own thread.
 */
final class DataApiSocket extends SocketWithoutTcp {
    /** Message types without a letter, from the driver's first message (documentation, section 53.7). */
    private static final int CANCEL = 80_877_102;

    private static final int ENCRYPTION = 80_877_103;
    private static final int GSS_ENCRYPTION = 80_877_104;

    private final DataApi api;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final InputStream input = new Answers();
    private final OutputStream output = new Sent();
    private DataApiBackend backend;
    private byte[] answers = new byte[0];
    private int read;
    private volatile boolean closed;

    DataApiSocket(DataApi api) {
        this.api = api;
    }

    /** The stream that the driver reads. */
    private final class Answers extends InputStream {
        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (available() == 0) {
                answer();
            }
            if (available() == 0) {
                if (closed || backend == null) {
                    return -1;
                }
                throw new SocketTimeoutException("the driver waits for an answer, and has asked nothing");
            }
            var count = Math.min(length, available());
            System.arraycopy(answers, read, target, offset, count);
            read += count;
            return count;
        }

        @Override
        public int available() {
            return answers.length - read;
        }
    }

    /** The stream that the driver writes. */
    private final class Sent extends OutputStream {
        @Override
        public void write(int letter) throws IOException {
            write(new byte[] {(byte) letter}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            requireOpen();
            sent.write(bytes, offset, length);
        }

        /** The driver does not read an answer to its last message, nor to a request to cancel. */
        @Override
        public void flush() throws IOException {
            var bytes = sent.toByteArray();
            if (bytes.length == 16 && backend == null && ByteBuffer.wrap(bytes).getInt(4) == CANCEL) {
                api.cancel(ByteBuffer.wrap(bytes).getInt(8));
                sent.reset();
            }
        }
    }

    private void requireOpen() throws SocketException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
    }

    private void answer() throws IOException {
        requireOpen();
        var bytes = ByteBuffer.wrap(sent.toByteArray());
        sent.reset();
        if (backend == null) {
            start(bytes);
        } else {
            backend.receive(messages(bytes));
            take(backend.takeAnswers());
        }
    }

    private void start(ByteBuffer bytes) {
        if (bytes.remaining() < 8) {
            return;
        }
        var code = bytes.getInt(4);
        if (code == ENCRYPTION || code == GSS_ENCRYPTION) {
            take(new byte[] {'N'});
            return;
        }
        backend = api.backend();
        take(backend.takeAnswers());
    }

    private void take(byte[] bytes) {
        answers = bytes;
        read = 0;
    }

    /** The messages; the driver reads only after it has written whole ones. */
    private static List<FrontendMessage> messages(ByteBuffer bytes) {
        var messages = new ArrayList<FrontendMessage>();
        while (bytes.hasRemaining()) {
            var type = (char) bytes.get();
            var length = bytes.getInt() - 4;
            messages.add(new FrontendMessage(type, bytes.slice(bytes.position(), length)));
            bytes.position(bytes.position() + length);
        }
        return messages;
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    /** Ends the session; an open transaction is rolled back. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (backend != null) {
                backend.close();
            }
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) {}

    @Override
    public void setSoTimeout(int timeout) {}

    @Override
    public int getSoTimeout() {
        return 0;
    }
}
