package dev.dbops.kafka.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.kafka.KafkaErrors;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics that are written to. Each is looked up once: a topic that gets more partitions meanwhile keeps its rows
 * where they are until the next start.
 */
final class Topics {
    /** A new topic reaches all brokers within this time. */
    private static final Duration CREATION = Duration.ofSeconds(20);

    private final Admin admin;
    private final TopicOptions options;
    private final KafkaErrors errors;
    private final AdminAnswers answers;
    private final Map<String, Integer> partitions = new HashMap<>();

    Topics(Admin admin, TopicOptions options, KafkaErrors errors) {
        this.admin = admin;
        this.options = options;
        this.errors = errors;
        this.answers = new AdminAnswers(errors);
    }

    /**
     * Returns the number of partitions of a topic, which is created if it does not exist.
     *
     * @throws OpsException of kind FAILED when it does not exist and is not to be created
     */
    int partitions(String topic) {
        var known = partitions.get(topic);
        if (known == null) {
            known = find(topic).orElseGet(() -> create(topic));
            partitions.put(topic, known);
        }
        return known;
    }

    /** The topics whose names start so, and which the user may see. */
    List<String> startingWith(String prefix) {
        return answers.of("list the topics", admin.listTopics().names()).stream()
                .filter(topic -> topic.startsWith(prefix))
                .toList();
    }

    /** The number of partitions of a topic; empty when there is no such topic. */
    Optional<Integer> find(String topic) {
        try {
            var found = answers.raw(admin.describeTopics(List.of(topic)).allTopicNames());
            return Optional.of(found.get(topic).partitions().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw errors.of("look up topic \"%s\"".formatted(topic), e);
        }
    }

    private int create(String topic) {
        if (!options.creates()) {
            throw new OpsException(
                    Kind.FAILED,
                    "topic \"%s\" does not exist".formatted(topic),
                    "create it, with any number of partitions, or leave --no-create-topics out");
        }
        var settings = new HashMap<String, String>();
        options.cleanup().ifPresent(policy -> settings.put("cleanup.policy", policy));
        return create(new NewTopic(topic, options.partitions(), options.replicas()).configs(settings));
    }

    /** Creates a topic, unless another program has done so meanwhile, and returns the number of its partitions. */
    int create(NewTopic topic) {
        try {
            answers.raw(admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw refused(topic.name(), e);
            }
        }
        var waiting = new Polling(CREATION, Polling.Pace.SERVER);
        while (true) {
            var found = find(topic.name());
            if (found.isPresent()) {
                return found.get();
            }
            if (waiting.left().isZero()) {
                throw new OpsException(
                        Kind.UNREACHABLE,
                        "topic \"%s\" was created, and the brokers do not show it".formatted(topic.name()),
                        "try again: they may be restarting");
            }
            AdminAnswers.pause(waiting);
        }
    }

    private OpsException refused(String topic, ExecutionException error) {
        var failure = errors.of("create topic \"%s\"".formatted(topic), error);
        return switch (error.getCause()) {
            case InvalidReplicationFactorException _ ->
                failure.withHint("pass a --replication-factor that is not above the number of brokers");
            case InvalidPartitionsException _ -> failure.withHint("pass another number with --partitions");
            case TopicAuthorizationException _ -> failure.withHint(errors.creation());
            case PolicyViolationException _ ->
                failure.withHint(
                        "the cluster has a policy for topics: create it yourself, and pass --no-create-topics");
            default -> failure;
        };
    }
}
