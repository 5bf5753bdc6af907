package dev.dbops.postgres.socket;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.tunnel.TunnelEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;

/**
 * Creates sockets that are connected to the near end of a tunnel, whatever host the driver names: the name of a private
 * host need not resolve on this machine. The driver creates the factory by its class name, and does not connect a socket
 * that is connected already.
 */
public final class TunnelSocketFactory extends ListeningSocketFactory {
    private static final String SEPARATOR = " ";

    private final String place;

    /** Takes the text of {@link #argument}. */
    public TunnelSocketFactory(String argument) {
        super(argument.substring(0, argument.indexOf(SEPARATOR)));
        place = argument.substring(argument.indexOf(SEPARATOR) + 1);
    }

    /** The settings of the sockets, then the socket's file or the port. */
    public static String argument(ConnectionTarget target, TunnelEnd end) {
        var place = switch (end) {
            case TunnelEnd.Socket(var file) -> file.toString();
            case TunnelEnd.Port(var number) -> Integer.toString(number);
            case TunnelEnd.Memory _ -> throw new IllegalArgumentException("it has no place");
        };
        return TcpSettings.of(target).word() + SEPARATOR + place;
    }

    @Override
    public Socket createSocket() throws IOException {
        return place.startsWith("/") ? overSocket(Path.of(place)) : overPort(Integer.parseInt(place));
    }

    private static Socket overSocket(Path file) throws IOException {
        var socket = new UnixSocket(_ -> file);
        socket.connect(new InetSocketAddress(0));
        return socket;
    }

    private Socket overPort(int port) throws IOException {
        var socket = new ListeningSocket(settings());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }
}
