package dev.dbops.tunnel;

import java.nio.file.Path;

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
}
