package dev.dbops.tunnel;

import java.util.Optional;

/** Forwards connections to the host and port of one target, through the machine that its {@code via} names. */
public interface Tunnel {
    /**
     * Opens the tunnel, unless it is open.
     *
     * @return the end on this machine
     * @throws TunnelException when it cannot be opened
     */
    TunnelEnd open() throws TunnelException;

    /**
     * Opens the tunnel, for a program that can only connect to a port.
     *
     * @return a port of 127.0.0.1 that stays the same, even when the tunnel has to be opened again
     */
    int port() throws TunnelException;

    /** The reason in the tunnel for the failure of a connection that began after it was opened; waits for it briefly. */
    Optional<TunnelException> failure();
}
