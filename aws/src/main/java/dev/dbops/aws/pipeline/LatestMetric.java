package dev.dbops.aws.pipeline;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** The latest value of a metric in CloudWatch. */
final class LatestMetric {
    /** Measurements arrive some minutes late, and an idle queue is measured every five minutes only. */
    private static final Duration LOOKING_BACK = Duration.ofMinutes(15);

    private static final int PERIOD_SECONDS = 60;

    private final AwsClients clients;

    LatestMetric(AwsClients clients) {
        this.clients = clients;
    }

    /** The latest maximum of a minute; empty when nothing was measured. */
    Optional<Double> of(String namespace, String metric, String dimension, String value) {
        var now = Instant.now();
        return AwsCall.of(
                "cloudwatch:GetMetricStatistics",
                () -> clients
                        .cloudWatch()
                        .getMetricStatistics(request -> request.namespace(namespace)
                                .metricName(metric)
                                .dimensions(Dimension.builder()
                                        .name(dimension)
                                        .value(value)
                                        .build())
                                .statistics(Statistic.MAXIMUM)
                                .period(PERIOD_SECONDS)
                                .startTime(now.minus(LOOKING_BACK))
                                .endTime(now))
                        .datapoints()
                        .stream()
                        .max(Comparator.comparing(Datapoint::timestamp))
                        .map(Datapoint::maximum));
    }
}
