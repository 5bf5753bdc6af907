package dev.dbops.lambda.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The runtime API of one execution environment (Lambda developer guide, "Using the Lambda runtime API for custom
 * runtimes"), from which the runtime interface client takes events and to which it gives answers. A snapshot of SnapStart
 * is "restored" when {@link #restore} is called.
 */
final class RuntimeApi implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime/";

    private final HttpServer server;
    private final Duration timeout;
    private final BlockingQueue<Waiting> events = new LinkedBlockingQueue<>();
    private final ConcurrentHashMap<String, CompletableFuture<FunctionAnswer>> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> checkpoint = new CompletableFuture<>();
    private final CompletableFuture<Void> restored = new CompletableFuture<>();

    /** An event that waits for the function. */
    private record Waiting(String id, byte[] event) {}

    private RuntimeApi(HttpServer server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /**
     * Starts the API.
     *
     * @param timeout the function's timeout, which it learns as a deadline
     */
    static RuntimeApi start(Duration timeout) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var api = new RuntimeApi(server, timeout);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(ROOT, api::answer);
        server.start();
        return api;
    }

    /** The value of AWS_LAMBDA_RUNTIME_API. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Gives the function an event; the answer may come at any time. */
    CompletableFuture<FunctionAnswer> give(byte[] event) {
        var id = UUID.randomUUID().toString();
        var answer = new CompletableFuture<FunctionAnswer>();
        answers.put(id, answer);
        events.add(new Waiting(id, event));
        return answer;
    }

    /** Completes when the function asks for its first event, or fails with what it says instead. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Completes when the function is ready for its snapshot. */
    CompletableFuture<Void> checkpoint() {
        return checkpoint;
    }

    /** Continues after the snapshot. */
    void restore() {
        restored.complete(null);
    }

    /** Ends all waits: the function has ended. */
    void abandon(String reason) {
        var failure = new IllegalStateException(reason);
        ready.completeExceptionally(failure);
        checkpoint.completeExceptionally(failure);
        answers.values().forEach(answer -> answer.completeExceptionally(failure));
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().substring(ROOT.length());
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            switch (path) {
                case "invocation/next" -> next(exchange);
                case "init/error", "restore/error" -> {
                    ready.completeExceptionally(new FailedStart(new String(body, StandardCharsets.UTF_8)));
                    accept(exchange);
                }
                case "restore/next" -> {
                    checkpoint.complete(null);
                    restored.join();
                    send(exchange, 200, new byte[0]);
                }
                default -> finish(exchange, path, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        ready.complete(null);
        var waiting = events.take();
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", waiting.id());
        headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + timeout.toMillis()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", FunctionProcess.ARN);
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
        headers.set("Content-Type", "application/json");
        send(exchange, 200, waiting.event());
    }

    private void finish(HttpExchange exchange, String path, byte[] body) throws IOException {
        var parts = path.split("/");
        var answer = parts.length == 3 && parts[0].equals("invocation") ? answers.remove(parts[1]) : null;
        if (answer == null) {
            send(exchange, 404, new byte[0]);
            return;
        }
        accept(exchange);
        answer.complete(
                new FunctionAnswer(parts[1], new String(body, StandardCharsets.UTF_8), parts[2].equals("error")));
    }

    private static void accept(HttpExchange exchange) throws IOException {
        send(exchange, 202, "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        restore();
        server.stop(0);
    }
}
