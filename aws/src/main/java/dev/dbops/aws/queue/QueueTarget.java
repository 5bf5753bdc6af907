package dev.dbops.aws.queue;

import dev.dbops.OpsException;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.message.Message;
import dev.dbops.aws.message.MessageTarget;
import dev.dbops.aws.message.Refusal;
import dev.dbops.aws.message.Throttled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * A queue.
 *
 * <p>A FIFO queue keeps the order of a row's changes: the message group is the {@link Message#key}. It drops a message
 * whose ID it has received in the last five minutes ("Exactly-once processing in Amazon SQS", Amazon SQS developer
 * guide). A standard queue has no order, and may itself deliver a message more than once.
 */
public final class QueueTarget implements MessageTarget {
    /** "A single message batch request can include a maximum of 10 messages" (Amazon SQS message quotas). */
    private static final int MESSAGES = 10;

    /** "... and the maximum total payload size are both 1 MiB" (SendMessageBatch, Amazon SQS API reference). */
    private static final int BYTES = 1_048_576;

    /** A call takes some milliseconds, in which a queue accepts many others. */
    private static final int CALLS = 10;

    private final AwsClients clients;
    private final Queue queue;
    private final String url;
    private final int mostBytes;
    private final QueueFailures failures;

    private QueueTarget(AwsClients clients, Queue queue, String url, int mostBytes) {
        this.clients = clients;
        this.queue = queue;
        this.url = url;
        this.mostBytes = mostBytes;
        this.failures = new QueueFailures(queue, clients.region());
    }

    /**
     * Looks the queue up, and asks for its limit.
     *
     * @param clients of the queue's region
     * @throws OpsException of kind USAGE when there is no such queue
     */
    public static QueueTarget open(AwsClients clients, Queue queue) {
        var failures = new QueueFailures(queue, clients.region());
        var url = queue.url().orElseGet(() -> url(clients, queue, failures));
        var most = AwsCall.of("sqs:GetQueueAttributes", () -> {
            try {
                return clients.sqs()
                        .getQueueAttributes(request ->
                                request.queueUrl(url).attributeNames(QueueAttributeName.MAXIMUM_MESSAGE_SIZE))
                        .attributes()
                        .getOrDefault(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, Integer.toString(BYTES));
            } catch (SqsException e) {
                throw failures.translate(e);
            }
        });
        return new QueueTarget(clients, queue, url, Math.min(BYTES, Integer.parseInt(most)));
    }

    private static String url(AwsClients clients, Queue queue, QueueFailures failures) {
        return AwsCall.of("sqs:GetQueueUrl", () -> {
            try {
                return clients.sqs()
                        .getQueueUrl(request -> request.queueName(queue.name())
                                .queueOwnerAWSAccountId(queue.account().orElse(null)))
                        .queueUrl();
            } catch (SqsException e) {
                throw failures.translate(e);
            }
        });
    }

    @Override
    public String description() {
        return queue.description() + " in " + clients.region();
    }

    @Override
    public int eventsAtOnce() {
        return CALLS * MESSAGES;
    }

    @Override
    public int callsAtOnce() {
        return CALLS;
    }

    @Override
    public int messagesInCall() {
        return MESSAGES;
    }

    @Override
    public int bytesInCall() {
        return BYTES;
    }

    @Override
    public boolean isOrdered() {
        return queue.isFifo();
    }

    @Override
    public int size(Message message) {
        return QueueText.size(message.body());
    }

    @Override
    public Optional<OpsException> tooLarge(Message message) {
        return size(message) > mostBytes ? Optional.of(failures.tooLarge(size(message), mostBytes)) : Optional.empty();
    }

    /** Within a call, a message is identified by its place. */
    @Override
    public List<Refusal> send(List<Message> messages) {
        var entries = new ArrayList<SendMessageBatchRequestEntry>(messages.size());
        for (var message : messages) {
            var entry = SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(QueueText.of(message.body()));
            if (queue.isFifo()) {
                entry.messageGroupId(message.key()).messageDeduplicationId(message.id());
            }
            entries.add(entry.build());
        }
        SendMessageBatchResponse response;
        try {
            response = AwsCall.of("sqs:SendMessage", () -> sendBatch(entries));
        } catch (Throttled e) {
            return messages.stream()
                    .map(message -> new Refusal(message, false, e.reason()))
                    .toList();
        }
        return response.failed().stream()
                .map(failure -> failures.refusal(messages.get(Integer.parseInt(failure.id())), failure))
                .toList();
    }

    private SendMessageBatchResponse sendBatch(List<SendMessageBatchRequestEntry> entries) {
        try {
            return clients.sqs()
                    .sendMessageBatch(request -> request.queueUrl(url).entries(entries));
        } catch (SqsException e) {
            throw QueueFailures.isThrottling(e) ? new Throttled(failures.throttled(e)) : failures.translate(e);
        }
    }
}
