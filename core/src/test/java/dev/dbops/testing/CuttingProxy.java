package dev.dbops.testing;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A link between the code under test and a server, which tests can cut, slow down and pause.
 *
 * <p>It listens on the same port until it is closed, even after {@link #refuse} and {@link #accept}.
 * Its behaviour applies to all open and all later connections. Thread-safe.
 */
public final class CuttingProxy implements AutoCloseable {
    /** A direction of a connection. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private final HostPort server;
    private final LinkConditions conditions = new LinkConditions();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket listener;
    private Thread acceptor;

    /** Keeps the port while connections are refused. */
    private Socket placeholder = new Socket();

    /** Accepts connections from now on, and forwards all data. */
    public CuttingProxy(HostPort server) {
        this.server = server;
        try {
            listener = listen(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = listener.getLocalPort();
    }

    /** A link to the target's first host. */
    public CuttingProxy(ConnectionTarget target) {
        this(target.hosts().getFirst());
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The same database, through this link. */
    public ConnectionTarget target(ConnectionTarget behind) {
        return new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", port)),
                behind.database(),
                behind.user(),
                behind.password(),
                behind.parameters(),
                behind.origin(),
                behind.credentials(),
                behind.production(),
                behind.tunnel());
    }

    /** The number of open connections. */
    public int connections() {
        return connections.size();
    }

    /**
     * Resets all connections, on both sides; data in transit is lost. New ones are accepted as before.
     *
     * @return the number of reset connections
     */
    public int cut() {
        var number = 0;
        for (var connection : connections) {
            number++;
            connection.reset();
        }
        return number;
    }

    /**
     * Resets all connections once, after that many more bytes in one direction, counted over all connections. So it cuts
     * at the same place in each run. The last bytes to the server may still be lost; a cut after 0 bytes to the client
     * comes when the server has answered, and loses the answer.
     */
    public void cutAfter(long bytes, Direction direction) {
        conditions.cutAfter(bytes, direction);
    }

    /** Refuses new connections, as a machine without a server does; open connections stay open. */
    public synchronized void refuse() {
        try {
            if (!placeholder.isBound()) {
                stopListening();
                placeholder.setReuseAddress(true);
                placeholder.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepts new connections again. */
    public synchronized void accept() {
        if (!placeholder.isBound()) {
            return;
        }
        try {
            placeholder.close();
            placeholder = new Socket();
            listener = listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Delays all later data, each piece independently, as a real link with enough bandwidth does: a client that does not
     * wait for answers is not slowed down. Opening a connection is not delayed.
     */
    public void delay(Duration toServer, Duration toClient) {
        conditions.delay(toServer, toClient);
    }

    /** Stops forwarding data, and soon stops reading it; new connections open but transfer nothing. */
    public void pause() {
        conditions.pause();
    }

    /** Continues after {@link #pause}; no data is lost. */
    public void resume() {
        conditions.resume();
    }

    /** Refuses new connections and resets the open ones. */
    @Override
    public synchronized void close() {
        try {
            stopListening();
            placeholder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        conditions.resume();
    }

    private ServerSocket listen(int on) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), on));
        acceptor = Thread.ofVirtual().start(() -> acceptFrom(socket));
        return socket;
    }

    /** The port is free only when the accepting thread has released it. */
    private void stopListening() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private void acceptFrom(ServerSocket socket) {
        try {
            while (true) {
                var connection = new ProxiedConnection(socket.accept(), conditions, this::cut, connections::remove);
                connections.add(connection);
                connection.start(server);
                if (socket.isClosed()) {
                    connection.reset();
                }
            }
        } catch (SocketException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
