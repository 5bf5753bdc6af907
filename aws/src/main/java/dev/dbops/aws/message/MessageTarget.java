package dev.dbops.aws.message;

import dev.dbops.OpsException;
import java.util.List;
import java.util.Optional;

/** A stream or a queue, and the limits of its API. */
public interface MessageTarget {
    /** Its kind, name and region, for messages and the list of consumers. */
    String description();

    /** The maximum number of events in one delivery. As many may arrive again after a crash. */
    int eventsAtOnce();

    /** The maximum number of calls at one moment. */
    int callsAtOnce();

    /** The maximum number of messages in one call. */
    int messagesInCall();

    /** The maximum number of bytes in one call, unless it has only one message. */
    int bytesInCall();

    /** Returns whether messages with one key keep their order. */
    boolean isOrdered();

    /** Returns the number of bytes of a message that the limits count. */
    int size(Message message);

    /** Returns why the message is too large for the target; empty if it is not. */
    Optional<OpsException> tooLarge(Message message);

    /**
     * Sends messages in one call.
     *
     * @return those that were refused
     * @throws OpsException when the call failed; some messages may have arrived
     */
    List<Refusal> send(List<Message> messages);
}
