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
 * A link between the code under test and a server, which can be cut, slowed down and held up.
 *
 * <p>It listens on one port of this machine for as long as it lives, also after {@link #refuse} and {@link #accept}.
 * How it behaves holds for the connections that there are, and for those to come. Thread-safe.
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

    /** While connections are refused: nobody else gets the port. */
    private Socket placeholder = new Socket();

    /** Accepts connections from now on, and passes on whatever comes. */
    public CuttingProxy(HostPort server) {
        this.server = server;
        try {
            listener = listen(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = listener.getLocalPort();
    }

    /** Before the target's first host. */
    public CuttingProxy(ConnectionTarget target) {
        this(target.hosts().getFirst());
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The same database by way of this link. */
    public ConnectionTarget target(ConnectionTarget behind) {
        return new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", port)),
                behind.database(),
                behind.user(),
                behind.password(),
                behind.parameters(),
                behind.origin(),
                behind.credentials(),
                behind.production());
    }

    /** How many connections are open. */
    public int connections() {
        return connections.size();
    }

    /**
     * Resets all connections, on both sides; what was on its way is lost. New ones are accepted as before.
     *
     * @return how many there were
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
     * Cuts, once, as soon as that many more bytes have gone in one direction, counted over all connections: the same
     * place in each run. Of bytes to the server the last may be lost all the same; a cut after 0 bytes to the client
     * comes when the server has answered, and the answer is lost.
     */
    public void cutAfter(long bytes, Direction direction) {
        conditions.cutAfter(bytes, direction);
    }

    /** Refuses new connections, as a machine does on which no server runs; those that are open stay. */
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
     * What comes in from now on goes on so much later, each piece by itself, as on a real link with room enough: who
     * does not wait for answers is not slowed down. Making a connection takes no longer.
     */
    public void delay(Duration toServer, Duration toClient) {
        conditions.delay(toServer, toClient);
    }

    /** Passes on nothing more, and soon reads nothing more; connections are made, and say nothing. */
    public void pause() {
        conditions.pause();
    }

    /** Goes on after {@link #pause}; nothing is lost. */
    public void resume() {
        conditions.resume();
    }

    /** Refuses new connections and resets those that are open. */
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

    /** The port is free only when the thread that was waiting at it has let it go. */
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
