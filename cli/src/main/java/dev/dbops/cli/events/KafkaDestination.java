package dev.dbops.cli.events;

import dev.dbops.aws.KafkaToken;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.cli.command.Context;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.Sink;
import dev.dbops.kafka.KafkaAddress;
import dev.dbops.kafka.KafkaSettings;
import dev.dbops.kafka.replay.KafkaSink;
import java.util.function.Consumer;

/** Topics of Apache Kafka as the destination of events. */
record KafkaDestination(Context context, AwsOptions aws, KafkaAddress address) implements Destination {
    static boolean isMeant(String to) {
        return KafkaAddress.isMeant(to);
    }

    static KafkaDestination parse(Context context, AwsOptions aws, String to) {
        return new KafkaDestination(context, aws, KafkaAddress.parse(to));
    }

    @Override
    public String consumer() {
        return address.toString();
    }

    /** Needs none: messages are added, and topics are created, but nothing is overwritten. */
    @Override
    public void confirm() {}

    @Override
    public boolean isKafka() {
        return true;
    }

    /** The region is that of the brokers, unless another one is given. */
    private KafkaToken token() {
        try (var clients = aws.clients(aws.region().or(address::region))) {
            return clients.kafkaToken();
        }
    }

    /** A dry run must not fence a replay that is running. */
    @Override
    public Sink open(EventLog log, String consumer, EventsReplayOptions choice, Consumer<String> notes) {
        var options = choice.kafka();
        var settings = options.config()
                .map(file -> KafkaSettings.read(address, context.file(file), this::token))
                .orElseGet(() -> KafkaSettings.of(address));
        var form = choice.messages(log, address.prefix());
        return context.dryRun()
                ? KafkaSink.preview(settings, log, consumer, form, options.topics())
                : KafkaSink.open(settings, log, consumer, form, options.topics(), notes);
    }
}
