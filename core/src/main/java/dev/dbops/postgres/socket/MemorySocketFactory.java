package dev.dbops.postgres.socket;

import dev.dbops.tunnel.TunnelEnd;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Properties;
import javax.net.SocketFactory;

/** Creates the sockets of connections that end in this process. The driver creates the factory by its class name. */
public final class MemorySocketFactory extends SocketFactory {
    private static final String END = "dev.dbops.memory";

    private final TunnelEnd.Memory end;

    /** Takes the properties of {@link #lead}. */
    public MemorySocketFactory(Properties properties) {
        end = (TunnelEnd.Memory) properties.get(END);
    }

    /** Makes the driver use the end of the tunnel: there is no network, so there is nothing to encrypt. */
    public static void lead(Properties properties, TunnelEnd.Memory end) {
        properties.put(END, end);
        properties.setProperty("socketFactory", MemorySocketFactory.class.getName());
        properties.remove("socketFactoryArg");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        for (var name : new String[] {"sslNegotiation", "channelBinding", "requireAuth", "targetServerType"}) {
            properties.remove(name);
        }
        // values travel as text
        properties.setProperty("binaryTransfer", "false");
        properties.setProperty("prepareThreshold", "0");
    }

    @Override
    public Socket createSocket() {
        return end.sockets().get();
    }

    @Override
    public Socket createSocket(String host, int port) {
        return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return createSocket();
    }
}
