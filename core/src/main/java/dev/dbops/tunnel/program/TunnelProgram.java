package dev.dbops.tunnel.program;

import dev.dbops.tunnel.TunnelEnd;
import dev.dbops.tunnel.TunnelException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A program that holds one tunnel open. */
interface TunnelProgram {
    /**
     * Starts the program.
     *
     * @throws TunnelException when it is not installed
     */
    TunnelProcess start() throws IOException;

    /**
     * The end of the tunnel on this machine, once the program has opened it.
     *
     * @throws TunnelException when the program runs, but cannot open the tunnel
     */
    Optional<TunnelEnd> end(TunnelProcess process) throws TunnelException;

    /** The reason why the program has ended, by its last lines. */
    TunnelException ended(List<String> lines);

    /** The reason why it could not forward a connection, if one of these lines says it. */
    Optional<TunnelException> notForwarded(List<String> lines);

    /** Removes the files of the tunnel, after the program has ended. */
    void clear();
}
