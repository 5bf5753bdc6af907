package dev.dbops.aws.pipeline;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.stack.StackResourceState;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The event source mappings of a stack, with the age of the oldest event of a stream. */
final class MappingParts {
    /** The states of a mapping that Lambda starts or changes (GetEventSourceMapping). */
    private static final List<String> ON_THE_WAY = List.of("Creating", "Enabling", "Updating");

    private final AwsClients clients;

    MappingParts(AwsClients clients) {
        this.clients = clients;
    }

    List<PipelinePart> of(List<StackResourceState> resources) {
        return resources.stream()
                .filter(resource -> resource.type().equals("AWS::Lambda::EventSourceMapping")
                        && !resource.id().isEmpty())
                .map(this::part)
                .toList();
    }

    private PipelinePart part(StackResourceState resource) {
        return AwsCall.of("lambda:GetEventSourceMapping", () -> {
            try {
                return part(
                        resource.resource(),
                        clients.lambda().getEventSourceMapping(request -> request.uuid(resource.id())));
            } catch (ResourceNotFoundException _) {
                return PipelinePart.of(
                        "mapping", resource.resource(), "missing", false, "it was deleted outside the stack");
            }
        });
    }

    private PipelinePart part(String name, GetEventSourceMappingResponse found) {
        var state = Optional.ofNullable(found.state()).orElse("unknown");
        var source = Optional.ofNullable(found.eventSourceArn()).orElse("");
        var result = Optional.ofNullable(found.lastProcessingResult()).orElse("");
        var part = PipelinePart.of(
                "mapping",
                name,
                state,
                (state.equals("Enabled") || ON_THE_WAY.contains(state)) && !result.startsWith("PROBLEM"),
                described(source) + (result.isEmpty() ? "" : ", last result: " + result));
        return source.contains(":kinesis:") || source.contains(":dynamodb:")
                ? part.withAge(age(found.functionArn()))
                : part;
    }

    /** The service and the name of a source: arn:aws:sqs:REGION:ACCOUNT:NAME. */
    private static String described(String arn) {
        var parts = arn.split(":", 6);
        return parts.length == 6 ? parts[2] + " " + parts[5] : arn;
    }

    /** "IteratorAge ... in milliseconds" (Lambda metrics). */
    private Optional<Long> age(String functionArn) {
        var name = functionArn.split(":")[6];
        return new LatestMetric(clients)
                .of("AWS/Lambda", "IteratorAge", "FunctionName", name)
                .map(millis -> Math.round(millis / 1000));
    }
}
