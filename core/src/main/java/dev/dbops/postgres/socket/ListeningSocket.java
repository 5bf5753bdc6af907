package dev.dbops.postgres.socket;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;

/**
 * A connection that reads while it writes. The driver reads nothing until all data of a COPY is sent. If triggers raise
 * a notice for each row, the server would wait for the client to read, and the client for the server, forever. So when
 * a write takes long, the data that has arrived is read into memory.
 *
 * <p>When an answer takes long, it checks that the peer still responds: {@link PeerWatch}.
 */
class ListeningSocket extends Socket {
    /** The maximum data that is held, in bytes. */
    static final int MOST_UNREAD = 64 * 1024 * 1024;

    /** The size that fits into the buffers of every system, in bytes: only a larger write can be blocked. */
    private static final long LONG_WRITE = 32 * 1024;

    private static final long PAUSE_MILLIS = 20;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final TcpSettings settings;
    private final PeerWatch watch;
    private final Object reading = new Object();
    private final ByteArrayOutputStream arriving = new ByteArrayOutputStream();
    private InputStream arrived = InputStream.nullInputStream();
    private long written;
    private volatile boolean writing;
    private boolean listening;
    private volatile boolean flooded;
    private volatile IOException gone;
    private volatile int readTimeoutMillis;

    ListeningSocket(TcpSettings settings) {
        this.settings = settings;
        this.watch = PeerWatch.of(this, settings);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        settings.applyTo(this);
        super.connect(endpoint, timeout);
    }

    /** Stores the timeout here: the system's timeout is used for the time until the next check of the peer. */
    @Override
    public void setSoTimeout(int timeout) {
        readTimeoutMillis = timeout;
    }

    @Override
    public int getSoTimeout() {
        return readTimeoutMillis;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Output(super.getOutputStream(), super.getInputStream());
    }

    /** Reads first the data that was taken into memory. */
    private final class Input extends FilterInputStream {
        Input(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            synchronized (reading) {
                written = 0;
                return takeArrived() ? arrived.read(bytes, offset, length) : readWatched(in, bytes, offset, length);
            }
        }

        @Override
        public int available() throws IOException {
            synchronized (reading) {
                return takeArrived() ? arrived.available() : in.available();
            }
        }

        private boolean takeArrived() throws IOException {
            if (arrived.available() == 0 && arriving.size() > 0) {
                arrived = new ByteArrayInputStream(arriving.toByteArray());
                arriving.reset();
            }
            return arrived.available() > 0;
        }
    }

    /** Waits for the peer until the read timeout, and as long as the peer responds. */
    private int readWatched(InputStream in, byte[] bytes, int offset, int length) throws IOException {
        var began = System.nanoTime();
        watch.answered();
        while (true) {
            var left = readTimeoutMillis - (System.nanoTime() - began) / NANOS_PER_MILLI;
            super.setSoTimeout(pauseMillis(left));
            try {
                return in.read(bytes, offset, length);
            } catch (SocketTimeoutException e) {
                if (readTimeoutMillis > 0 && System.nanoTime() - began >= readTimeoutMillis * NANOS_PER_MILLI) {
                    throw e;
                }
                watch.look();
            }
        }
    }

    /** The time until the next check, or until the end of the read timeout; 0 means no limit. */
    private int pauseMillis(long left) {
        if (readTimeoutMillis == 0) {
            return watch.isOn() ? watch.pauseMillis() : 0;
        }
        var rest = (int) Math.max(1, left);
        return watch.isOn() ? Math.min(rest, watch.pauseMillis()) : rest;
    }

    /** Starts a thread at the first long write, which reads as long as the connection is open. */
    private final class Output extends FilterOutputStream {
        private final InputStream in;

        Output(OutputStream out, InputStream in) {
            super(out);
            this.in = in;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            written += length;
            if (written > LONG_WRITE && !listening) {
                listening = true;
                Thread.ofPlatform().daemon().name("db-ops-listening").start(() -> listen(in));
            }
            writing = true;
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw flooded ? new NoticeFloodException(MOST_UNREAD, e) : gone == null ? e : gone;
            } finally {
                writing = false;
            }
        }
    }

    private void listen(InputStream in) {
        var looked = System.nanoTime();
        try {
            while (!isClosed()) {
                Thread.sleep(PAUSE_MILLIS);
                if (writing) {
                    takeWhatHasArrived(in);
                }
                if (watch.isOn() && System.nanoTime() - looked > watch.pauseMillis() * NANOS_PER_MILLI) {
                    looked = System.nanoTime();
                    lookWhileWriting();
                }
            }
        } catch (IOException e) {
            // The connection is lost: the next write or read meets the same failure, and reports it.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the socket when the peer is gone: a blocked write does not end before that. */
    private void lookWhileWriting() throws IOException {
        if (!writing) {
            watch.answered();
            return;
        }
        try {
            watch.look();
        } catch (PeerWatch.PeerGoneException e) {
            gone = e;
            close();
        }
    }

    private void takeWhatHasArrived(InputStream in) throws IOException {
        synchronized (reading) {
            for (var length = in.available(); length > 0; length = in.available()) {
                arriving.write(in.readNBytes(length));
                if (arriving.size() > MOST_UNREAD) {
                    flooded = true;
                    close();
                    return;
                }
            }
        }
    }
}
