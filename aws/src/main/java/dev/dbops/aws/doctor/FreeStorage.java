package dev.dbops.aws.doctor;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.OptionalDouble;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * The free storage of an instance, which it measures each minute. The sizes of its databases do not include the
 * write-ahead log and temporary files. See "Amazon CloudWatch metrics for Amazon RDS" in the RDS user guide.
 */
final class FreeStorage {
    /** Measurements arrive some minutes late. */
    private static final Duration LOOKING_BACK = Duration.ofMinutes(20);

    private static final int PERIOD_SECONDS = 60;

    private final AwsClients clients;

    FreeStorage(AwsClients clients) {
        this.clients = clients;
    }

    /** The free bytes; empty where the storage grows by itself, or nothing was measured. */
    OptionalDouble of(Description database) {
        if (database.isAurora() || database.instance().isEmpty()) {
            return OptionalDouble.empty();
        }
        var now = Instant.now();
        return AwsCall.of(
                "cloudwatch:GetMetricStatistics",
                () -> clients
                        .cloudWatch()
                        .getMetricStatistics(request -> request.namespace("AWS/RDS")
                                .metricName("FreeStorageSpace")
                                .dimensions(Dimension.builder()
                                        .name("DBInstanceIdentifier")
                                        .value(database.instanceName())
                                        .build())
                                .statistics(Statistic.MINIMUM)
                                .period(PERIOD_SECONDS)
                                .startTime(now.minus(LOOKING_BACK))
                                .endTime(now))
                        .datapoints()
                        .stream()
                        .max(Comparator.comparing(Datapoint::timestamp))
                        .map(point -> OptionalDouble.of(point.minimum()))
                        .orElseGet(OptionalDouble::empty));
    }
}
