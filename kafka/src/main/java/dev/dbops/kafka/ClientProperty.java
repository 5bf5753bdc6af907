package dev.dbops.kafka;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.text.Spelling;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The properties of Kafka's clients that a user's file may have, and why it may not have others. */
final class ClientProperty {
    static final String PROTOCOL = "security.protocol";
    static final String MECHANISM = "sasl.mechanism";
    static final String JAAS = "sasl.jaas.config";

    /** Not a property of Kafka's clients in Java, but of others: more readable than JAAS. */
    static final String USER = "sasl.username";

    static final String PASSWORD = "sasl.password";
    static final String COMPRESSION = "compression.type";

    /** The values that no message may show. */
    static final List<String> SECRETS = List.of(
            PASSWORD,
            JAAS,
            "ssl.key.password",
            "ssl.keystore.password",
            "ssl.truststore.password",
            "ssl.keystore.key",
            "ssl.keystore.certificate.chain");

    /** Of the producer only. */
    static final Set<String> PRODUCER = Set.of(
            COMPRESSION,
            "batch.size",
            "buffer.memory",
            "compression.gzip.level",
            "compression.lz4.level",
            "delivery.timeout.ms",
            "linger.ms",
            "max.block.ms",
            "max.request.size",
            "transaction.timeout.ms");

    private static final Set<String> CONNECTION = Set.of(
            PROTOCOL,
            MECHANISM,
            JAAS,
            USER,
            PASSWORD,
            "client.dns.lookup",
            "client.id",
            "connections.max.idle.ms",
            "metadata.max.age.ms",
            "receive.buffer.bytes",
            "reconnect.backoff.max.ms",
            "reconnect.backoff.ms",
            "request.timeout.ms",
            "retry.backoff.max.ms",
            "retry.backoff.ms",
            "send.buffer.bytes",
            "socket.connection.setup.timeout.max.ms",
            "socket.connection.setup.timeout.ms",
            "ssl.cipher.suites",
            "ssl.enabled.protocols",
            "ssl.endpoint.identification.algorithm",
            "ssl.key.password",
            "ssl.keystore.certificate.chain",
            "ssl.keystore.key",
            "ssl.keystore.location",
            "ssl.keystore.password",
            "ssl.keystore.type",
            "ssl.protocol",
            "ssl.truststore.certificates",
            "ssl.truststore.location",
            "ssl.truststore.password",
            "ssl.truststore.type");

    /** The properties that db-ops sets: each event arrives once and in order. */
    private static final Set<String> OWN = Set.of(
            "acks",
            "auto.offset.reset",
            "enable.auto.commit",
            "enable.idempotence",
            "group.id",
            "isolation.level",
            "key.deserializer",
            "key.serializer",
            "max.in.flight.requests.per.connection",
            "retries",
            "transactional.id",
            "value.deserializer",
            "value.serializer");

    /** Other text may be a line of a secret that does not continue the line before it, and is not shown. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(?:[.-][a-z0-9_]+)*");

    private ClientProperty() {}

    /**
     * Refuses a property that a user's file may not have.
     *
     * @throws OpsException of kind USAGE
     */
    static void require(String name, String value) {
        if (CONNECTION.contains(name) || PRODUCER.contains(name)) {
            return;
        }
        if (!NAME.matcher(name).matches() || value.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--kafka-config: a line is not a property",
                    "write NAME=VALUE in one line, or end each line of the value but the last with a backslash");
        }
        if (name.equals("bootstrap.servers")) {
            throw refused(name, "--to has the brokers", "remove it from the file");
        }
        if (OWN.contains(name)) {
            throw refused(
                    name, "db-ops sets it, so that each event arrives once and in order", "remove it from the file");
        }
        if (name.endsWith(".class") || name.endsWith(".classes") || name.endsWith(".reporters")) {
            throw refused(name, "it names a Java class, and db-ops loads none", "remove it from the file");
        }
        var known = Stream.concat(CONNECTION.stream(), PRODUCER.stream()).toList();
        var nearest = Spelling.nearest(name, known);
        throw refused(
                name,
                "db-ops does not know it",
                nearest.isEmpty()
                        ? "docs/kafka.md lists the properties; remove it from the file"
                        : "did you mean %s?".formatted(nearest));
    }

    /** The refusal of a property of the file. */
    static OpsException refused(String name, String reason, String hint) {
        return new OpsException(Kind.USAGE, "--kafka-config: \"%s\" is not allowed: %s".formatted(name, reason), hint);
    }
}
