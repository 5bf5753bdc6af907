package dev.dbops.events.envelope;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.ConnectorCallback;
import io.debezium.engine.Header;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/**
 * Debezium's own connector, embedded: it reads the changes of a database from the server's log. The database has the
 * publication {@code dbz_publication}.
 */
public final class DebeziumConnector implements AutoCloseable {
    private static final long SECONDS = 60;

    /** A message for Kafka, as the converter to JSON writes it; null where it has none. */
    public record Message(String topic, String key, String value, Map<String, String> headers) {
        Message(String topic, String key, String value) {
            this(topic, key, value, Map.of());
        }
    }

    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final String lastTopic;
    private final DebeziumEngine<ChangeEvent<String, String>> engine;

    /**
     * Begins to start.
     *
     * @param slot a name for its replication slot
     * @param options further options
     * @param lastTable the table whose first change is the last to be read; its transaction has no other
     */
    public DebeziumConnector(ConnectionTarget database, String slot, Map<String, String> options, String lastTable) {
        lastTopic = options.getOrDefault("topic.prefix", database.database()) + "." + lastTable;
        engine = DebeziumEngine.create(Json.class, Json.class, Json.class)
                .using(properties(database, slot, options))
                .using(new ConnectorCallback() {
                    @Override
                    public void pollingStarted() {
                        started.complete(null);
                    }
                })
                .using((success, message, error) -> {
                    var failure = new AssertionError(message, error);
                    started.completeExceptionally(failure);
                    finished.completeExceptionally(failure);
                })
                .notifying(this::take)
                .build();
        Thread.ofPlatform().daemon().start(engine);
    }

    private static Properties properties(ConnectionTarget database, String slot, Map<String, String> options) {
        var properties = new Properties();
        properties.putAll(Map.of(
                "name", slot,
                "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                "offset.storage", MemoryOffsetBackingStore.class.getName(),
                "plugin.name", "pgoutput",
                "publication.autocreate.mode", "disabled",
                "slot.name", slot,
                "slot.drop.on.stop", "true",
                "snapshot.mode", "no_data",
                "poll.interval.ms", "20",
                "errors.max.retries", "0"));
        // connectors of one database would otherwise wait for the names of their metrics
        properties.put("custom.metric.tags", "slot=" + slot);
        properties.putAll(Map.of(
                "database.hostname",
                "127.0.0.1",
                "database.port",
                Integer.toString(database.hosts().getFirst().port()),
                "database.user",
                database.user(),
                "database.password",
                TestServer.PASSWORD,
                "database.dbname",
                database.database(),
                "topic.prefix",
                database.database(),
                "table.include.list",
                "public[.].*",
                "provide.transaction.metadata",
                "true",
                // TRUNCATE is skipped by default
                "skipped.operations",
                "none"));
        properties.putAll(options);
        return properties;
    }

    private void take(ChangeEvent<String, String> event) {
        var follows = !messages.isEmpty() && messages.getLast().topic().equals(lastTopic);
        var headers = new TreeMap<String, String>();
        for (Header<String> header : event.<String>headers()) {
            headers.put(header.getKey(), header.getValue());
        }
        messages.add(new Message(event.destination(), event.key(), event.value(), headers));
        if (follows) {
            finished.complete(null);
        }
    }

    /** Waits until it reads changes. */
    public void awaitStart() throws Exception {
        started.get(SECONDS, TimeUnit.SECONDS);
    }

    /** Returns the messages up to the end of the transaction that changed the last table. */
    public List<Message> messages() throws Exception {
        finished.get(SECONDS, TimeUnit.SECONDS);
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        try {
            engine.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
