package dev.dbops.cli.rds;

import dev.dbops.testing.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A proxy of a company that opens tunnels and looks into them: it is each server that it has a certificate for, and
 * passes the requests on to the AWS emulator.
 */
final class ConnectProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, TestCertificates.Server> certificates;
    private final URI emulator;
    private final List<String> tunnels = new CopyOnWriteArrayList<>();

    ConnectProxy(URI emulator, Map<String, TestCertificates.Server> certificates) throws IOException {
        this.emulator = emulator;
        this.certificates = certificates;
        inBackground(() -> {
            while (true) {
                var client = server.accept();
                inBackground(() -> serve(client));
            }
        });
    }

    /** The value of HTTPS_PROXY. */
    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The hosts of the tunnels, in order. */
    List<String> tunnels() {
        return tunnels;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (IOException _) {
                // one side has closed
            }
        });
    }

    private void serve(Socket client) throws IOException {
        var host = line(client.getInputStream()).split(" ")[1].split(":")[0];
        while (!line(client.getInputStream()).isEmpty()) {}
        tunnels.add(host);
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var inside = (SSLSocket) context(host).getSocketFactory().createSocket(client, null, client.getPort(), true);
        inside.setUseClientMode(false);
        var aws = new Socket(emulator.getHost(), emulator.getPort());
        inBackground(() -> relay(aws, inside));
        relay(inside, aws);
    }

    private static void relay(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        int next;
        while ((next = in.read()) >= 0 && next != '\n') {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private SSLContext context(String host) {
        var certificate = certificates.get(host);
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(certificate.store(), certificate.password());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException(host, e));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
