package dev.dbops.aws.doctor;

import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Protection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Findings about protection against data loss, which are stricter for production than for other environments. */
final class SafetyFindings {
    private static final Step BACKUPS = new Step(AwsChecks.SECTION, "backups");
    private static final Step DELETION = new Step(AwsChecks.SECTION, "deletion protection");
    private static final Step ENCRYPTION = new Step(AwsChecks.SECTION, "encryption");
    private static final Step AVAILABILITY = new Step(AwsChecks.SECTION, "availability");
    private static final Step TOKENS = new Step(AwsChecks.SECTION, "iam authentication");

    private final Description database;
    private final ConnectionTarget target;
    private final boolean production;

    SafetyFindings(Description database, ConnectionTarget target) {
        this.database = database;
        this.target = target;
        this.production = Protection.isProduction(target);
    }

    void examine(Consumer<Finding> findings) {
        if (database.isProxy()) {
            return;
        }
        if (!database.isReplica()) {
            findings.accept(backups());
        }
        findings.accept(deletion());
        findings.accept(encryption());
        findings.accept(availability());
        if (target.parameters().containsKey(ConnectionTarget.IAM_AUTH)) {
            findings.accept(tokens());
        }
    }

    /** The cluster's, where there is one: its members only repeat it, or say nothing. */
    private <T> Optional<T> property(Function<DBCluster, T> ofCluster, Function<DBInstance, T> ofInstance) {
        return database.cluster().isPresent()
                ? database.cluster().map(ofCluster)
                : database.instance().map(ofInstance);
    }

    private Finding backups() {
        var days = property(DBCluster::backupRetentionPeriod, DBInstance::backupRetentionPeriod)
                .orElse(0);
        return days > 0
                ? BACKUPS.ok("automated backups are kept for %d day%s".formatted(days, days == 1 ? "" : "s"))
                : BACKUPS.warning(
                        "there are no automated backups, so it cannot be restored to a point in time",
                        Remedy.command(database.modify("--backup-retention 7")));
    }

    private Finding deletion() {
        var on = property(DBCluster::deletionProtection, DBInstance::deletionProtection)
                .orElse(false);
        if (on) {
            return DELETION.ok("AWS refuses to delete it");
        }
        return production
                ? DELETION.warning(
                        "a single request can delete it", Remedy.command(database.modify("--deletion-protection")))
                : DELETION.ok("off");
    }

    private Finding encryption() {
        return property(DBCluster::storageEncrypted, DBInstance::storageEncrypted)
                        .orElse(false)
                ? ENCRYPTION.ok("its storage is encrypted")
                : ENCRYPTION.warning(
                        "its storage and its snapshots are not encrypted",
                        "encrypt a copy: db-ops rds-snapshot, copy the snapshot with a key, db-ops rds-restore"
                                + " (docs/aws.md)");
    }

    private Finding availability() {
        if (property(DBCluster::multiAZ, DBInstance::multiAZ).orElse(false)) {
            return AVAILABILITY.ok("it is in several availability zones");
        }
        return production
                ? AVAILABILITY.warning(
                        "it is in one availability zone, and fails with it",
                        database.cluster().isPresent()
                                ? Remedy.prose("add a member to the cluster with aws rds create-db-instance")
                                : Remedy.command(database.modify("--multi-az")))
                : AVAILABILITY.ok("it is in one availability zone");
    }

    private Finding tokens() {
        return property(DBCluster::iamDatabaseAuthenticationEnabled, DBInstance::iamDatabaseAuthenticationEnabled)
                        .orElse(false)
                ? TOKENS.ok("IAM tokens are accepted as passwords")
                : TOKENS.failed(
                        "the connection uses an IAM token, but IAM authentication is off",
                        Remedy.command(database.modify("--iam-authentication")));
    }
}
