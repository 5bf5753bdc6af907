package dev.dbops.build;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Answers the requests of the training as AWS does, with the file of the action's name: DescribeDBInstances.xml, as
 * {@code src/build/training/capture-aws} has written it. An action without a file is denied, which is also a valid
 * answer.
 */
final class TrainingAws implements AutoCloseable {
    private static final String DENIED = """
        <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not in the training</Message></Error>
        <RequestId>0</RequestId></ErrorResponse>
        """;

    private final HttpServer server;
    private final Path answers;
    private String user = "";
    private String password = "";

    private TrainingAws(HttpServer server, Path answers) {
        this.server = server;
        this.answers = answers;
    }

    /** The login that the secret of the training holds. */
    synchronized void keep(String owner, String secret) {
        user = owner;
        password = secret;
    }

    private synchronized byte[] answer(Path file) throws IOException {
        return Files.readString(file)
                .replace("{user}", user)
                .replace("{password}", password)
                .getBytes(StandardCharsets.UTF_8);
    }

    static TrainingAws start(Path answers) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var aws = new TrainingAws(server, answers);
        server.createContext("/", aws::answer);
        server.start();
        return aws;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The settings that direct the AWS SDK to this server. */
    Map<String, String> variables() {
        return Map.of(
                "AWS_ENDPOINT_URL", url(),
                "DB_OPS_ADDRESS_URL", url() + "/address",
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "training",
                "AWS_SECRET_ACCESS_KEY", "training",
                "AWS_EC2_METADATA_DISABLED", "true");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            var file = target == null
                    ? answers.resolve(fileOf(exchange, body))
                    : answers.resolve(target.substring(target.lastIndexOf('.') + 1) + ".json");
            var found = Files.exists(file);
            var answer = found ? answer(file) : DENIED.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", target == null ? "text/xml" : "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(found ? 200 : 403, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** By the query protocol's Action; a plain GET asks for the file of its path. */
    private static String fileOf(HttpExchange exchange, String body) {
        for (var parameter : body.split("&")) {
            if (parameter.startsWith("Action=")) {
                return URLDecoder.decode(parameter.substring("Action=".length()), StandardCharsets.UTF_8) + ".xml";
            }
        }
        return exchange.getRequestURI().getPath().substring(1);
    }
}
