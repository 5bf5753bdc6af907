package dev.dbops.events.received;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.connect.ColumnLookup;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.connect.DecimalMode;
import dev.dbops.events.connect.ReceivedJson;
import dev.dbops.events.connect.SemanticTypes;
import dev.dbops.events.connect.TimePrecision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonToken;

/** The properties of every text that a reader gets: an event, or a sentence. */
final class ReaderProperties {
    /** Their names do not fit most schemas in a text, so that values and types are combined in all ways. */
    private static final Map<String, ColumnType> COLUMNS = Map.ofEntries(
            column("id", "numeric", false),
            column("name", "jsonb", false),
            column("born", "bit", false),
            column("paid", "money", false),
            column("a", "int4", true),
            column("b", "hstore", true),
            column("c", "record", false),
            column("d", "hstore", false),
            column("e", "timestamp", false),
            column("f", "bytea", false),
            column("g", "point", false),
            column("h", "int2vector", false),
            column("i", "", false));

    private static final ColumnLookup TABLES = (_, _) -> COLUMNS;

    private static final List<EnvelopeReader> READERS = List.of(
            new EnvelopeReader(),
            new EnvelopeReader(TABLES),
            new EnvelopeReader(TABLES, Optional.of(new SemanticTypes(TimePrecision.nanoseconds, DecimalMode.precise))));

    private ReaderProperties() {}

    private static Map.Entry<String, ColumnType> column(String name, String type, boolean isArray) {
        return Map.entry(name, new ColumnType(type, isArray, -1, ""));
    }

    static void check(String text) {
        for (var reader : READERS) {
            check(() -> reader.read(text).ifPresent(ReaderProperties::requireValid));
            check(() -> reader.read(text, text).ifPresent(ReaderProperties::requireValid));
            check(() -> EventList.read(text, reader));
            check(() -> EventList.read("{\"events\": [" + text + "]}", reader)
                    .forEach(item -> item.event().ifPresent(ReaderProperties::requireValid)));
        }
    }

    private static void check(Runnable read) {
        try {
            read.run();
        } catch (OpsException e) {
            assertThat(e.kind()).isEqualTo(Kind.FAILED);
            assertThat(e.hint()).isPresent();
            assertThat(e.getMessage()).hasSizeBetween(10, 250).doesNotContain("\n", "\u001b", "\0");
        }
    }

    private static void requireValid(ReceivedEvent received) {
        var event = received.event();
        assertThat(event.seq()).isNotNegative();
        assertThat(event.schema()).isNotEmpty();
        assertThat(event.table()).isNotEmpty();
        for (var row : List.of(event.key(), event.before(), event.after())) {
            if (!row.isEmpty()) {
                assertThat(ReceivedJson.is(JsonToken.START_OBJECT, row)).as(row).isTrue();
            }
        }
    }
}
