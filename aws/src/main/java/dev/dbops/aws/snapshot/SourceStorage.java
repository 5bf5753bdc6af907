package dev.dbops.aws.snapshot;

import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * The storage of a source, as a restore may request it: RDS chooses gp2 or gp3 of the smallest performance otherwise.
 *
 * @param type such as gp3
 * @param iops the provisioned operations a second; empty where RDS accepts no number
 * @param throughput the provisioned MiB/s; empty where RDS accepts no number
 */
record SourceStorage(Optional<String> type, Optional<Integer> iops, Optional<Integer> throughput) {
    /** RDS for PostgreSQL accepts numbers for gp3 from this size on (Amazon RDS user guide, "gp3 storage"). */
    private static final int LEAST_STRIPED = 400;

    static SourceStorage of(DBInstance instance) {
        var type = instance.storageType() == null ? "" : instance.storageType();
        var size = instance.allocatedStorage() == null ? 0 : instance.allocatedStorage();
        var general = type.equals("gp3") && size >= LEAST_STRIPED;
        return new SourceStorage(
                type.isEmpty() || instance.engine().startsWith("aurora") ? Optional.empty() : Optional.of(type),
                Optional.ofNullable(instance.iops()).filter(number -> number > 0 && (general || type.startsWith("io"))),
                Optional.ofNullable(instance.storageThroughput()).filter(number -> number > 0 && general));
    }
}
