package dev.dbops.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.Resource;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventListing;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.Delivery;
import dev.dbops.events.capture.EventTriggers;
import dev.dbops.events.capture.TableChoice;
import dev.dbops.events.capture.TriggerKind;
import dev.dbops.events.connect.DatabaseColumns;
import dev.dbops.events.connect.DecimalMode;
import dev.dbops.events.connect.SemanticTypes;
import dev.dbops.events.connect.TimePrecision;
import dev.dbops.events.envelope.DebeziumConnector.Message;
import dev.dbops.events.envelope.DebeziumDifference.Found;
import dev.dbops.events.received.EnvelopeReader;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.received.RoundTrip;
import dev.dbops.events.replay.postgres.AppliedEvents;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same changes, read by Debezium's own connector and by this program. */
class DebeziumComparisonTest {
    private static final Map<Mode, List<Message>> THEIRS = new EnumMap<>(Mode.class);

    private static EmbeddedPostgres postgres;
    private static Database database;

    /** The configurations of both. */
    enum Mode {
        DEFAULT(TimePrecision.adaptive, DecimalMode.precise, true),
        TIMES_IN_MICROSECONDS(TimePrecision.adaptive_time_microseconds, DecimalMode.double_, true),
        CONNECT(TimePrecision.connect, DecimalMode.string, true),
        TEXT_WITHOUT_SCHEMA(TimePrecision.isostring, DecimalMode.precise, false),
        MICROSECONDS(TimePrecision.microseconds, DecimalMode.string, true),
        NANOSECONDS(TimePrecision.nanoseconds, DecimalMode.double_, true);

        private final TimePrecision time;
        private final DecimalMode decimal;
        private final boolean schema;

        Mode(TimePrecision time, DecimalMode decimal, boolean schema) {
            this.time = time;
            this.decimal = decimal;
            this.schema = schema;
        }

        Map<String, String> theirOptions() {
            return Map.of(
                    "time.precision.mode", time.name(),
                    "decimal.handling.mode", decimal.toString(),
                    "key.converter.schemas.enable", Boolean.toString(schema),
                    "value.converter.schemas.enable", Boolean.toString(schema));
        }

        DebeziumOptions ourOptions() {
            return new DebeziumOptions(schema, Optional.of(time), Optional.of(decimal), true, true, true);
        }
    }

    @BeforeAll
    static void bothReadTheSameChanges() throws Exception {
        postgres = TestServer.builder(TestServer.CARRIED)
                .setServerConfig("wal_level", "logical")
                .start();
        var server = TestServer.at(postgres.getPort());
        server.execute("postgres", "ALTER ROLE postgres PASSWORD '" + TestServer.PASSWORD + "'");
        var target = server.newDatabase();
        database = Database.connect(target);
        database.executeAsIs(Resource.text(DebeziumComparisonTest.class, "debezium-tables.sql"));
        install(
                CaptureOptions.DEFAULT,
                database.query(
                        "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace ="
                                + " 'public'::regnamespace AND relname <> 'full_rows' AND relname <> 'without_key'",
                        row -> row.getString(1)));
        install(new CaptureOptions(Operation.ALL, List.of(), List.of(), true, "", Delivery.NONE), List.of("full_rows"));
        install(
                new CaptureOptions(
                        List.of(Operation.INSERT, Operation.TRUNCATE), List.of(), List.of(), false, "", Delivery.NONE),
                List.of("without_key"));
        database.executeAsIs("CREATE PUBLICATION dbz_publication FOR ALL TABLES");
        read(target);
    }

    private static void install(CaptureOptions options, List<String> tables) {
        new EventTriggers(database, Set.of(TriggerKind.EVENTS), options)
                .install(new TableChoice(tables.stream().map(TableName::parse).toList(), "", false));
    }

    private static void read(ConnectionTarget target) throws Exception {
        var connectors = new LinkedHashMap<Mode, DebeziumConnector>();
        try {
            for (var mode : Mode.values()) {
                var slot = mode.name().toLowerCase(Locale.ROOT);
                connectors.put(mode, new DebeziumConnector(target, slot, mode.theirOptions(), "public.last"));
            }
            for (var connector : connectors.values()) {
                connector.awaitStart();
            }
            for (var statement : Resource.text(DebeziumComparisonTest.class, "debezium-changes.sql")
                    .split(";\n")) {
                database.executeAsIs(statement);
            }
            for (var connector : connectors.entrySet()) {
                THEIRS.put(connector.getKey(), connector.getValue().messages());
            }
        } finally {
            connectors.values().parallelStream().forEach(DebeziumConnector::close);
        }
    }

    @AfterAll
    static void end() throws Exception {
        database.close();
        postgres.close();
    }

