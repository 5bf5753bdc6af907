package dev.dbops.lambda;

import dev.dbops.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A server that logs each connection and each statement of the functions. */
public final class LoggedServer implements AutoCloseable {
    /** The statements that bind the session of an RDS proxy to one connection, by their first words. */
    private static final Pattern BINDING =
            Pattern.compile("(?is)\\s*(SET\\s+(?!LOCAL\\s)|RESET|DISCARD|PREPARE|DEALLOCATE|LISTEN|DECLARE|CREATE).*");

    private static final Pattern SESSION_SETTING = Pattern.compile("(?is).*set_config\\([^;]*,\\s*false\\s*\\).*");

    private final EmbeddedPostgres postgres;
    private final Path log;

    private LoggedServer(EmbeddedPostgres postgres, Path log) {
        this.postgres = postgres;
        this.log = log;
    }

    public static LoggedServer start() throws IOException {
        var directory = Files.createTempDirectory("db-ops-log");
        var data = directory.resolve("data");
        var postgres = TestServer.builder(TestServer.CARRIED)
                .setDataDirectory(data)
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_destination", "jsonlog")
                .setServerConfig("log_directory", "log")
                .setServerConfig("log_filename", "server.log")
                .setServerConfig("log_statement", "all")
                .setServerConfig("log_connections", "on")
                .start();
        return new LoggedServer(postgres, data.resolve("log/server.json"));
    }

    public TestServer server() {
        return TestServer.at(postgres.getPort());
    }

    /** The statements of functions, in order, as the server received them. */
    public List<String> statements() throws IOException {
        var statements = new ArrayList<String>();
        for (var message : messages()) {
            if (message.startsWith("statement: ") || message.startsWith("execute ")) {
                statements.add(message.substring(message.indexOf(": ") + 2));
            }
        }
        return statements;
    }

    /** Returns whether a statement binds the session of an RDS proxy to one connection. */
    public boolean bindsASession(String sql) {
        return BINDING.matcher(sql).matches() || SESSION_SETTING.matcher(sql).matches();
    }

    /** The number of connections that functions have opened. */
    public long connections() throws IOException {
        return messages().stream()
                .filter(message -> message.startsWith("connection authorized: "))
                .count();
    }

    /** The log is complete when it has the statement of a session that has ended since. */
    private List<String> messages() throws IOException {
        var marker = UUID.randomUUID().toString();
        server().execute("postgres", "SELECT '" + marker + "'");
        var lines = List.<String>of();
        while (lines.stream().noneMatch(line -> line.contains(marker))) {
            Thread.onSpinWait();
            lines = Files.readAllLines(log);
        }
        return lines.stream()
                .filter(line ->
                        line.contains("application_name=db-ops/") || line.contains("\"application_name\":\"db-ops/"))
                .map(LoggedServer::message)
                .toList();
    }

    private static String message(String line) {
        try (var json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            while (json.nextToken() != null) {
                if ("message".equals(json.currentName()) && json.currentToken() == JsonToken.VALUE_STRING) {
                    return json.getString();
                }
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
