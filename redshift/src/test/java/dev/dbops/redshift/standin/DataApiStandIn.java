package dev.dbops.redshift.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dbops.redshift.standin.DataApiStatement.Status;
import dev.dbops.testing.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * The Redshift Data API, for the real client of the SDK: JSON 1.1 over HTTP, on a stand-in for Redshift.
 *
 * <p>Statements run after the answer, in one transaction a request. The same ClientToken gets the same answer, and
 * nothing is executed twice. The stand-in must require neither TLS nor a password. Thread-safe.
 */
public final class DataApiStandIn implements AutoCloseable {
    private static final String TARGET = "RedshiftData.";
    private static final int BAD_REQUEST = 400;

    private final RedshiftStandIn redshift;
    private final HttpServer server;
    private final Map<String, Accepted> statements = new ConcurrentHashMap<>();
    private final Map<String, Accepted> tokens = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger throttled = new AtomicInteger();
    private final AtomicInteger violations = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger unseenPolls = new AtomicInteger();

    /** A statement, and its execution. */
    private record Accepted(DataApiStatement statement, DataApiExecution execution) {}

    /** Starts one for the database of a stand-in, which outlives it. */
    public DataApiStandIn(RedshiftStandIn redshift) {
        this.redshift = redshift;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it listens; the value of AWS_ENDPOINT_URL_REDSHIFT_DATA. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The operations that were called, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** Answers the next requests with a ThrottlingException. */
    public void throttle(int requests) {
        throttled.set(requests);
    }

    /** Lets the COMMITs of the next requests get error 1023. */
    public void inject1023(int requests) {
        violations.set(requests);
    }

    /** Executes the next request, and closes the connection in place of the answer. */
    public void loseAnswer() {
        lost.set(1);
    }

    /** Describes later statements as not finished for a number of polls after their end. */
    public void finishAfter(int polls) {
        unseenPolls.set(polls);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var operation = operation(exchange);
            calls.add(operation);
            try {
                if (take(throttled)) {
                    throw new DataApiRefusal("ThrottlingException", "Rate exceeded");
                }
                var answer = answer(operation, JsonNode.parser().parse(body));
                if (operation.endsWith("ExecuteStatement") && take(lost)) {
                    statements.get(answer.get("Id")).statement().awaitEnd();
                    return;
                }
                send(exchange, 200, answer);
            } catch (DataApiRefusal e) {
                var error = new LinkedHashMap<String, Object>();
                error.put("__type", e.type());
                error.put("Message", e.getMessage());
                error.put("message", e.getMessage());
                send(exchange, BAD_REQUEST, error);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String operation(HttpExchange exchange) {
        var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        return target != null && target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
    }

    private static boolean take(AtomicInteger planned) {
        return planned.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private Map<String, Object> answer(String operation, JsonNode request) {
        return switch (operation) {
            case "ExecuteStatement" -> accept(DataApiRequest.read(request, false, redshift.database()));
            case "BatchExecuteStatement" -> accept(DataApiRequest.read(request, true, redshift.database()));
            case "DescribeStatement" -> find(request).statement().description();
            case "GetStatementResult" -> result(request);
            case "CancelStatement" -> cancel(find(request));
            default -> throw new DataApiRefusal("UnknownOperationException", "there is no operation " + operation);
        };
    }

    private Map<String, Object> accept(DataApiRequest request) {
        var accepted = request.token().isEmpty()
                ? begin(request)
                : tokens.computeIfAbsent(request.token(), _ -> begin(request));
        return accepted.statement().accepted();
    }

    private Accepted begin(DataApiRequest request) {
        var statement = new DataApiStatement(request, unseenPolls.get());
        var execution = new DataApiExecution(redshift, statement);
        var accepted = new Accepted(statement, execution);
        statements.put(statement.id(), accepted);
        var violates = take(violations);
        Thread.ofVirtual().start(() -> execution.run(violates));
        return accepted;
    }

    private static String id(JsonNode request) {
        return request.field("Id").map(JsonNode::asString).orElse("");
    }

    private Accepted find(JsonNode request) {
        var accepted = statements.get(id(request).replaceFirst(":.*", ""));
        if (accepted == null) {
            throw DataApiRefusal.notFound("Query does not exist.");
        }
        return accepted;
    }

    private Map<String, Object> result(JsonNode request) {
        var suffix = id(request).replaceFirst("[^:]*:?", "");
        var from = request.field("NextToken").map(JsonNode::asString).orElse("0");
        return find(request)
                .statement()
                .result(suffix.isEmpty() ? 1 : Integer.parseInt(suffix), Integer.parseInt(from));
    }

    private static Map<String, Object> cancel(Accepted accepted) {
        var status = accepted.statement().status();
        if (status != Status.SUBMITTED && status != Status.STARTED) {
            throw DataApiRefusal.invalid("Could not cancel a query that is already in " + status + " state.");
        }
        try {
            accepted.execution().cancel();
        } catch (SQLException e) {
            throw DataApiRefusal.invalid(e.getMessage());
        }
        return Map.of("Status", true);
    }

    private static void send(HttpExchange exchange, int status, Map<String, ?> answer) throws IOException {
        var bytes = JsonText.of(answer).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
