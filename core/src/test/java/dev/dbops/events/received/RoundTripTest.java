package dev.dbops.events.received;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.EventFilter;
import dev.dbops.events.NameMap;
import dev.dbops.events.connect.DecimalMode;
import dev.dbops.events.connect.TimePrecision;
import dev.dbops.events.envelope.DebeziumFormat;
import dev.dbops.events.envelope.DebeziumOptions;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.envelope.TransactionPlaces;
import dev.dbops.events.received.ReceivedEvent.Content;
import dev.dbops.testing.TestServer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event that is written in any form and read again is that of the log, and changes the row as in the source. */
class RoundTripTest {
    private static final DebeziumOptions SCHEMA =
            new DebeziumOptions(true, Optional.empty(), Optional.empty(), false, false, false);

    private static final DebeziumOptions LINES =
            new DebeziumOptions(true, Optional.empty(), Optional.empty(), true, true, true);

    private static void requireSame(RoundTrip trip) {
        var expected = trip.events().stream()
                .map(event -> new ReceivedEvent(trip.log().id(), event, Content.WHOLE))
                .toList();
        var envelope = Envelope.of(trip.log());
        var places = new TransactionPlaces(trip.log(), new NameMap(), EventFilter.all());

        assertThat(trip.through(envelope)).isEqualTo(expected);
        assertThat(trip.through(envelope.with(places))).isEqualTo(expected);
        assertThat(trip.through(DebeziumOptions.NONE)).isEqualTo(expected);
        assertThat(trip.through(SCHEMA)).isEqualTo(expected);
        assertThat(trip.through(new DebeziumFormat(trip.log(), new NameMap(), EventFilter.all(), LINES)))
                .isEqualTo(expected);
        assertThat(trip.differentRows(expected)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void theValuesOfTheLogStayAsTheyAre(int major) {
        try (var trip = RoundTrip.everyType(major)) {
            requireSame(trip);
        }
        // earlier versions lack some of the types
        if (major >= 15) {
            try (var trip = RoundTrip.debeziumTables(major)) {
                requireSame(trip);
            }
        }
    }

    /** The columns whose types lose something in Debezium's types (docs/events.md, "Receiving events"). */
    private static Set<String> lost(TimePrecision time, DecimalMode decimal) {
        var lost = new TreeSet<>(Set.of("interval_", "timetz_", "timetz_2", "timetzs", "varbit_"));
        if (decimal != DecimalMode.string) {
            // zeros at the end, or digits
            lost.addAll(Set.of("numeric_", "any_numeric", "decimals"));
        }
        if (time == TimePrecision.connect) {
            // microseconds
            lost.addAll(Set.of("time_", "timestamp_", "timestamps"));
        }
        return lost;
    }

    @ParameterizedTest
    @EnumSource(TimePrecision.class)
    void theTypesOfDebeziumLoseWhatIsDocumentedAndNothingElse(TimePrecision time) {
        try (var types = RoundTrip.everyType(TestServer.CARRIED);
                var tables = RoundTrip.debeziumTables(TestServer.CARRIED)) {
            for (var decimal : DecimalMode.values()) {
                for (var schema : List.of(true, false)) {
                    var options =
                            new DebeziumOptions(schema, Optional.of(time), Optional.of(decimal), true, true, true);
                    var different = new TreeSet<String>();
                    different.addAll(types.differentRows(types.through(options)));
                    different.addAll(tables.differentRows(tables.through(options)));

                    assertThat(lost(time, decimal)).as(options.toString()).containsAll(different);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void theDefaultTypesOfDebeziumAreReadOnEachServer(int major) {
        try (var trip = RoundTrip.everyType(major)) {
            var options = new DebeziumOptions(
                    true, Optional.of(TimePrecision.adaptive), Optional.of(DecimalMode.precise), true, false, false);

            assertThat(lost(TimePrecision.adaptive, DecimalMode.precise))
                    .containsAll(trip.differentRows(trip.through(options)));
        }
    }

    @Test
    void aNumberKeepsItsValueWithoutTheZerosAtItsEnd() {
        try (var trip = RoundTrip.debeziumTables(TestServer.CARRIED)) {
            var options = new DebeziumOptions(
                    true, Optional.of(TimePrecision.adaptive), Optional.of(DecimalMode.precise), true, false, false);

            trip.differentRows(trip.through(options));

            assertThat(trip.targetRows("SELECT id, trim_scale(any_numeric) FROM numbers ORDER BY id"))
                    .isEqualTo(trip.sourceRows("SELECT id, trim_scale(any_numeric) FROM numbers ORDER BY id"));
        }
    }

    @Test
    void withoutTheKeyOfItsMessageAnEventHasNone() {
        try (var trip = RoundTrip.everyType(TestServer.CARRIED)) {
            var format = new DebeziumFormat(trip.log(), new NameMap(), EventFilter.all(), SCHEMA);

            assertThat(trip.through(format))
                    .hasSameSizeAs(trip.events())
                    .allMatch(event -> event.content() == Content.WITHOUT_KEY
                            && event.event().key().isEmpty());
        }
    }
}
