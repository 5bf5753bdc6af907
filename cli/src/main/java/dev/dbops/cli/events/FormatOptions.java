package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.envelope.DebeziumEnvelope;
import dev.dbops.events.envelope.DebeziumWithSchema;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.events.envelope.EventLine;
import java.util.Optional;

/** The format of events, one per line: {@code --format}, {@code --with-schema}. */
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
        debezium
    }

    private Optional<Format> chosen = Optional.empty();
    private boolean withSchema;

    /**
     * Adds the option for output that people read.
     *
     * @param otherwise the default format
     */
    void describe(CommandSpecBuilder model, String otherwise) {
        model.option(
                "--format",
                "FORMAT",
                "Format, one event per line: text, json (db-ops' own), or debezium. Default: %s.".formatted(otherwise),
                Format.class,
                value -> chosen = Optional.of(value));
        describeSchema(model);
    }

    /** Adds the options for events that are delivered to a sink. */
    void describeForSink(CommandSpecBuilder model) {
        model.option(
                "--format",
                "FORMAT",
                "Event format for the sinks file:, - and lambda: json (db-ops' own), or debezium. " + "Default: json.",
                SinkFormat.class,
                value -> chosen = Optional.of(value == SinkFormat.json ? Format.json : Format.debezium));
        describeSchema(model);
    }

    private void describeSchema(CommandSpecBuilder model) {
        model.flag(
                "--with-schema",
                "With --format debezium: add the schema, as {schema, payload} for Kafka Connect's " + "JsonConverter.",
                value -> withSchema = value);
    }

    Optional<Format> chosen() {
        return chosen;
    }

    /**
     * Refuses {@code --with-schema} for a format without a schema.
     *
     * @throws OpsException of kind USAGE
     */
    void check() {
        if (withSchema && !chosen.equals(Optional.of(Format.debezium))) {
            throw new OpsException(
                    Kind.USAGE,
                    "--with-schema goes with --format debezium",
                    "pass both, or leave --with-schema out: the other formats have no schema");
        }
    }

    /**
     * Refuses a format for a sink that gets rows.
     *
     * @throws OpsException of kind USAGE
     */
    void requireNone() {
        if (chosen.isPresent() || withSchema) {
            throw new OpsException(
                    Kind.USAGE,
                    "--format and --with-schema do not apply to a database, which gets rows",
                    "leave them out, or deliver the events to file:PATH, - or lambda:NAME");
        }
    }

    /**
     * A format that writes events of a log.
     *
     * @param names the names of their tables in the sink
     */
    EventFormat of(Format format, EventLog log, NameMap names) {
        return switch (format) {
            case text -> new EventLine();
            case json -> Envelope.of(log);
            case debezium -> withSchema ? new DebeziumWithSchema(log, names) : DebeziumEnvelope.of(log);
        };
    }

    /** Same as {@link #of(Format, EventLog, NameMap)}, without renamed tables. */
    EventFormat of(Format format, EventLog log) {
        return of(format, log, new NameMap());
    }
}
