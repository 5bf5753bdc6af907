package dev.dbops.aws.inventory;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Optional;

/**
 * An instance or a cluster in the list of an account, with the facts that decide its cost.
 *
 * @param name its identifier
 * @param region where it is
 * @param role what it is
 * @param partOf the cluster of a member, or the source of a replica
 * @param state RDS's word for its state
 * @param instanceClass such as db.t4g.micro; empty for a cluster whose members have their own
 * @param engine such as postgres
 * @param engineVersion such as 17.6
 * @param multiAz whether a standby or members are in another availability zone
 * @param publiclyAccessible whether its name leads to a public address
 * @param storageGib the allocated storage in GiB; empty where it grows by itself
 * @param maxStorageGib the limit up to which RDS enlarges it
 * @param storageType such as gp3
 * @param iops the provisioned I/O operations per second
 * @param throughput the provisioned MiB per second
 * @param encrypted whether the storage is encrypted
 * @param startsItselfAt when AWS will start a stopped one by itself
 * @param capacity the minimum and maximum of a serverless cluster in ACU, such as 0.5-4
 * @param backupRetentionDays how long automated backups are kept; 0 when there are none
 * @param deletionProtection whether AWS refuses to delete it
 * @param performanceInsightsDays how long Performance Insights keeps its data; empty when it is disabled
 * @param databaseInsights standard or advanced
 * @param monitoringSeconds the interval of Enhanced Monitoring; empty when it is disabled
 * @param lifecycleSupport whether RDS Extended Support is enabled, in RDS's words
 * @param createdAt when it was created
 * @param arn its Amazon Resource Name
 * @param tags its tags, each as KEY=VALUE
 */
public record ListedDatabase(
        String name,
        String region,
        Role role,
        Optional<String> partOf,
        String state,
        Optional<String> instanceClass,
        String engine,
        Optional<String> engineVersion,
        Optional<Boolean> multiAz,
        Optional<Boolean> publiclyAccessible,
        Optional<Integer> storageGib,
        Optional<Integer> maxStorageGib,
        Optional<String> storageType,
        Optional<Integer> iops,
        Optional<Integer> throughput,
        Optional<Boolean> encrypted,
        Optional<Instant> startsItselfAt,
        Optional<String> capacity,
        Optional<Integer> backupRetentionDays,
        Optional<Boolean> deletionProtection,
        Optional<Integer> performanceInsightsDays,
        Optional<String> databaseInsights,
        Optional<Integer> monitoringSeconds,
        Optional<String> lifecycleSupport,
        Optional<Instant> createdAt,
        String arn,
        List<String> tags) {

    private static final String EXTENDED_SUPPORT = "open-source-rds-extended-support";

    /** The year in which the standard support of a major version ends, less that version. */
    private static final int YEARS_TO_END = 2013;

    public ListedDatabase {
        tags = List.copyOf(tags);
    }

    /**
     * Returns whether AWS charges for RDS Extended Support: the standard support of a version of PostgreSQL ends with the
     * February after the community's ("Release calendars" in the RDS and Aurora user guides; 13: 2026).
     */
    public boolean isInExtendedSupport(LocalDate today) {
        if (!engine.endsWith("postgres") && !engine.endsWith("postgresql")
                || lifecycleSupport.filter(EXTENDED_SUPPORT::equals).isEmpty()) {
            return false;
        }
        var major = engineVersion.orElse("").split("\\.")[0];
        return major.matches("\\d{1,3}")
                && !today.isBefore(LocalDate.of(YEARS_TO_END + Integer.parseInt(major), Month.MARCH, 1));
    }

    /** The part that a database has among others. */
    public enum Role {
        INSTANCE,
        CLUSTER,
        WRITER,
        READER,
        REPLICA
    }
}
