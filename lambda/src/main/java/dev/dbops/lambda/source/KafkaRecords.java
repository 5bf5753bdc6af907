package dev.dbops.lambda.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The records of topics, whose keys and values are in Base64. */
final class KafkaRecords {
    private static final byte[] NULL = {};

    private final EventTexts texts;

    KafkaRecords(EventTexts texts) {
        this.texts = texts;
    }

    /**
     * Returns the records.
     *
     * @param partitions lists of records by topic and partition, such as orders-0
     */
    List<SourceItem> read(Map<String, Object> partitions) {
        var items = new ArrayList<SourceItem>();
        partitions.forEach((partition, records) -> {
            if (!(records instanceof List<?> list)) {
                throw DeliveryReader.unknown("the records of partition %s are not a list".formatted(partition));
            }
            for (var record : list) {
                var offset = JsonTree.member(record, "offset") instanceof Number number ? number.longValue() : 0;
                items.add(new SourceItem(partition + "/" + offset, partition, offset, events(record)));
            }
        });
        return items;
    }

    private List<SourceEvent> events(Object record) {
        var value = JsonTree.member(record, "value");
        if (value instanceof List<?>) {
            // a tombstone: the record before it has deleted the row
            return List.of();
        }
        var key = Base64Text.decode(JsonTree.member(record, "key")).orElse(NULL);
        return Base64Text.decode(value)
                .map(bytes -> texts.of(bytes, key))
                .orElseGet(() -> EventTexts.unreadable("the value of the record is not Base64", value.toString()));
    }
}
