package dev.dbops.aws.pipeline;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.stack.StackResourceState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** The queues of a stack, with how many messages wait, and for how long. */
final class QueueParts {
    private final AwsClients clients;

    QueueParts(AwsClients clients) {
        this.clients = clients;
    }

    List<PipelinePart> of(List<StackResourceState> resources) {
        return resources.stream()
                .filter(resource -> resource.type().equals("AWS::SQS::Queue")
                        && !resource.id().isEmpty())
                .map(this::part)
                .toList();
    }

    private PipelinePart part(StackResourceState resource) {
        return AwsCall.of("sqs:GetQueueAttributes", () -> {
            try {
                var found = clients.sqs()
                        .getQueueAttributes(request -> request.queueUrl(resource.id())
                                .attributeNames(
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                        .attributes();
                return part(resource, found);
            } catch (QueueDoesNotExistException _) {
                return PipelinePart.of(
                        "queue", resource.resource(), "missing", false, "it was deleted outside the stack");
            }
        });
    }

    /** The messages in dead-letter queues are what alarms report: they do not make a queue unhealthy. */
    private PipelinePart part(StackResourceState resource, Map<QueueAttributeName, String> found) {
        var waiting = number(found, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
        var inFlight = number(found, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
        var age = waiting + inFlight == 0 ? Optional.<Long>empty() : age(resource.id());
        return new PipelinePart(
                "queue",
                resource.resource(),
                "",
                true,
                Optional.of(waiting),
                age,
                inFlight == 0 ? "" : inFlight + " in flight");
    }

    private static long number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
        return Long.parseLong(attributes.getOrDefault(name, "0"));
    }

    /** The ID of a queue is its URL, which ends with its name. */
    private Optional<Long> age(String url) {
        return new LatestMetric(clients)
                .of("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", url.substring(url.lastIndexOf('/') + 1))
                .map(Math::round);
    }
}
