package dev.dbops.postgres;

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
 * A connection that listens while it speaks. The driver reads nothing before all the data of a COPY is sent; a server
 * whose triggers raise a notice for each row would wait for us to read, and we for the server, for ever. When a write
 * takes long, what has arrived is taken into memory.
 *
 * <p>When an answer takes long, it looks whether the peer is still there: {@link PeerWatch}.
 */
class ListeningSocket extends Socket {
    /** More is not held, in bytes. */
    static final int MOST_UNREAD = 64 * 1024 * 1024;

    /** What fits into the buffers of every system, in bytes: only a write of more can be held up. */
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

    /** Kept here: the system's own timeout is the time to the next look at the peer. */
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

    /** What was taken into memory comes first. */
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

    /** Waits for the peer as long as the read timeout says, and as long as the peer is there. */
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

    /** Until the next look, or the end of the read timeout; 0 is for ever. */
    private int pauseMillis(long left) {
        if (readTimeoutMillis == 0) {
            return watch.isOn() ? watch.pauseMillis() : 0;
        }
        var rest = (int) Math.max(1, left);
        return watch.isOn() ? Math.min(rest, watch.pauseMillis()) : rest;
    }

    /** Has somebody listen from the first long write on, as long as the connection lives. */
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
                throw flooded ? new FloodException(e) : gone == null ? e : gone;
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
            // The connection is gone: whoever writes or reads next meets the same failure, and reports it.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A write to a peer that is gone ends when its socket is closed, and not before. */
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

    /** The server said more during one COPY than can be held. */
    static final class FloodException extends IOException {
        private static final long serialVersionUID = 1L;

        FloodException(IOException cause) {
            super("more than %d MB of notices arrived while data was sent".formatted(MOST_UNREAD / 1024 / 1024), cause);
        }
    }
}