    private static List<Message> ours(Mode mode) {
        var log = EventLog.open(database);
        var batch = new EventListing(log, EventFilter.all()).first(1000);
        var format = new DebeziumMessages(log, new NameMap(), EventFilter.all(), mode.ourOptions());
        format.prepare(batch);
        var messages = new ArrayList<Message>();
        for (var event : batch.events()) {
            for (var message : format.of(event, batch.window())) {
                messages.add(new Message(message.topic(), text(message.key()), text(message.value())));
            }
        }
        return messages;
    }

    private static String text(byte[] json) {
        return json.length == 0 ? null : new String(json, StandardCharsets.UTF_8);
    }

    /** The fields that differ. */
    private static List<Found> differences(Mode mode) {
        var theirs = THEIRS.get(mode);
        var ours = ours(mode);
        assertThat(ours)
                .extracting(Message::topic)
                .isEqualTo(theirs.stream().map(Message::topic).toList());
        var found = new ArrayList<Found>();
        for (var i = 0; i < ours.size(); i++) {
            var name = "%s %d %s ".formatted(mode, i, ours.get(i).topic());
            found.addAll(DebeziumFields.compare(
                    name + "key", theirs.get(i).key(), ours.get(i).key()));
            found.addAll(DebeziumFields.compare(
                    name + "value", theirs.get(i).value(), ours.get(i).value()));
        }
        return found;
    }

    @Test
    void onlyTheListedFieldsDiffer() {
        var seen = EnumSet.noneOf(DebeziumDifference.class);
        var unexplained = new ArrayList<Found>();

        for (var mode : Mode.values()) {
            for (var found : differences(mode)) {
                var known = DebeziumDifference.of(found);
                known.ifPresentOrElse(seen::add, () -> unexplained.add(found));
            }
        }

        assertThat(unexplained).isEmpty();
        assertThat(seen).containsExactly(DebeziumDifference.values());
    }

    @Test
    void theDocumentationListsThem() throws Exception {
        var text = Files.readString(Path.of("../docs/events.md")).replaceAll("\\s+", " ");
        var list = text.substring(text.indexOf("It differs from Debezium in the following:"));

        assertThat(list.substring(0, list.indexOf(" ###")).split(" - "))
                .hasSize(DebeziumDifference.values().length + 1);
        assertThat(DebeziumDifference.values())
                .allSatisfy(difference -> assertThat(list).contains("- " + difference.sentence()));
    }

    /** Values that Debezium changes to others: an infinite date; a number of negative scale, with the wrong scale. */
    private static final Map<String, String> WRONG = Map.of(
            "times {\"id\": 7}",
            "INSERT INTO times (id, time_, date_, timestamp_) VALUES (7, '24:00', 'infinity', '4713-01-01 BC')",
            "numbers {\"id\": 5}",
            "INSERT INTO numbers VALUES (5, 1, 1, 0, 1, 1, NULL, 100, 1, 1, 1, 12300, 1)");

    /** The columns of types that Debezium's types represent in part, and of those that it leaves out. */
    private static final Set<String> IN_PART = Set.of(
            "any_numeric",
            "box_",
            "composite",
            "decimals",
            "fixed",
            "interval_",
            "intervals",
            "ints",
            "jsonpath_",
            "moneys",
            "multirange",
            "name_",
            "numbers",
            "texts",
            "timetz_",
            "timetz_2",
            "timetzs",
            "varbit_");

    @ParameterizedTest
    @EnumSource(Mode.class)
    void itsMessagesAreReadAndApplied(Mode mode) {
        var target = TestServer.at(postgres.getPort()).newDatabase();
        try (var other = Database.connect(target)) {
            other.executeAsIs(Resource.text(DebeziumComparisonTest.class, "debezium-tables.sql"));
            var types = new SemanticTypes(mode.time, mode.decimal);
            var reader = new EnvelopeReader(
                    new DatabaseColumns(() -> other), mode.schema ? Optional.empty() : Optional.of(types));
            var events = new ArrayList<Event>();
            for (var message : THEIRS.get(mode)) {
                reader.read(orEmpty(message.value()), orEmpty(message.key()))
                        .map(ReceivedEvent::event)
                        .filter(event -> !WRONG.containsKey(event.table() + " " + event.key()))
                        .ifPresent(events::add);
            }

            AppliedEvents.apply(other, events);
            WRONG.values().forEach(other::executeAsIs);

            assertThat(events).hasSize(42);
            var different = RoundTrip.differentColumns(database, other);
            if (mode == Mode.CONNECT) {
                different.removeAll(Set.of("time_", "timestamp_", "timestamps"));
            } else if (mode == Mode.NANOSECONDS) {
                // before 1677
                different.remove("timestamp_3");
            }
            assertThat(IN_PART).containsAll(different);
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
