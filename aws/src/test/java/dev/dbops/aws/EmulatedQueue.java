package dev.dbops.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue of the emulator, and what consumers receive of it. */
public final class EmulatedQueue {
    private final AwsEmulator aws;
    private final String url;

    /** Makes a queue: a FIFO queue if its name ends in .fifo. */
    public EmulatedQueue(AwsEmulator aws, String name, int mostBytes) {
        this.aws = aws;
        var attributes = new HashMap<QueueAttributeName, String>();
        attributes.put(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, Integer.toString(mostBytes));
        if (name.endsWith(".fifo")) {
            attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
        }
        try (var clients = aws.clients()) {
            this.url = clients.sqs()
                    .createQueue(request -> request.queueName(name).attributes(attributes))
                    .queueUrl();
        }
    }

    /** The URL. */
    public String url() {
        return url;
    }

    /**
     * A message as a consumer receives it.
     *
     * @param group the message group; empty in a standard queue
     * @param text the body
     */
    public record Received(String group, String text) {}

    /** Receives all messages, and deletes them. */
    public List<Received> receive() {
        var received = new ArrayList<Received>();
        try (var clients = aws.clients()) {
            while (true) {
                var messages = clients.sqs()
                        .receiveMessage(request -> request.queueUrl(url)
                                .maxNumberOfMessages(10)
                                .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                        .messages();
                if (messages.isEmpty()) {
                    return received;
                }
                messages.forEach(message -> received.add(new Received(group(message.attributes()), message.body())));
                clients.sqs()
                        .deleteMessageBatch(request -> request.queueUrl(url).entries(deletions(messages)));
            }
        }
    }

    private static String group(Map<MessageSystemAttributeName, String> attributes) {
        return attributes.getOrDefault(MessageSystemAttributeName.MESSAGE_GROUP_ID, "");
    }

    private static List<DeleteMessageBatchRequestEntry> deletions(List<Message> messages) {
        return messages.stream()
                .map(message -> DeleteMessageBatchRequestEntry.builder()
                        .id(message.messageId())
                        .receiptHandle(message.receiptHandle())
                        .build())
                .toList();
    }
}
