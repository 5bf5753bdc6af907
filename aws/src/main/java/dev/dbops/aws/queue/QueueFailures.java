package dev.dbops.aws.queue;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsFailure;
import dev.dbops.aws.message.Message;
import dev.dbops.aws.message.Refusal;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Failures specific to queues; see the errors of SendMessageBatch and SendMessage in the Amazon SQS API reference. */
final class QueueFailures {
    /** The codes of a message that the queue will never accept. */
    private static final Set<String> FINAL =
            Set.of("InvalidMessageContents", "InvalidParameterValue", "InvalidAttributeValue", "MessageTooLong");

    private final Queue queue;
    private final String region;

    QueueFailures(Queue queue, String region) {
        this.queue = queue;
        this.region = region;
    }

    /** Returns the failure in words; itself if it is not specific to queues. */
    RuntimeException translate(SqsException failure) {
        var code = AwsFailure.code(failure);
        if (isThrottling(failure)) {
            return throttled(failure);
        }
        if (code.toLowerCase(Locale.ROOT).startsWith("kms")) {
            return new OpsException(
                    Kind.FAILED,
                    "%s cannot use its encryption key: %s".formatted(queue.description(), AwsFailure.message(failure)),
                    "allow kms:GenerateDataKey and kms:Decrypt on the key of the queue; AWS calls this " + code,
                    failure);
        }
        return switch (code) {
            // the code of the query protocol, which the JSON protocol keeps
            case "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", "InvalidAddress" -> missing(failure);
            case "InternalError", "InternalFailure", "ServiceUnavailable" ->
                new OpsException(
                        Kind.UNREACHABLE,
                        "%s failed: %s".formatted(queue.description(), AwsFailure.message(failure)),
                        "try again in a minute",
                        failure);
            default -> failure;
        };
    }

    private OpsException missing(SqsException failure) {
        return new OpsException(
                Kind.USAGE,
                "there is no %s in %s".formatted(queue.description(), region),
                "check its name, the region (--region, AWS_REGION, or the queue's URL) and the account (AWS_PROFILE);"
                        + " to create it: aws sqs create-queue --queue-name %s%s --region %s"
                                .formatted(queue.name(), queue.isFifo() ? " --attributes FifoQueue=true" : "", region),
                failure);
    }

    /** Returns whether the call was refused because there were too many. */
    static boolean isThrottling(SqsException failure) {
        return failure.isThrottlingException() || isThrottling(AwsFailure.code(failure));
    }

    /** Returns the failure for a call that was throttled. */
    OpsException throttled(SqsException failure) {
        return throttled(AwsFailure.message(failure));
    }

    private OpsException throttled(String message) {
        return new OpsException(
                Kind.UNREACHABLE,
                "%s is throttled, and still was after several attempts: %s".formatted(queue.description(), message),
                queue.isFifo()
                        ? "allow more messages a second (high throughput mode of FIFO queues), or slow down with --rate"
                        : "try again in a minute, or slow down with --rate");
    }

    /** Returns the refusal of one message of a call. */
    Refusal refusal(Message message, BatchResultErrorEntry failure) {
        var text = failure.message() == null ? failure.code() : failure.message();
        if (isThrottling(failure.code())) {
            return new Refusal(message, false, throttled(text));
        }
        if (FINAL.contains(failure.code())) {
            return new Refusal(
                    message,
                    true,
                    new OpsException(
                            Kind.FAILED,
                            "%s refused the message: %s".formatted(queue.description(), text),
                            "AWS calls this %s; --on-error dead-letter puts such events aside"
                                    .formatted(failure.code())));
        }
        return new Refusal(
                message,
                false,
                new OpsException(
                        Kind.UNREACHABLE,
                        "%s did not store a message: %s (%s)".formatted(queue.description(), text, failure.code()),
                        "try again in a minute"));
    }

    private static boolean isThrottling(String code) {
        return code.contains("Throttl") || code.equals("OverLimit");
    }

    /** Returns the failure for an event that is larger than a message may be. */
    OpsException tooLarge(int bytes, int most) {
        return new OpsException(
                Kind.FAILED,
                "the event is too large for %s: it makes %,d bytes, and a message has at most %,d"
                        .formatted(queue.description(), bytes, most),
                "leave columns out of the log (db-ops triggers-install --exclude-columns), or raise MaximumMessageSize"
                        + " of the queue up to 1048576; --on-error dead-letter puts such events aside");
    }
}
