package dev.dbops.aws.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The messages that can be sent at one moment, divided into calls.
 *
 * <p>With an ordered target, a round has at most one message of each key. A call may refuse a message and accept a later
 * one, so the later message of the same key must wait for the answer ("PutRecords doesn't guarantee the ordering of
 * records", PutRecords, Amazon Kinesis API reference).
 */
final class SendingRound {
    private final MessageTarget target;
    private final List<List<Message>> calls = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private int bytes;

    private SendingRound(MessageTarget target) {
        this.target = target;
    }

    /** Returns the calls of the next round. */
    static List<List<Message>> of(List<Message> waiting, MessageTarget target) {
        var round = new SendingRound(target);
        for (var message : waiting) {
            if (!target.isOrdered() || round.keys.add(message.key())) {
                if (!round.add(message)) {
                    break;
                }
            }
        }
        return round.calls;
    }

    /** Returns false when the round is full. */
    private boolean add(Message message) {
        var size = target.size(message);
        if (calls.isEmpty()
                || calls.getLast().size() == target.messagesInCall()
                || bytes + size > target.bytesInCall()) {
            if (calls.size() == target.callsAtOnce()) {
                return false;
            }
            calls.add(new ArrayList<>());
            bytes = 0;
        }
        calls.getLast().add(message);
        bytes += size;
        return true;
    }
}
