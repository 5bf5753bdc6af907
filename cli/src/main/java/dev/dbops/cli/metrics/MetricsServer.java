package dev.dbops.cli.metrics;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Answers GET /metrics by HTTP/1.1 (RFC 9112), on the loopback interface only. The module jdk.httpserver would make the
 * runtime image larger, and each start slower, for this one page.
 */
final class MetricsServer implements AutoCloseable {
    private static final int QUEUE = 16;
    private static final int MOST_HEAD = 8192;
    private static final int SILENCE_MILLIS = 5000;
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final ServerSocket socket;
    private final Supplier<String> metrics;

    private MetricsServer(ServerSocket socket, Supplier<String> metrics) {
        this.socket = socket;
        this.metrics = metrics;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free port
     * @throws OpsException of kind USAGE when the port is in use
     */
    static MetricsServer start(int port, Supplier<String> metrics) {
        try {
            var server = new MetricsServer(new ServerSocket(port, QUEUE, InetAddress.getLoopbackAddress()), metrics);
            var thread = new Thread(server::accept, "metrics");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "cannot listen on port %d: %s".formatted(port, e.getMessage()),
                    "pass another --metrics-port, or 0 for any free port",
                    e);
        }
    }

    String url() {
        return "http://%s:%d/metrics".formatted(socket.getInetAddress().getHostAddress(), socket.getLocalPort());
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                Thread.startVirtualThread(() -> serve(connection));
            } catch (IOException _) {
                // the socket was closed, or the client has gone
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(SILENCE_MILLIS);
            var request = head(connection.getInputStream());
            connection.getOutputStream().write(answer(request).getBytes(StandardCharsets.UTF_8));
            connection.getOutputStream().flush();
        } catch (IOException _) {
            // the client has gone, or sends nothing
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.length() < MOST_HEAD && head.indexOf(END_OF_HEAD, head.length() - END_OF_HEAD.length()) < 0) {
            var next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private String answer(String request) {
        var words = request.lines().findFirst().orElse("").split(" ", -1);
        if (words.length != 3 || !request.endsWith(END_OF_HEAD)) {
            return answer("400 Bad Request", "text/plain", "this is not an HTTP request\n", true);
        }
        var path = words[1].split("\\?", 2)[0];
        if (!path.equals("/metrics")) {
            return answer("404 Not Found", "text/plain", "the metrics are at /metrics\n", true);
        }
        return switch (words[0]) {
            case "GET" -> answer("200 OK", OPEN_METRICS, metrics.get(), true);
            case "HEAD" -> answer("200 OK", OPEN_METRICS, metrics.get(), false);
            default -> answer("405 Method Not Allowed", "text/plain", "only GET is supported\n", true);
        };
    }

    private static String answer(String status, String type, String body, boolean hasBody) {
        return "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close%s%s"
                .formatted(
                        status, type, body.getBytes(StandardCharsets.UTF_8).length, END_OF_HEAD, hasBody ? body : "");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // it was closed, or will be with the process
        }
    }
}
