package dev.dbops.kafka;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.KafkaToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings of the clients of a cluster (Kafka documentation, "Producer Configs", "Admin Configs", "Consumer Configs").
 */
public final class KafkaSettings {
    /** A command says within this time that a broker does not respond. */
    private static final int ANSWER_MILLIS = 15_000;

    /** The time in which the brokers may elect another leader before a follower begins again. */
    private static final int DELIVERY_MILLIS = 30_000;

    /** The buffer of a producer, and so the largest message; the topic's limit is for the compressed message. */
    private static final int BUFFER = 32 << 20;

    private static final int BATCH = 256 << 10;

    /** The secrets, the longest first: one may be a part of another. */
    private static final Comparator<String> LONGEST =
            Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder());

    private final KafkaAddress address;
    private final Map<String, String> connection = new TreeMap<>();
    private final Map<String, String> producer = new TreeMap<>();
    private final Set<String> secrets = new TreeSet<>(LONGEST);

    private final Supplier<KafkaToken> tokens;

    private KafkaSettings(KafkaAddress address, Map<String, String> file, Supplier<KafkaToken> tokens) {
        this.address = address;
        this.tokens = tokens;
        file.forEach((name, value) -> {
            ClientProperty.require(name, value);
            (ClientProperty.PRODUCER.contains(name) ? producer : connection).put(name, value);
            if (ClientProperty.SECRETS.contains(name) && !value.isEmpty()) {
                secrets.add(value);
            }
        });
        secrets.addAll(SaslSettings.secrets(file.getOrDefault(ClientProperty.JAAS, "")));
        connection.putAll(new SaslSettings(file).settings());
        connection.remove(ClientProperty.USER);
        connection.remove(ClientProperty.PASSWORD);
        if (new SaslSettings(file).isIam()) {
            // says what is wrong with the credentials, which Kafka's client would wrap
            tokens.get();
        }
        requireCompression(producer.getOrDefault(ClientProperty.COMPRESSION, "lz4"));
    }

    /** The settings of a cluster without encryption and login. */
    public static KafkaSettings of(KafkaAddress address) {
        return new KafkaSettings(address, Map.of(), () -> {
            throw new IllegalStateException("no login with IAM without a file");
        });
    }

    /**
     * Reads a file of properties.
     *
     * @param tokens signs the tokens for a login with IAM
     * @throws OpsException of kind USAGE when it cannot be read, or has a property that is not allowed; no message has a
     *     secret
     */
    public static KafkaSettings read(KafkaAddress address, Path file, Supplier<KafkaToken> tokens) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "the file does not exist", e);
        } catch (IOException e) {
            throw unreadable(file, "the file cannot be read, or is not UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw unreadable(file, "a \\u in it is not followed by four digits", e);
        }
        var settings = new HashMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(name -> settings.put(name, properties.getProperty(name).strip()));
        return new KafkaSettings(address, settings, tokens);
    }

    private static OpsException unreadable(Path file, String reason, Exception cause) {
        return new OpsException(
                Kind.USAGE,
                "--kafka-config %s: %s".formatted(file, reason),
                "pass a file of properties such as security.protocol=SASL_SSL (docs/kafka.md)",
                cause);
    }

    private static void requireCompression(String type) {
        if (!type.equals("lz4") && !type.equals("gzip") && !type.equals("none")) {
            throw ClientProperty.refused(
                    ClientProperty.COMPRESSION + "=" + type,
                    "it needs native code",
                    "write lz4, gzip or none; the topic's own compression.type may be any");
        }
    }

    public KafkaAddress address() {
        return address;
    }

    /** Returns a text without the secrets of the file. */
    public String redacted(String text) {
        var safe = text;
        for (var secret : secrets) {
            safe = safe.replace(secret, "***");
        }
        return safe;
    }

    /** The settings of a client that asks for topics and creates them. */
    public Map<String, Object> admin() {
        var settings = shared();
        settings.putIfAbsent("request.timeout.ms", ANSWER_MILLIS);
        settings.put("default.api.timeout.ms", settings.get("request.timeout.ms"));
        return settings;
    }

    /**
     * The settings of the producer: transactions, and the order of messages.
     *
     * @param transactional its transactional ID
     */
    public Map<String, Object> producer(String transactional) {
        var settings = shared();
        settings.put("request.timeout.ms", ANSWER_MILLIS);
        settings.put("delivery.timeout.ms", DELIVERY_MILLIS);
        settings.put("max.block.ms", DELIVERY_MILLIS);
        settings.put("linger.ms", 5);
        settings.put("batch.size", BATCH);
        settings.put("buffer.memory", BUFFER);
        settings.put("max.request.size", BUFFER);
        settings.put(ClientProperty.COMPRESSION, "lz4");
        settings.putAll(connection);
        settings.putAll(producer);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("transactional.id", transactional);
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        return settings;
    }

    /**
     * The settings of a consumer of one partition that commits no offsets.
     *
     * @param isolation whether it sees messages of transactions that are open or were aborted
     */
    public Map<String, Object> consumer(IsolationLevel isolation) {
        var settings = admin();
        settings.put("isolation.level", isolation.toString());
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", false);
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        return settings;
    }

    private Map<String, Object> shared() {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put("bootstrap.servers", address.bootstrap());
        settings.put(MskLoginHandler.TOKENS, tokens);
        // reports of the clients' own metrics to the brokers, and to Java's management
        settings.put("enable.metrics.push", false);
        settings.put("metric.reporters", "");
        return settings;
    }
}
