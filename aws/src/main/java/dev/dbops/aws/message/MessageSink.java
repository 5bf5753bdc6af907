package dev.dbops.aws.message;

import dev.dbops.aws.AwsClients;
import dev.dbops.events.Batch;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.Sink;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/**
 * Sends events to a stream or a queue as messages: at least once, and in the order of each {@link OrderKey} if the
 * target has an order.
 *
 * <p>A call may accept some messages and refuse others. When an event is refused finally, other events of its batch may
 * have been accepted, contrary to {@link Sink#deliver}; this object remembers those, and skips them when they are
 * delivered again. After a crash, or by another object, they are sent again: the receiver can detect this by the event's
 * ID.
 */
public final class MessageSink implements Sink {
    /** About half a minute in all. */
    private static final int ATTEMPTS = 12;

    private final AwsClients clients;
    private final MessageTarget target;
    private final MessageReader reader;
    private final MessageSender sender;
    private final Set<String> accepted = new HashSet<>();

    /**
     * @param clients of the target's region; closed with the sink
     * @param format the format of the events
     */
    public MessageSink(AwsClients clients, MessageTarget target, EventFormat format) {
        this.clients = clients;
        this.target = target;
        this.reader = new MessageReader(format);
        this.sender = new MessageSender(target, clients.attempts(ATTEMPTS));
    }

    @Override
    public String description() {
        return target.description();
    }

    @Override
    public int mostAtOnce() {
        return target.eventsAtOnce();
    }

    @Override
    public void deliver(Batch batch) throws InterruptedException {
        var messages = reader.read(batch);
        for (var message : messages) {
            var reason = target.tooLarge(message);
            if (reason.isPresent()) {
                throw new DeliveryFailure(message.index(), reason.get());
            }
        }
        var waiting = messages.stream()
                .filter(message -> !accepted.contains(message.id()))
                .toList();
        var refused = sender.send(waiting, accepted::add).stream()
                .min(Comparator.comparing(refusal -> refusal.message().index()));
        if (refused.isPresent()) {
            throw new DeliveryFailure(
                    refused.get().message().index(), refused.get().reason());
        }
        messages.forEach(message -> accepted.remove(message.id()));
    }

    @Override
    public void close() {
        clients.close();
    }
}
