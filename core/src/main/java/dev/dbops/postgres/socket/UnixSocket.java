package dev.dbops.postgres.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A connection over a Unix-domain socket, for the driver, which uses the methods of {@link Socket}. Java offers such a
 * connection only as a channel, without timeouts: {@link UnixChannelStreams} adds them.
 *
 * <p>The system closes the socket when the server's process ends, so no keepalives are needed.
 */
final class UnixSocket extends SocketWithoutTcp {
    /** Finds the socket's file by the address that the driver uses. */
    interface FileLookup {
        Path file(SocketAddress endpoint) throws IOException;
    }

    private final FileLookup lookup;
    private volatile UnixChannelStreams streams;
    private volatile int readTimeoutMillis;
    private volatile boolean closed;

    UnixSocket(FileLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    /**
     * Connects. The system answers at once, unless the server's queue is full; the caller's own limit ends that wait,
     * because a connection that does not block cannot wait for the queue.
     */
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        var address = UnixDomainSocketAddress.of(lookup.file(endpoint));
        try {
            streams = new UnixChannelStreams(SocketChannel.open(address), this::getSoTimeout);
        } catch (SocketException e) {
            // the driver distinguishes a server that is not there by this class
            throw (ConnectException) new ConnectException(e.getMessage()).initCause(e);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return connected().input();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return connected().output();
    }

    private UnixChannelStreams connected() throws SocketException {
        if (closed || streams == null) {
            throw new SocketException(closed ? "Socket closed" : "Socket is not connected");
        }
        return streams;
    }

    @Override
    public void shutdownOutput() throws IOException {
        connected().shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (streams != null) {
            streams.close();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isConnected() {
        return streams != null;
    }

    @Override
    public void setSoTimeout(int timeout) {
        readTimeoutMillis = timeout;
    }

    @Override
    public int getSoTimeout() {
        return readTimeoutMillis;
    }
}
