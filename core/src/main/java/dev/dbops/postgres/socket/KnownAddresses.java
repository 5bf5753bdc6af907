package dev.dbops.postgres.socket;

import dev.dbops.target.ConnectionTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * Connects to the addresses in {@code hostaddr} and not to those of the host names: through a tunnel, the server must
 * still have a certificate for its own name.
 *
 * <p>The driver creates it by its class name, with the text of {@link #argument}.
 */
public final class KnownAddresses extends ListeningSocketFactory {
    private final String[] entries;

    /** Takes the text of {@link #argument}. */
    public KnownAddresses(String argument) {
        super(argument.substring(0, argument.indexOf(' ')));
        entries = argument.substring(argument.indexOf(' ') + 1).split(" ");
    }

    /** The settings of the sockets, then HOST PORT ADDRESS for each host. */
    public static String argument(ConnectionTarget target) {
        var addresses = target.parameters().get("hostaddr").split(",");
        var text = new StringBuilder(TcpSettings.of(target).word()).append(' ');
        for (var i = 0; i < addresses.length; i++) {
            var host = target.hosts().get(i);
            text.append(host.host()).append(' ').append(host.port()).append(' ');
            text.append(addresses[i]).append(' ');
        }
        return text.toString();
    }

    private InetSocketAddress known(InetSocketAddress endpoint) {
        for (var i = 0; i + 2 < entries.length; i += 3) {
            if (entries[i].equals(endpoint.getHostString()) && entries[i + 1].equals("" + endpoint.getPort())) {
                return new InetSocketAddress(InetAddress.ofLiteral(entries[i + 2]), endpoint.getPort());
            }
        }
        return endpoint;
    }

    @Override
    public Socket createSocket() {
        return new ListeningSocket(settings()) {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                super.connect(endpoint instanceof InetSocketAddress named ? known(named) : endpoint, timeout);
            }
        };
    }
}
