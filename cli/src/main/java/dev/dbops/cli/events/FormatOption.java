package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.CommandModel;
import dev.dbops.events.EventLog;
import dev.dbops.events.envelope.DebeziumEnvelope;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.events.envelope.EventLine;
import java.util.Optional;

/** How events are written, one a line: {@code --format}. */
final class FormatOption {
    /** Names as they are typed. */
    enum Format {
        text,
        json,
        debezium
    }

    /** Those of a sink, which programs read. */
    private enum SinkFormat {
        json,
        debezium
    }

    private Optional<Format> chosen = Optional.empty();

    void describe(CommandModel model) {
        model.option(
                "--format",
                "FORMAT",
                "One event a line: text, json (our envelope), or debezium.",
                Format.class,
                value -> chosen = Optional.of(value));
    }

    /** For what goes to a sink. */
    void describeForSink(CommandModel model) {
        model.option(
                "--format",
                "FORMAT",
                "How file:, - and lambda: get events: json (our envelope, the default), or debezium.",
                SinkFormat.class,
                value -> chosen = Optional.of(value == SinkFormat.json ? Format.json : Format.debezium));
    }

    Optional<Format> chosen() {
        return chosen;
    }

    /**
     * Refuses a format for a sink that gets rows.
     *
     * @throws OpsException of kind USAGE
     */
    void requireNone() {
        if (chosen.isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--format says how events are written, and a database gets rows",
                    "leave it out, or bring the events to file:PATH, - or lambda:NAME");
        }
    }

    static EventFormat of(Format format, EventLog log) {
        return switch (format) {
            case text -> new EventLine();
            case json -> Envelope.of(log);
            case debezium -> DebeziumEnvelope.of(log);
        };
    }
}
