package dev.dbops.postgres.socket;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.SocketFactory;

/**
 * Creates sockets that connect to the Unix-domain sockets of a target. The driver knows only names and IP addresses, so
 * each socket gets an address that no server has. The driver creates the factory by its class name.
 */
public final class UnixSocketFactory extends SocketFactory {
    private static final String SEPARATOR = "\0";

    private final String[] files;

    /** Takes the text of {@link #argument}. */
    public UnixSocketFactory(String argument) {
        files = argument.split(SEPARATOR);
    }

    /** Returns the text for the constructor: the files of the sockets. */
    public static String argument(ConnectionTarget target) {
        return target.hosts().stream()
                .map(HostPort::socketFile)
                .map(Path::toString)
                .collect(Collectors.joining(SEPARATOR));
    }

    /** The address by which the driver names the socket, from the block of addresses to discard (RFC 6666). */
    public static String address(Path file) {
        var number = file.toString().hashCode();
        return "100::%x:%x".formatted(number >>> 16, number & 0xffff);
    }

    /** The file of the socket that has this address. */
    private Path file(InetAddress address) throws IOException {
        return Stream.of(files)
                .map(Path::of)
                .filter(file -> InetAddress.ofLiteral(address(file)).equals(address))
                .findFirst()
                .orElseThrow(() -> new IOException("no Unix-domain socket has the address " + address));
    }

    @Override
    public Socket createSocket() {
        return new UnixSocket(endpoint -> file(((InetSocketAddress) endpoint).getAddress()));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        var socket = createSocket();
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return createSocket(address, port);
    }
}
