package dev.dbops.aws.message;

import dev.dbops.events.Batch;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.text.Utf8Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes messages of events. Used by one thread. */
final class MessageReader {
    private final EventFormat format;
    private final Utf8Buffer text = new Utf8Buffer();

    MessageReader(EventFormat format) {
        this.format = format;
    }

    /** Returns the messages of all events of a batch, in their order. */
    List<Message> read(Batch batch) {
        var messages = new ArrayList<Message>(batch.events().size());
        format.prepare(batch);
        for (var i = 0; i < batch.events().size(); i++) {
            var event = batch.events().get(i);
            text.clear();
            format.append(event, batch.window(), text);
            add(i, batch.window().log() + ":" + event.seq(), OrderKey.of(event), messages);
        }
        return messages;
    }

    /** Each line is a message: JSON has no line ends in it. */
    private void add(int index, String id, String key, List<Message> messages) {
        var begin = 0;
        var number = 1;
        for (var i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.bytes()[i] == '\n') {
                var body = Arrays.copyOfRange(text.bytes(), begin, i);
                messages.add(new Message(index, number == 1 ? id : id + ":" + number, key, body));
                begin = i + 1;
                number++;
            }
        }
    }
}
