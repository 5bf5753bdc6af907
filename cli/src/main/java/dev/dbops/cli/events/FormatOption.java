package dev.dbops.cli.events;

import dev.dbops.cli.CommandModel;
import dev.dbops.events.DebeziumEnvelope;
import dev.dbops.events.Envelope;
import dev.dbops.events.EventFormat;
import dev.dbops.events.EventLine;
import dev.dbops.events.EventLog;
import java.util.Optional;

/** How events are written, one a line. */
final class FormatOption {
    /** Names as they are typed. */
    enum Format {
        text,
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

    Optional<Format> chosen() {
        return chosen;
    }

    static EventFormat of(Format format, EventLog log) {
        return switch (format) {
            case text -> new EventLine();
            case json -> Envelope.of(log);
            case debezium -> DebeziumEnvelope.of(log);
        };
    }
}
