package dev.dbops.tunnel;

import java.nio.file.Path;
import java.util.function.Supplier;

/** The end of a tunnel on this machine. */
public sealed interface TunnelEnd {
    /**
     * A Unix-domain socket, which other users of the machine cannot use.
     *
     * @param file its file
     */
    record Socket(Path file) implements TunnelEnd {}

    /**
     * A TCP port of 127.0.0.1.
     *
     * @param number the port
     */
    record Port(int number) implements TunnelEnd {}

    /**
     * An answer to the driver in this process, without a network connection.
     *
     * @param sockets creates the socket of each connection, which is connected already
     */
    record Memory(Supplier<java.net.Socket> sockets) implements TunnelEnd {}
}
