package dev.dbops.dist;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dbops.lambda.process.FunctionProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** The address at which the emulator of AWS gives a function's payloads to its process. */
final class FunctionEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final Supplier<FunctionProcess> function;

    /**
     * Listens on loopback.
     *
     * @param function gives the process for each payload
     */
    FunctionEndpoint(Supplier<FunctionProcess> function) throws IOException {
        this.function = function;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
    }

    /** A process that was killed fails the invocation, as in Lambda. */
    private void handle(HttpExchange exchange) throws IOException {
        var payload = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            var answer = function.get().begin(payload).join();
            answer(exchange, answer.isError(), answer.body());
        } catch (CompletionException _) {
            answer(exchange, true, "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"the process ended\"}");
        }
    }

    private static void answer(HttpExchange exchange, boolean failed, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        if (failed) {
            exchange.getResponseHeaders().set("X-Failed", "yes");
        }
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
