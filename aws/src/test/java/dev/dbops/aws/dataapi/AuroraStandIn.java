package dev.dbops.aws.dataapi;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dbops.testing.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postgresql.jdbc.PgConnection;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * The RDS Data API over a real PostgreSQL, for the real client of the SDK and the aws CLI, with the limits of the API.
 *
 * <p>A transaction keeps its session. Outside of one, each statement gets a session of its own, and nothing of it is left
 * for the next. Thread-safe.
 */
public final class AuroraStandIn implements AutoCloseable {
    /** The cluster that it is. */
    public static final String CLUSTER = "arn:aws:rds:eu-central-1:123456789012:cluster:aurora";

    /** The secret that it accepts, unless {@link #acceptSecret} has named another. */
    public static final String SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:aurora-AbCdEf";

    private static final int LARGEST_REQUEST = 4 * 1024 * 1024;
    private static final int LARGEST_RESPONSE = 1024 * 1024;

    private final Function<String, String> urls;
    private final HttpServer server;
    private final Map<String, Connection> transactions = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger resuming = new AtomicInteger();
    private volatile Consumer<String> listener = _ -> {};
    private volatile int limitMillis = 45_000;
    private volatile String secret = SECRET;

    /**
     * @param urls the JDBC URL of a database of the server, with role and password
     */
    public AuroraStandIn(Function<String, String> urls) {
        this.urls = urls;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it listens; the value of AWS_ENDPOINT_URL_RDS_DATA. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Accepts this secret in place of {@link #SECRET}. */
    public void acceptSecret(String arn) {
        secret = arn;
    }

    /** The operations that were called, each with its statement. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** The number of transactions that are open. */
    public int openTransactions() {
        return transactions.size();
    }

    /** Calls the listener for each call, before it is answered. */
    public void listen(Consumer<String> each) {
        listener = each;
    }

    /** Answers the next requests as a paused cluster does. */
    public void pause(int requests) {
        resuming.set(requests);
    }

    /** Sets the time for a statement, which is 45 seconds. */
    public void limit(int millis) {
        limitMillis = millis;
    }

    /** Ends all transactions, as after three minutes without a request. */
    public void endTransactions() throws SQLException {
        for (var id : List.copyOf(transactions.keySet())) {
            transactions.remove(id).close();
        }
    }

    @Override
    public void close() throws SQLException {
        server.stop(0);
        endTransactions();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            try {
                if (resuming.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new AuroraRefusal("DatabaseResumingException", "The database is resuming");
                }
                require(body.length <= LARGEST_REQUEST, "BadRequestException", "Request size exceeds 4 MiB");
                var signature = exchange.getRequestHeaders().getFirst("Authorization");
                require(
                        signature != null && signature.contains("/rds-data/aws4_request"),
                        "ForbiddenException",
                        "the request is not signed");
                var text = json(answer(
                        exchange.getRequestURI().getPath(), JsonNode.parser().parse(body)));
                require(
                        text.length <= LARGEST_RESPONSE,
                        "UnsupportedResultException",
                        "Database returned more than the allowed response size limit");
                send(exchange, 200, text);
            } catch (AuroraRefusal e) {
                exchange.getResponseHeaders().add("x-amzn-ErrorType", e.type());
                send(exchange, e.type().startsWith("Internal") ? 500 : 400, json(Map.of("message", e.getMessage())));
            }
        }
    }

    static void require(boolean good, String type, String otherwise) {
        if (!good) {
            throw new AuroraRefusal(type, otherwise);
        }
    }

    private Map<String, ?> answer(String path, JsonNode request) {
        require(text(request, "resourceArn").equals(CLUSTER), "AccessDeniedException", "another cluster");
        require(text(request, "secretArn").equals(secret), "SecretsErrorException", "another secret");
        calls.add(path.substring(1) + (text(request, "sql").isEmpty() ? "" : ": " + text(request, "sql")));
        listener.accept(calls.getLast());
        try {
            return switch (path) {
                case "/BeginTransaction" -> begin(request);
                case "/CommitTransaction" -> end(request, true);
                case "/RollbackTransaction" -> end(request, false);
                case "/Execute" -> execute(request);
                case "/BatchExecute" -> batch(request);
                default -> throw new AuroraRefusal("NotFoundException", "there is no operation " + path);
            };
        } catch (SQLException e) {
            throw AuroraRefusal.of(e);
        }
    }

    private static String text(JsonNode json, String name) {
        return json.field(name).map(JsonNode::asString).orElse("");
    }

    private Connection connect(JsonNode request) throws SQLException {
        var connection = DriverManager.getConnection(urls.apply(text(request, "database")));
        try (var statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = " + limitMillis + "; SET TimeZone = 'UTC'");
        }
        return connection;
    }

    private Map<String, ?> begin(JsonNode request) throws SQLException {
        var connection = connect(request);
        connection.setAutoCommit(false);
        var id = "transaction-" + numbers.incrementAndGet();
        transactions.put(id, connection);
        return Map.of("transactionId", id);
    }

    private Map<String, ?> end(JsonNode request, boolean commit) throws SQLException {
        try (var connection = transactions.remove(known(request))) {
            if (commit) {
                connection.commit();
            } else {
                connection.unwrap(PgConnection.class).cancelQuery();
                connection.rollback();
            }
        }
        return Map.of("transactionStatus", commit ? "Transaction Committed" : "Rollback Complete");
    }

    private String known(JsonNode request) {
        var id = text(request, "transactionId");
        require(transactions.containsKey(id), "TransactionNotFoundException", "Transaction " + id + " is not found");
        return id;
    }

    private Map<String, ?> execute(JsonNode request) throws SQLException {
        var statement = AuroraStatement.read(text(request, "sql"));
        var parameters = request.field("parameters").map(JsonNode::asArray).orElse(List.of());
        if (request.field("transactionId").isPresent()) {
            return run(transactions.get(known(request)), statement, parameters);
        }
        try (var connection = connect(request)) {
            return run(connection, statement, parameters);
        }
    }

    private static Map<String, ?> run(Connection connection, AuroraStatement statement, List<JsonNode> parameters)
            throws SQLException {
        try (var prepared = statement.prepare(connection, parameters)) {
            var answer = new LinkedHashMap<String, Object>();
            if (prepared.execute()) {
                var result = AuroraResult.read(prepared.getResultSet());
                answer.put("columnMetadata", result.columns());
                answer.put("records", result.records());
                answer.put("numberOfRecordsUpdated", 0);
            } else {
                answer.put("numberOfRecordsUpdated", prepared.getUpdateCount());
                answer.put("generatedFields", List.of());
            }
            return answer;
        }
    }

    private Map<String, ?> batch(JsonNode request) throws SQLException {
        var statement = AuroraStatement.read(text(request, "sql"));
        try (var connection = connect(request)) {
            connection.setAutoCommit(false);
            for (var set : request.field("parameterSets").map(JsonNode::asArray).orElse(List.of())) {
                run(connection, statement, set.asArray());
            }
            connection.commit();
        }
        return Map.of("updateResults", List.of());
    }

    private static byte[] json(Map<String, ?> object) {
        return JsonText.of(object).getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] answer) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
    }
}
