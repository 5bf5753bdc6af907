package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.lambda.LambdaAnswer;
import dev.dbops.aws.lambda.LambdaFunction;
import dev.dbops.aws.lambda.LambdaInvocation;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.Metric;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;

/** Forwards events to another function, as they came, and waits for its answer: at least once. */
final class ForwardDestination implements RouteDestination {
    static final String PREFIX = "lambda:";

    /** Lambda refuses 6 MB (Lambda quotas), of which each is 1,048,576 bytes. */
    private static final int MOST_BYTES = 6_000_000;

    private static final String BEGIN = "{\"events\": [";
    private static final String END = "]}";

    private final LambdaFunction function;
    private final FunctionAws aws;

    ForwardDestination(LambdaFunction function, FunctionAws aws) {
        this.function = function;
        this.aws = aws;
    }

    @Override
    public String name() {
        return PREFIX + function.id();
    }

    @Override
    public void deliver(List<RoutedEvent> events, FunctionCall call, Routing routing) {
        var part = new ArrayList<RoutedEvent>();
        var payload = new StringBuilder();
        var bytes = 0;
        for (var event : events) {
            var json = event.json();
            var length = json.getBytes(StandardCharsets.UTF_8).length + 2;
            if (length > MOST_BYTES) {
                routing.refused(event.item(), event.source(), tooLarge(length));
                continue;
            }
            if (bytes + length > MOST_BYTES) {
                send(part, payload, call, routing);
                part.clear();
                payload.setLength(0);
                bytes = 0;
            }
            payload.append(part.isEmpty() ? BEGIN : ", ").append(json);
            part.add(event);
            bytes += length;
        }
        if (!part.isEmpty()) {
            send(part, payload, call, routing);
        }
    }

    private OpsException tooLarge(int bytes) {
        return new OpsException(
                Kind.FAILED,
                "the event has %,d bytes, and an invocation of %s takes 6 MB".formatted(bytes, function.description()),
                "send this table to a bucket: s3://BUCKET/PREFIX");
    }

    private void send(List<RoutedEvent> part, StringBuilder payload, FunctionCall call, Routing routing) {
        var invocation = new LambdaInvocation(aws.clients(function.region()), function);
        switch (invocation.of(SdkBytes.fromUtf8String(payload.append(END).toString()))) {
            case LambdaAnswer.Taken _ -> call.metrics().add(Metric.EVENTS_FORWARDED, part.size());
            case LambdaAnswer.Reported(var ids) -> reported(part, ids, call, routing);
            case LambdaAnswer.Failed(var reason) -> routing.failed(part, name(), reason);
        }
    }

    /** An id that none of the events has may be meant for any of them. */
    private void reported(List<RoutedEvent> part, Set<String> ids, FunctionCall call, Routing routing) {
        var known = part.stream().map(event -> event.event().id()).collect(Collectors.toSet());
        var all = !known.containsAll(ids);
        for (var event : part) {
            if (all || ids.contains(event.event().id())) {
                routing.failed(event.item(), event.source(), notTaken());
            } else {
                call.metrics().add(Metric.EVENTS_FORWARDED);
            }
        }
    }

    private OpsException notTaken() {
        return new OpsException(
                Kind.FAILED,
                "%s reports that it did not handle the event".formatted(function.description()),
                "look at its log: db-ops lambda-logs " + function.name());
    }
}
