package dev.dbops.aws.snapshot;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RdsCall;
import java.util.ArrayList;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/**
 * The settings of a source instance that no request to restore it accepts, only one that modifies the restored instance.
 *
 * @param mostStorage the size to which the storage grows by itself, in GiB
 * @param monitoringSeconds the interval of enhanced monitoring
 * @param monitoringRole the ARN of its role
 * @param insightsDays how long Performance Insights keeps data
 */
record LaterSettings(
        Optional<Integer> mostStorage,
        Optional<Integer> monitoringSeconds,
        Optional<String> monitoringRole,
        Optional<Integer> insightsDays) {

    /** The settings of a source. */
    static LaterSettings of(DBInstance source) {
        var interval = Optional.ofNullable(source.monitoringInterval()).filter(seconds -> seconds > 0);
        return new LaterSettings(
                Optional.ofNullable(source.maxAllocatedStorage()).filter(most -> most > 0),
                interval,
                interval.flatMap(_ -> Optional.ofNullable(source.monitoringRoleArn())),
                Boolean.TRUE.equals(source.performanceInsightsEnabled())
                        ? Optional.ofNullable(source.performanceInsightsRetentionPeriod())
                        : Optional.empty());
    }

    /** No settings: for a cluster, or a source that was deleted. */
    static LaterSettings none() {
        return new LaterSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns whether there are none, or the restored instance has them. */
    boolean areThose(DBInstance restored) {
        return equals(none()) || equals(of(restored));
    }

    /**
     * Modifies the restored instance.
     *
     * @param password whether RDS is to keep its master password, too
     */
    void apply(AwsClients clients, String name, boolean password) {
        var request =
                ModifyDbInstanceRequest.builder().dbInstanceIdentifier(name).applyImmediately(true);
        if (password) {
            request.manageMasterUserPassword(true);
        }
        mostStorage.ifPresent(request::maxAllocatedStorage);
        monitoringSeconds.ifPresent(request::monitoringInterval);
        monitoringRole.ifPresent(request::monitoringRoleArn);
        insightsDays.ifPresent(
                days -> request.enablePerformanceInsights(true).performanceInsightsRetentionPeriod(days));
        var built = request.build();
        RdsCall.of("rds:ModifyDBInstance", () -> clients.rds().modifyDBInstance(built));
    }

    /** The command that does the same. */
    String command(String name) {
        var words = new ArrayList<String>();
        words.add("aws rds modify-db-instance --db-instance-identifier " + name);
        mostStorage.ifPresent(most -> words.add("--max-allocated-storage " + most));
        monitoringSeconds.ifPresent(seconds -> words.add("--monitoring-interval " + seconds));
        monitoringRole.ifPresent(role -> words.add("--monitoring-role-arn " + role));
        insightsDays.ifPresent(
                days -> words.add("--enable-performance-insights --performance-insights-retention-period " + days));
        words.add("--apply-immediately");
        return String.join(" ", words);
    }
}
