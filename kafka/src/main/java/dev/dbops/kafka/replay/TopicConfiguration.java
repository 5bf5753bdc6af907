package dev.dbops.kafka.replay;

import dev.dbops.kafka.KafkaErrors;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/** The configuration of topics, as far as the user may see it. */
final class TopicConfiguration {
    private final Admin admin;
    private final KafkaErrors errors;

    TopicConfiguration(Admin admin, KafkaErrors errors) {
        this.admin = admin;
        this.errors = errors;
    }

    /** Returns a setting of a topic; empty if the user may not see it. */
    Optional<String> find(String topic, String name) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            var all = new AdminAnswers(errors)
                    .raw(admin.describeConfigs(List.of(resource)).all());
            return Optional.ofNullable(all.get(resource).get(name)).map(entry -> entry.value());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw errors.of("look up the configuration of topic \"%s\"".formatted(topic), e);
        }
    }
}
