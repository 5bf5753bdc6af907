package dev.dbops.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.Resource;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventListing;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.capture.CaptureDatabase;
import dev.dbops.events.capture.EveryTypeTest;
import dev.dbops.events.connect.TimePrecision;
import dev.dbops.testing.TestServer;
import dev.dbops.text.Utf8Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No value of any type loses anything on its way to Kafka Connect. */
class EveryTypeWithSchemaTest {
    private static final String TYPED = """
        SELECT attname FROM pg_attribute
         WHERE attrelid = 'every_type'::regclass AND attnum > 0
           AND atttypid = ANY ('{bool,int2,int4,int8,float4,float8}'::regtype[])
         ORDER BY attname COLLATE "C"
        """;

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void everyValueIsReadAsItIsInTheLog(int major) {
        try (var db = new CaptureDatabase(major);
                var converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true", "converter.type", "value"));
            db.run(Resource.text(EveryTypeTest.class, "every-type.sql")).install("every_type");
            db.run("UPDATE every_type SET id = id");
            var log = EventLog.open(db.database());
            var batch = new EventListing(log, EventFilter.all()).first(100);
            var format = new DebeziumFormat(log, new NameMap(), EventFilter.all(), DebeziumWithSchemaTest.SCHEMA);
            var typed = new TreeSet<String>();

            for (var event : batch.events()) {
                var out = new Utf8Buffer();
                format.append(event, batch.window(), out);
                var read =
                        (Struct) converter.toConnectData("topic", out.toBytes()).value();

                var texts = inTheLog(db, event);
                assertThat(read.getStruct("after").schema().fields()).hasSize(texts.size());
                for (var field : read.getStruct("after").schema().fields()) {
                    var type = field.schema().type();
                    if (type != Schema.Type.STRING) {
                        typed.add(field.name());
                    }
                    assertThat(read.getStruct("after").get(field))
                            .as(field.name())
                            .isEqualTo(value(type, texts.get(field.name())));
                }
            }

            assertThat(batch.events()).hasSize(5);
            assertThat(typed).containsExactlyElementsOf(db.rows(TYPED));
        }
    }

    @ParameterizedTest
    @EnumSource(TimePrecision.class)
    void everyValueIsReadInTheTypesOfDebezium(TimePrecision precision) {
        try (var db = new CaptureDatabase(TestServer.CARRIED);
                var converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true", "converter.type", "value"));
            db.run(Resource.text(EveryTypeTest.class, "every-type.sql")).install("every_type");
            db.run("UPDATE every_type SET id = id");
            var log = EventLog.open(db.database());
            var batch = new EventListing(log, EventFilter.all()).first(100);
            var options = new DebeziumOptions(true, Optional.of(precision), Optional.empty(), false, false, false);
            var format = new DebeziumFormat(log, new NameMap(), EventFilter.all(), options);

            for (var event : batch.events()) {
                var out = new Utf8Buffer();
                format.append(event, batch.window(), out);
                var read =
                        (Struct) converter.toConnectData("topic", out.toBytes()).value();

                var row = read.getStruct("after");
                inTheLog(db, event)
                        .forEach((column, text) ->
                                assertThat(row.get(column) == null).as(column).isEqualTo(text == null));
            }
        }
    }

    private static Map<String, String> inTheLog(CaptureDatabase db, Event event) {
        var texts = new HashMap<String, String>();
        db.database()
                .query(
                        "SELECT v.key, v.value FROM dbops.event_log AS e, jsonb_each_text(e.after) AS v WHERE e.seq ="
                                + " ?",
                        row -> texts.put(row.getString(1), row.getString(2)),
                        event.seq());
        return texts;
    }

    private static Object value(Schema.Type type, String text) {
        if (text == null) {
            return null;
        }
        return switch (type) {
            case BOOLEAN -> Boolean.valueOf(text);
            case INT16 -> Short.valueOf(text);
            case INT32 -> Integer.valueOf(text);
            case INT64 -> Long.valueOf(text);
            case FLOAT32 -> Float.valueOf(text);
            case FLOAT64 -> Double.valueOf(text);
            default -> text;
        };
    }
}
