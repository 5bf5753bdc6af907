package dev.dbops.testing;

import dev.dbops.target.HostPort;
import dev.dbops.testing.CuttingProxy.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection of a client, and the one to the server that was made for it. */
final class ProxiedConnection {
    private static final int PIECE = 64 * 1024;
    private static final int PIECES_ON_THE_WAY = 256;

    private final Socket client;
    private final Socket server = new Socket();
    private final LinkConditions conditions;
    private final Consumer<ProxiedConnection> ended;
    private final AtomicInteger openWays = new AtomicInteger(2);

    /**
     * What was read, or the end when there are no bytes.
     *
     * @param due when it goes on, by {@link System#nanoTime}
     */
    private record Piece(byte[] bytes, long due) {
        boolean isEnd() {
            return bytes.length == 0;
        }
    }

    /** @param ended called once both directions have ended, or the connection was reset */
    ProxiedConnection(Socket client, LinkConditions conditions, Consumer<ProxiedConnection> ended) {
        this.client = client;
        this.conditions = conditions;
        this.ended = ended;
    }

    /** Connects to the server, and then passes on. A server that does not answer is a reset for the client. */
    void start(HostPort address) {
        Thread.ofVirtual().start(() -> {
            try {
                server.connect(new InetSocketAddress(address.host(), address.port()));
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
            } catch (IOException e) {
                reset();
                return;
            }
            carry(client, server, Direction.TO_SERVER);
            carry(server, client, Direction.TO_CLIENT);
        });
    }

    /** Closes both sides by a reset, which is what a linger of 0 seconds asks for. */
    void reset() {
        for (var side : new Socket[] {client, server}) {
            try {
                if (!side.isClosed()) {
                    side.setSoLinger(true, 0);
                }
                side.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        ended.accept(this);
    }

    private void carry(Socket from, Socket to, Direction direction) {
        var onTheWay = new ArrayBlockingQueue<Piece>(PIECES_ON_THE_WAY);
        Thread.ofVirtual().start(() -> read(from, onTheWay, direction));
        Thread.ofVirtual().start(() -> deliver(onTheWay, to, direction));
    }

    private void read(Socket from, BlockingQueue<Piece> onTheWay, Direction direction) {
        try {
            var bytes = new byte[PIECE];
            var number = 0;
            while (number >= 0) {
                conditions.awaitFlow();
                number = readInto(bytes, from);
                onTheWay.put(new Piece(Arrays.copyOf(bytes, Math.max(number, 0)), conditions.due(direction)));
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** A reset of one side is one of the other, too. */
    private int readInto(byte[] bytes, Socket from) {
        try {
            return from.getInputStream().read(bytes);
        } catch (IOException e) {
            reset();
            return -1;
        }
    }

    private void deliver(BlockingQueue<Piece> onTheWay, Socket to, Direction direction) {
        try {
            var piece = onTheWay.take();
            while (!piece.isEnd()) {
                Thread.sleep(Math.max(0, (piece.due() - System.nanoTime()) / 1_000_000));
                conditions.awaitFlow();
                write(piece.bytes(), to, direction);
                piece = onTheWay.take();
            }
            conditions.awaitFlow();
            end(to);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** What comes behind a reset is read and thrown away, so that the reader does not wait for room. */
    private void write(byte[] bytes, Socket to, Direction direction) {
        try {
            to.getOutputStream().write(bytes, 0, conditions.grant(bytes.length, direction));
        } catch (IOException e) {
            reset();
            return;
        }
        conditions.sent(direction);
    }

    private void end(Socket to) {
        try {
            if (!to.isClosed()) {
                to.shutdownOutput();
            }
            if (openWays.decrementAndGet() == 0) {
                client.close();
                server.close();
                ended.accept(this);
            }
        } catch (IOException e) {
            reset();
        }
    }
}
