package dev.dbops.lambda.messages;

import dev.dbops.aws.dynamo.messages.SentMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of one conversation in a batch.
 *
 * @param first the record that came first
 * @param messages the records, that of the newest message first; of two of one time, the one that came last
 */
record GroupMessages(StreamRecord first, List<StreamRecord> messages) {
    private static final Comparator<StreamRecord> NEWEST_FIRST = Comparator.comparing(
                    (StreamRecord record) -> record.message().orElseThrow(), SentMessage.BY_TIME)
            .reversed();

    /** Returns the conversations, in the order of their first records. */
    static List<GroupMessages> of(List<StreamRecord> records) {
        Map<String, List<StreamRecord>> groups = new LinkedHashMap<>();
        for (var record : records) {
            record.message()
                    .ifPresent(message -> groups.computeIfAbsent(message.group(), _ -> new ArrayList<>())
                            .add(record));
        }
        return groups.values().stream().map(GroupMessages::sorted).toList();
    }

    private static GroupMessages sorted(List<StreamRecord> records) {
        // the sort keeps the order of equal elements
        return new GroupMessages(
                records.getFirst(),
                records.reversed().stream().sorted(NEWEST_FIRST).toList());
    }
}
