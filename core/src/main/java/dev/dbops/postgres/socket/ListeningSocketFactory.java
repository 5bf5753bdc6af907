package dev.dbops.postgres.socket;

import dev.dbops.target.ConnectionTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Creates the driver's sockets. The driver creates the factory by its class name, and connects the sockets. */
public class ListeningSocketFactory extends SocketFactory {
    private final TcpSettings settings;

    /** Takes the text of {@link #argument}. */
    public ListeningSocketFactory(String argument) {
        settings = TcpSettings.parse(argument);
    }

    /** Returns the text for the constructor: the settings of the target's sockets. */
    public static String argument(ConnectionTarget target) {
        return TcpSettings.of(target).word();
    }

    final TcpSettings settings() {
        return settings;
    }

    @Override
    public Socket createSocket() throws IOException {
        return new ListeningSocket(settings);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(address, port), new InetSocketAddress(localAddress, localPort));
    }

    private Socket connected(InetSocketAddress address, InetSocketAddress localAddress) throws IOException {
        var socket = createSocket();
        socket.bind(localAddress);
        socket.connect(address);
        return socket;
    }
}
