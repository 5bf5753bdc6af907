package dev.dbops.aws.pipeline;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.stack.StackResourceState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** The alarms of a stack. */
final class AlarmParts {
    /** "AlarmNames ... maximum number of 100 items" (DescribeAlarms). */
    private static final int MOST_NAMES = 100;

    private final AwsClients clients;

    AlarmParts(AwsClients clients) {
        this.clients = clients;
    }

    List<PipelinePart> of(List<StackResourceState> resources) {
        var alarms = resources.stream()
                .filter(resource -> resource.type().equals("AWS::CloudWatch::Alarm")
                        && !resource.id().isEmpty())
                .toList();
        var found = found(alarms.stream().map(StackResourceState::id).toList());
        return alarms.stream()
                .map(resource -> part(resource, Optional.ofNullable(found.get(resource.id()))))
                .toList();
    }

    private Map<String, MetricAlarm> found(List<String> names) {
        Map<String, MetricAlarm> found = new HashMap<>();
        for (var start = 0; start < names.size(); start += MOST_NAMES) {
            var some = new ArrayList<>(names.subList(start, Math.min(names.size(), start + MOST_NAMES)));
            AwsCall.of(
                            "cloudwatch:DescribeAlarms",
                            () -> clients
                                    .cloudWatch()
                                    .describeAlarmsPaginator(request -> request.alarmNames(some))
                                    .metricAlarms()
                                    .stream()
                                    .toList())
                    .forEach(alarm -> found.put(alarm.alarmName(), alarm));
        }
        return found;
    }

    private static PipelinePart part(StackResourceState resource, Optional<MetricAlarm> found) {
        if (found.isEmpty()) {
            return PipelinePart.of("alarm", resource.resource(), "missing", false, "it was deleted outside the stack");
        }
        var state = Optional.ofNullable(found.get().stateValueAsString()).orElse("unknown");
        var rings = state.equals("ALARM");
        var reason = Optional.ofNullable(found.get().alarmDescription()).orElse("");
        return PipelinePart.of("alarm", resource.resource(), state, !rings, rings ? reason : "");
    }
}
