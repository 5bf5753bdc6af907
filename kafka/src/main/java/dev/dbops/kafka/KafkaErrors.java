package dev.dbops.kafka;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Translates the errors of Kafka's clients. Their messages are shown without the secrets of the file. */
public final class KafkaErrors {
    private final KafkaSettings settings;

    public KafkaErrors(KafkaSettings settings) {
        this.settings = settings;
    }

    /** Returns whether another producer with the same transactional ID has begun, or the broker ended the transaction. */
    public static boolean isFenced(Throwable error) {
        for (var cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Translates an error.
     *
     * @param work what failed, such as "write to Kafka"
     */
    public OpsException of(String work, Throwable error) {
        var cause = root(error);
        return switch (cause) {
            case SslAuthenticationException e -> failure(Kind.UNREACHABLE, work, e, """
                check the certificates: ssl.truststore.location in the file of --kafka-config must have the authority of \
                the brokers' certificate, which must name the host in --to\
                """);
            case AuthenticationException e -> failure(Kind.UNREACHABLE, work, e, """
                check sasl.mechanism, sasl.username and sasl.password in the file of --kafka-config\
                """);
            case TopicAuthorizationException e ->
                failure(Kind.FAILED, work, e, """
                    grant the user Write, Describe, Read and Create on the topics with the prefix "%s." (docs/kafka.md)\
                    """.formatted(settings.address().prefix()));
            case TransactionalIdAuthorizationException e ->
                failure(Kind.FAILED, work, e, """
                    grant the user Write and Describe on the transactional IDs with the prefix "%s.db-ops."\
                    """.formatted(settings.address().prefix()));
            case ClusterAuthorizationException e -> failure(Kind.FAILED, work, e, creation());
            case AuthorizationException e -> failure(Kind.FAILED, work, e, "grant the user this right (docs/kafka.md)");
            case ConfigException e when hasUnknownNames(e) -> failure(Kind.UNREACHABLE, work, e, """
                check the names of the brokers in --to: none of them is known to DNS here, or the network is down\
                """);
            case ConfigException e ->
                failure(Kind.USAGE, work, e, "correct the property in the file of --kafka-config");
            case UnsupportedVersionException e ->
                failure(Kind.FAILED, work, e, "the brokers must be Kafka 2.5 or later");
            case TimeoutException e -> failure(Kind.UNREACHABLE, work, e, """
                check that the brokers in --to run, that the addresses they advertise can be reached from here, and that \
                security.protocol in the file of --kafka-config is theirs\
                """);
            case InterruptException _ ->
                new OpsException(Kind.INTERRUPTED, "interrupted while Kafka was asked", null, error);
            // the transaction is lost, and a new producer may begin it again
            case RetriableException e -> again(work, e);
            case ApplicationRecoverableException e -> again(work, e);
            case TransactionAbortableException e -> again(work, e);
            case OutOfOrderSequenceException e -> again(work, e);
            case KafkaException e when isPlain(e) && e.getCause() == null -> again(work, e);
            case KafkaException e
            when isPlain(e) || e.getClass() == InvalidConfigurationException.class ->
                failure(Kind.USAGE, work, e, "check the ssl.* and sasl.* properties in the file of --kafka-config");
            default -> failure(Kind.FAILED, work, cause, "the broker's log may tell more");
        };
    }

    /** The hint for a user without the right to create topics. */
    public String creation() {
        return """
            grant the user Create on the cluster or on the prefix "%s.", or create the topics yourself and pass \
            --no-create-topics\
            """.formatted(settings.address().prefix());
    }

    private OpsException again(String work, KafkaException error) {
        return failure(Kind.UNREACHABLE, work, error, "try again: the brokers may be restarting");
    }

    /** The client resolves the names of brokers when it is made. */
    private static boolean hasUnknownNames(ConfigException error) {
        return error.getMessage().startsWith("No resolvable bootstrap urls");
    }

    private static boolean isPlain(Throwable error) {
        return error.getClass() == KafkaException.class;
    }

    private OpsException failure(Kind kind, String work, Throwable cause, String hint) {
        var message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new OpsException(
                kind,
                "cannot %s on %s: %s"
                        .formatted(work, settings.address().bootstrap(), withoutStop(settings.redacted(message))),
                hint,
                // without its cause: its message may have secrets
                null);
    }

    private static String withoutStop(String message) {
        var line = message.strip().replaceAll("\\s+", " ");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    /** The most specific error of Kafka: it wraps them in plain ones. */
    private static Throwable root(Throwable error) {
        var found = error;
        while (isOfKafka(found.getCause()) && !isOutOfTime(found)) {
            found = found.getCause();
        }
        return found;
    }

    /** Its cause is only the last of many attempts, unless that is a login. */
    private static boolean isOutOfTime(Throwable error) {
        return error instanceof TimeoutException && !(error.getCause() instanceof AuthenticationException);
    }

    private static boolean isOfKafka(Throwable error) {
        return error instanceof KafkaException;
    }
}
