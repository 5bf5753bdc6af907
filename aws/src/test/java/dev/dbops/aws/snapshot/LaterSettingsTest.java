package dev.dbops.aws.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBInstance;

class LaterSettingsTest {
    private static final DBInstance SOURCE = DBInstance.builder()
            .maxAllocatedStorage(1000)
            .monitoringInterval(60)
            .monitoringRoleArn("arn:aws:iam::123456789012:role/monitoring")
            .performanceInsightsEnabled(true)
            .performanceInsightsRetentionPeriod(7)
            .build();

    @Test
    void theCommandHasEachSetting() {
        assertThat(LaterSettings.of(SOURCE).command("copy"))
                .isEqualTo("aws rds modify-db-instance --db-instance-identifier copy --max-allocated-storage 1000"
                        + " --monitoring-interval 60 --monitoring-role-arn arn:aws:iam::123456789012:role/monitoring"
                        + " --enable-performance-insights --performance-insights-retention-period 7"
                        + " --apply-immediately");
    }

    @Test
    void aSourceWithoutThemNeedsNoChange() {
        var source = DBInstance.builder()
                .maxAllocatedStorage(0)
                .monitoringInterval(0)
                .performanceInsightsEnabled(false)
                .build();

        assertThat(LaterSettings.of(source)).isEqualTo(LaterSettings.none());
    }

    @Test
    void anInstanceThatHasThemNeedsNoChange() {
        assertThat(LaterSettings.of(SOURCE).areThose(SOURCE)).isTrue();
        assertThat(LaterSettings.of(SOURCE).areThose(DBInstance.builder().build()))
                .isFalse();
    }

    @Test
    void numbersOfGp3ArePassedOnlyWhereRdsAcceptsThem() {
        var gp3 = DBInstance.builder()
                .engine("postgres")
                .storageType("gp3")
                .iops(3000)
                .storageThroughput(125);

        assertThat(SourceStorage.of(gp3.allocatedStorage(100).build()))
                .hasToString("SourceStorage[type=Optional[gp3], iops=Optional.empty, throughput=Optional.empty]");
        assertThat(SourceStorage.of(gp3.allocatedStorage(400).build()))
                .hasToString("SourceStorage[type=Optional[gp3], iops=Optional[3000], throughput=Optional[125]]");
        assertThat(SourceStorage.of(gp3.storageType("io2").allocatedStorage(100).build()))
                .hasToString("SourceStorage[type=Optional[io2], iops=Optional[3000], throughput=Optional.empty]");
    }
}
