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
import java.util.function.Consumer;

/** One connection of a client, and its connection to the server. */
final class ProxiedConnection {
    private static final int PIECE = 64 * 1024;
    private static final int PIECES_ON_THE_WAY = 256;

    private final Socket client;
    private final Socket server = new Socket();
    private final LinkConditions conditions;
    private final Runnable cut;
    private final Consumer<ProxiedConnection> ended;
    private int openWays = 2;
    private boolean over;

    /**
     * The bytes that were read; no bytes mean the end.
     *
     * @param due the time to forward it, by {@link System#nanoTime}
     */
    private record Piece(byte[] bytes, long due) {
        boolean isEnd() {
            return bytes.length == 0;
        }
    }

    /**
     * @param cut resets all connections of the link
     * @param ended called when both directions have ended, before the connection is reset
     */
    ProxiedConnection(Socket client, LinkConditions conditions, Runnable cut, Consumer<ProxiedConnection> ended) {
        this.client = client;
        this.conditions = conditions;
        this.cut = cut;
        this.ended = ended;
    }

    /** Connects to the server, and then forwards data. If the server does not answer, the client's connection is reset. */
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

    /** Closes both sides by a reset, which a linger of 0 seconds causes. */
    synchronized void reset() {
        if (over) {
            return;
        }
        over = true;
        ended.accept(this);
        try {
            for (var side : new Socket[] {client, server}) {
                if (!side.isClosed()) { // one that could not connect has closed itself
                    side.setSoLinger(true, 0);
                    side.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** A reset of one side also resets the other. */
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

    /** Data after a reset is read and discarded, so that the reader does not wait for space. */
    private void write(byte[] bytes, Socket to, Direction direction) {
        var grant = conditions.grant(bytes.length, direction);
        try {
            to.getOutputStream().write(bytes, 0, grant.bytes());
        } catch (IOException e) {
            reset();
        }
        if (grant.isLast()) {
            cut.run();
        }
    }

    private synchronized void end(Socket to) {
        if (over) {
            return;
        }
        try {
            to.shutdownOutput();
            if (--openWays == 0) {
                over = true;
                client.close();
                server.close();
                ended.accept(this);
            }
        } catch (IOException e) {
            reset();
        }
    }
}
