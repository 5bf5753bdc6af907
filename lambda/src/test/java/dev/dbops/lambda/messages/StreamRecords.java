package dev.dbops.lambda.messages;

import dev.dbops.aws.EmulatedMessages;
import dev.dbops.text.Utf8Buffer;
import java.util.ArrayList;
import java.util.List;

/** Events of the stream of the table, as Lambda gives them to a function. */
final class StreamRecords {
    static final String ALL_DONE = "{\"batchItemFailures\":[]}";

    private StreamRecords() {}

    /**
     * A message that was written.
     *
     * @param change INSERT, MODIFY or REMOVE
     */
    record Written(String change, String group, String time, String text) {
        Written(String group, String time, String text) {
            this("INSERT", group, time, text);
        }

        private String json(String number) {
            return record(number, change, "MSG#" + group, time, """
                , "NewImage": {"pk": {"S": "MSG#%s"}, "sk": {"S": "%s"}, "message_uuid": {"S": "id of %s"},
                 "message": {"S": %s}, "seen": {"BOOL": true}, "user_handle": {"S": "ada"}}
                """.formatted(group, time, text, quoted(text)));
        }
    }

    /** A batch with the sequence numbers s0, s1 and so on. */
    static String batch(List<Written> messages) {
        var records = new ArrayList<String>();
        for (var message : messages) {
            records.add(message.json("s" + records.size()));
        }
        return records(records);
    }

    static String batch(Written... messages) {
        return batch(List.of(messages));
    }

    static String records(List<String> records) {
        return "{\"Records\": [" + String.join(",", records) + "]}";
    }

    /**
     * A record.
     *
     * @param image further members of the change
     */
    static String record(String number, String change, String partition, String time, String image) {
        return """
            {"eventID": "e", "eventName": "%s", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
             "awsRegion": "eu-central-1", "dynamodb": {"ApproximateCreationDateTime": 1.7644176E9,
             "Keys": {"pk": {"S": "%s"}, "sk": {"S": "%s"}}, "SequenceNumber": "%s", "SizeBytes": 112,
             "StreamViewType": "NEW_IMAGE"%s},
             "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/%s/stream/2026-11-20T09:00:00.000"}
            """.formatted(change, partition, time, number, image, EmulatedMessages.TABLE);
    }

    private static String quoted(String text) {
        return new Utf8Buffer().appendQuoted(text).toString();
    }
}
