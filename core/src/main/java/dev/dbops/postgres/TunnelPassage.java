package dev.dbops.postgres;

import dev.dbops.postgres.socket.MemorySocketFactory;
import dev.dbops.postgres.socket.TunnelSocketFactory;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.tunnel.Tunnel;
import dev.dbops.tunnel.TunnelEnd;
import dev.dbops.tunnel.TunnelException;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The way of a connection through its target's tunnel.
 *
 * @param tunnel the tunnel
 * @param end its end on this machine
 */
record TunnelPassage(Tunnel tunnel, TunnelEnd end) {
    /**
     * Opens the target's tunnel, which may take longer than a connection: a person may have to type a passphrase.
     *
     * @throws SQLException when the tunnel cannot be opened; its cause is a {@link TunnelException}
     */
    static TunnelPassage open(ConnectionTarget target) throws SQLException {
        // a direct connection may reach another server of that name
        var tunnel = target.tunnel()
                .orElseThrow(() -> new IllegalStateException("the target has no tunnel to " + target.route()));
        try {
            return new TunnelPassage(tunnel, tunnel.open());
        } catch (TunnelException e) {
            throw failed(e);
        }
    }

    /** Makes the driver connect to the tunnel. */
    void lead(Properties properties, ConnectionTarget target) {
        if (end instanceof TunnelEnd.Memory memory) {
            MemorySocketFactory.lead(properties, memory);
            return;
        }
        properties.setProperty("socketFactory", TunnelSocketFactory.class.getName());
        properties.setProperty("socketFactoryArg", TunnelSocketFactory.argument(target, end));
    }

    /** The failure in the tunnel that made the connection fail, or the same failure if the tunnel reports none. */
    SQLException explain(SQLException failure, ConnectionTarget target) {
        return switch (ConnectionFailure.of(failure, target)) {
            case REFUSED, NO_ANSWER, BROKEN, TLS_HANDSHAKE, OTHER ->
                failure.getSQLState() != null && !failure.getSQLState().startsWith("08")
                        ? failure
                        : tunnel.failure().map(TunnelPassage::failed).orElse(failure);
            default -> failure;
        };
    }

    private static SQLException failed(TunnelException failure) {
        return new PSQLException(failure.getMessage(), PSQLState.CONNECTION_UNABLE_TO_CONNECT, failure);
    }
}
