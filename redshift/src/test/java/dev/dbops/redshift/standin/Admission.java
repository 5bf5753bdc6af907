package dev.dbops.redshift.standin;

import dev.dbops.testing.TestCertificates;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The start of a connection: TLS, password, settings. Thread-safe. */
final class Admission {
    /** The version that Redshift reports; the driver sends fewer statements than to a newer PostgreSQL. */
    private static final String VERSION = "8.0.2";

    /** The settings of the driver that PostgreSQL has too. */
    private static final Set<String> SETTINGS = Set.of(
            "client_encoding", "DateStyle", "TimeZone", "extra_float_digits", "application_name", "statement_timeout");

    private final int port;
    private volatile Optional<TestCertificates.Server> certificate = Optional.empty();
    private volatile Optional<String> password = Optional.empty();
    private volatile String isolation = "serializable";

    /** The work of a connection after its start. */
    @FunctionalInterface
    interface Session {
        void run(ServerLink server) throws IOException;
    }

    /**
     * @param port the port of PostgreSQL
     */
    Admission(int port) {
        this.port = port;
    }

    void requireTls(TestCertificates.Server server) {
        certificate = Optional.of(server);
    }

    void requirePassword(String required) {
        password = Optional.of(required);
    }

    /** Sets the isolation level, a name of PostgreSQL. */
    void isolate(String level) {
        isolation = level;
    }

    /**
     * Admits a client, or refuses it.
     *
     * @param session what the connection is for, with a session of PostgreSQL
     */
    void serve(ClientLink client, Session session) throws IOException {
        var startUp = client.startUp(certificate);
        if (ClientLink.isCancel(startUp)) {
            ServerLink.cancel(port, startUp);
            return;
        }
        var settings = ClientLink.settings(startUp);
        var refusal = refusal(client, settings.getOrDefault("user", ""));
        if (refusal.isPresent()) {
            client.send(WireMessage.error("28000", refusal.get(), ""));
            client.flush();
            return;
        }
        try (var server = new ServerLink(port)) {
            var last = server.open(forPostgres(settings), message -> client.send(asRedshift(message)));
            client.flush();
            if (last.type() == 'Z') {
                session.run(server);
            }
        }
    }

    private Optional<String> refusal(ClientLink client, String user) throws IOException {
        if (certificate.isPresent() && !client.isEncrypted()) {
            return Optional.of("no pg_hba.conf entry for host \"127.0.0.1\", user \"" + user + "\", SSL off");
        }
        if (password.isPresent() && !password.get().equals(client.password())) {
            return Optional.of("password authentication failed for user \"" + user + "\"");
        }
        return Optional.empty();
    }

    /** Every user of Redshift is the superuser of PostgreSQL. */
    private Map<String, String> forPostgres(Map<String, String> settings) {
        var known = new LinkedHashMap<>(settings);
        known.keySet().retainAll(SETTINGS);
        known.put("user", "postgres");
        known.put("database", settings.getOrDefault("database", ""));
        known.put("default_transaction_isolation", isolation);
        return known;
    }

    private static WireMessage asRedshift(WireMessage message) {
        return message.type() == 'S' && message.text(0).equals("server_version")
                ? WireMessage.of('S', new byte[0], "server_version", VERSION)
                : message;
    }
}
