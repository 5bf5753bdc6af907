package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.kafka.replay.TopicOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The options of Kafka as a sink. */
final class KafkaSinkOptions {
    private static final List<String> POLICIES = List.of("delete", "compact", "compact,delete");

    private Optional<Path> config = Optional.empty();
    private Optional<Integer> partitions = Optional.empty();
    private Optional<Short> replicas = Optional.empty();
    private Optional<String> cleanup = Optional.empty();
    private boolean existing;
    private boolean withoutTombstones;

    void describe(CommandSpecBuilder model) {
        model.option(
                        "--kafka-config",
                        "FILE",
                        "File of properties for Kafka's client: TLS, login, timeouts (docs/kafka.md).",
                        value -> config = Optional.of(Path.of(value)))
                .number(
                        "--partitions",
                        "NUMBER",
                        "Number of partitions of topics that are created. Default: the broker's.",
                        new NumberRange(1, 10_000, "leave it out for the broker's default"),
                        value -> partitions = Optional.of(value))
                .number(
                        "--replication-factor",
                        "NUMBER",
                        "Number of copies of topics that are created. Default: the broker's.",
                        new NumberRange(1, Short.MAX_VALUE, "there cannot be more copies than brokers"),
                        value -> replicas = Optional.of(value.shortValue()))
                .choice(
                        "--cleanup-policy",
                        "POLICY",
                        "Clean-up of topics that are created: delete (by age), compact (keep the last message of each"
                                + " key), or compact,delete. Default: the broker's.",
                        POLICIES,
                        value -> cleanup = Optional.of(policy(value)))
                .flag("--no-create-topics", "Write to existing topics only.", value -> existing = value)
                .flag(
                        "--no-tombstones",
                        "With Kafka: no message without a value after a delete.",
                        value -> withoutTombstones = value);
    }

    private static String policy(String value) {
        if (!POLICIES.contains(value)) {
            throw new OpsException(
                    Kind.USAGE,
                    "--cleanup-policy is delete, compact or compact,delete, not \"%s\"".formatted(value),
                    "leave it out for the broker's default");
        }
        return value;
    }

    /** @throws OpsException of kind USAGE when an option has no effect */
    void check(Destination sink) {
        var creating = partitions.isPresent() || replicas.isPresent() || cleanup.isPresent();
        if (!sink.isKafka() && (creating || config.isPresent() || existing || withoutTombstones)) {
            throw new OpsException(
                    Kind.USAGE,
                    "--kafka-config, --partitions, --replication-factor, --cleanup-policy, --no-create-topics and"
                            + " --no-tombstones apply only to Kafka",
                    "leave them out, or deliver the events to kafka://BROKER/PREFIX");
        }
        if (existing && (partitions.isPresent() || cleanup.isPresent() || replicas.isPresent())) {
            throw new OpsException(
                    Kind.USAGE,
                    "--no-create-topics excludes --partitions, --replication-factor and --cleanup-policy",
                    "leave one of them out: existing topics are used as they are");
        }
    }

    /** The file of properties. */
    Optional<Path> config() {
        return config;
    }

    /** Returns whether a message without a value follows a DELETE. */
    boolean tombstones() {
        return !withoutTombstones;
    }

    TopicOptions topics() {
        return new TopicOptions(!existing, partitions, replicas, cleanup);
    }
}
