package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.envelope.DebeziumFormat;
import dev.dbops.events.envelope.DebeziumMessages;
import dev.dbops.events.envelope.DebeziumTopics;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.events.envelope.EventLine;
import dev.dbops.events.envelope.TransactionPlaces;
import dev.dbops.kafka.message.CloudEventsForm;
import dev.dbops.kafka.message.DebeziumForm;
import dev.dbops.kafka.message.EnvelopeForm;
import dev.dbops.kafka.message.MessageForm;
import java.util.Optional;

/** The format of events, one per line: {@code --format}, {@code --transactions}, and the options of Debezium's form. */
final class FormatOptions {
    /** The formats, by the names that users type. */
    enum Format {
        text,
        json,
        debezium
    }

    /** The formats for sinks, whose readers are programs. */
    private enum SinkFormat {
        json,
        debezium,
        cloudevents
    }

    private Optional<Format> chosen = Optional.empty();
    private Format otherwise = Format.text;
    private boolean transactions;
    private boolean cloudEvents;
    private final DebeziumFormOptions debezium = new DebeziumFormOptions();

    /**
     * Adds the option for output that people read.
     *
     * @param otherwiseShown the default format
     */
    void describe(CommandSpecBuilder model, String otherwiseShown) {
        model.option(
                "--format",
                "FORMAT",
                "Format, one event per line: text, json (db-ops' own), or debezium. Default: %s."
                        .formatted(otherwiseShown),
                Format.class,
                value -> chosen = Optional.of(value));
        describeMore(model);
    }

    /** Adds the options for events that are delivered to a sink. */
    void describeForSink(CommandSpecBuilder model) {
        otherwise = Format.json;
        model.option(
                "--format",
                "FORMAT",
                "Event format for sinks other than databases: json (db-ops' own), debezium, or for Kafka cloudevents."
                        + " Default: json.",
                SinkFormat.class,
                value -> {
                    chosen = Optional.of(value == SinkFormat.debezium ? Format.debezium : Format.json);
                    cloudEvents = value == SinkFormat.cloudevents;
                });
        describeMore(model);
    }

    private void describeMore(CommandSpecBuilder model) {
        model.flag(
                "--transactions",
                "With --format json or debezium: add the place of each event in its transaction; debezium also gets"
                        + " BEGIN and END.",
                value -> transactions = value);
        debezium.describe(model);
    }

    Optional<Format> chosen() {
        return chosen;
    }

    /**
     * Refuses options that the format does not have.
     *
     * @throws OpsException of kind USAGE
     */
    void check() {
        debezium.check(chosen.equals(Optional.of(Format.debezium)));
        if (transactions && chosen.orElse(otherwise) == Format.text) {
            throw new OpsException(
                    Kind.USAGE,
                    "--transactions goes with --format json or --format debezium",
                    "pass one of them, or leave --transactions out");
        }
    }

    /**
     * Refuses options that the format, or the sink, does not have.
     *
     * @throws OpsException of kind USAGE
     */
    void check(Destination sink) {
        check();
        if (cloudEvents && !sink.isKafka()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--format cloudevents is for Kafka, whose messages have headers",
                    "pass --format json, or deliver the events to kafka://BROKER/PREFIX");
        }
        if (sink.isKafka()) {
            debezium.requireMessages();
        }
    }

    /**
     * Returns the filter for events in the format: Debezium has no message for a change of a table's definition.
     *
     * @throws OpsException of kind USAGE when nothing else is selected
     */
    EventFilter select(EventFilter filter) {
        if (!chosen.equals(Optional.of(Format.debezium))) {
            return filter;
        }
        var rows = filter.withoutSchemaChanges();
        if (rows.operations().isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--op schema does not go with --format debezium, which has no message for it",
                    "pass --format json");
        }
        return rows;
    }

    /**
     * Refuses a format for a sink that gets rows.
     *
     * @throws OpsException of kind USAGE
     */
    void requireNone() {
        var given = debezium.given().or(() -> transactions ? Optional.of("--transactions") : Optional.empty());
        if (chosen.isPresent() || given.isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s does not apply to a database, which gets rows"
                            .formatted(chosen.isPresent() ? "--format" : given.get()),
                    "leave it out, or deliver the events to a sink that is not a database, such as file:PATH");
        }
    }

    /**
     * A format that writes events of a log.
     *
     * @param names the names of their tables in the sink
     * @param filter selects the events that are written
     */
    EventFormat of(Format format, EventLog log, NameMap names, EventFilter filter) {
        return switch (format) {
            case text -> new EventLine();
            case json -> envelope(log, names, filter);
            case debezium -> new DebeziumFormat(log, names, filter, debezium.options(transactions));
        };
    }

    /**
     * The chosen format for Kafka.
     *
     * @param names the names of their tables in the sink
     * @param filter selects the events that are written
     * @param prefix the first part of the names of topics
     * @param tombstones whether a message without a value follows a DELETE
     */
    MessageForm messages(EventLog log, NameMap names, EventFilter filter, String prefix, boolean tombstones) {
        var topics = new DebeziumTopics(prefix);
        if (chosen.equals(Optional.of(Format.debezium))) {
            var options = debezium.options(transactions).withTombstones(tombstones);
            return new DebeziumForm(new DebeziumMessages(log, names, filter, options, topics), topics);
        }
        var json = new EnvelopeForm(envelope(log, names, filter), topics, tombstones);
        return cloudEvents ? new CloudEventsForm(json, log.database().target().database()) : json;
    }

    private Envelope envelope(EventLog log, NameMap names, EventFilter filter) {
        var envelope = Envelope.of(log);
        return transactions ? envelope.with(new TransactionPlaces(log, names, filter)) : envelope;
    }

    /** Same as {@link #of(Format, EventLog, NameMap, EventFilter)}, without renamed tables. */
    EventFormat of(Format format, EventLog log, EventFilter filter) {
        return of(format, log, new NameMap(), filter);
    }
}
