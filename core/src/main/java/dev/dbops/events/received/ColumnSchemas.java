package dev.dbops.events.received;

import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.connect.DecimalMode;
import dev.dbops.events.connect.FieldSchema;
import dev.dbops.events.connect.SemanticTypes;
import dev.dbops.events.connect.TimePrecision;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The schemas that events have, or would have. Repeated ones are read once. Used by one thread. */
final class ColumnSchemas {
    private static final int MOST = 200;
    private static final int LONGEST = 1_000_000;

    private static final SemanticTypes DEBEZIUM = new SemanticTypes(TimePrecision.adaptive, DecimalMode.precise);

    private final Optional<SemanticTypes> types;
    private final Map<ColumnType, FieldSchema> ofColumns = new HashMap<>();

    private final Map<String, FieldSchema> read = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FieldSchema> eldest) {
            return size() > MOST;
        }
    };

    /**
     * @param types the types in events without a schema; empty for those of the log
     */
    ColumnSchemas(Optional<SemanticTypes> types) {
        this.types = types;
    }

    /** Returns the schema in this JSON. */
    FieldSchema read(String json) {
        return json.length() > LONGEST ? FieldSchema.read(json) : read.computeIfAbsent(json, FieldSchema::read);
    }

    /**
     * Returns the schemas that the columns of an event without a schema would have; none if its values are those of the
     * log.
     *
     * @param isOwn whether db-ops has written the event, and not Debezium's own connector
     */
    Map<String, FieldSchema> of(Map<String, ColumnType> columns, boolean isOwn) {
        if (isOwn && types.isEmpty()) {
            return Map.of();
        }
        if (ofColumns.size() > MOST) {
            ofColumns.clear();
        }
        var schemas = new HashMap<String, FieldSchema>();
        columns.forEach((name, column) -> schemas.put(name, ofColumns.computeIfAbsent(column, this::of)));
        return schemas;
    }

    private FieldSchema of(ColumnType column) {
        return FieldSchema.of(types.orElse(DEBEZIUM).of(column));
    }
}
