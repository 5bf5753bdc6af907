package dev.dbops.tunnel.program;

import dev.dbops.tunnel.TunnelEnd;
import dev.dbops.tunnel.TunnelException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * Passes connections to a port of 127.0.0.1 on to a tunnel, for programs that can only connect to a port. The port is
 * bound by db-ops itself, so no other program can take it between the choice and the use.
 */
final class LoopbackRelay implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final long PAUSE_NANOS = 50_000_000;

    private final ServerSocketChannel listener;
    private final Entrance tunnel;

    /** Opens the tunnel unless it is open. */
    interface Entrance {
        TunnelEnd open() throws TunnelException;
    }

    private LoopbackRelay(ServerSocketChannel listener, Entrance tunnel) {
        this.listener = listener;
        this.tunnel = tunnel;
    }

    /**
     * Begins to listen.
     *
     * @param port the port, or 0 for any free one
     * @throws IOException when the port is in use
     */
    static LoopbackRelay open(int port, Entrance tunnel) throws IOException {
        // IPv4 alone, as the address in PGHOSTADDR
        var listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        var relay = new LoopbackRelay(listener, tunnel);
        Thread.ofPlatform().daemon().name("db-ops-relay").start(relay::accept);
        return relay;
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                var near = listener.accept();
                near.setOption(StandardSocketOptions.TCP_NODELAY, true);
                // opening the tunnel may take long, and other connections must not wait for it
                Thread.startVirtualThread(() -> connect(near));
            } catch (IOException _) {
                // closed, or too many open files: a connection may end soon
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void connect(SocketChannel near) {
        try (near;
                var far = SocketChannel.open(address(tunnel.open()))) {
            var back = Thread.startVirtualThread(() -> copy(far, near));
            copy(near, far);
            back.join();
        } catch (IOException | RuntimeException _) {
            // the program sees the end of its connection; the tunnel knows the reason
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SocketAddress address(TunnelEnd end) {
        return switch (end) {
            case TunnelEnd.Socket(var file) -> UnixDomainSocketAddress.of(file);
            case TunnelEnd.Port(var number) -> new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), number);
            case TunnelEnd.Memory _ -> throw new IllegalStateException("programs do not open it");
        };
    }

    /** Copies until the end, and passes the end on; a failure ends both directions. */
    private static void copy(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException _) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // it is of no use any more
        }
    }

    /** Stops listening. Open connections end with the tunnel. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException _) {
            // it does not listen any more
        }
    }
}
