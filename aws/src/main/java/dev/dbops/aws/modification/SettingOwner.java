package dev.dbops.aws.modification;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.DatabaseInstance;
import java.util.List;
import java.util.Set;

/** Refuses settings that belong to the cluster and not to its member, to the members and not to the cluster, or to neither. */
final class SettingOwner {
    private static final Set<Setting> OF_MEMBERS =
            Set.of(Setting.CLASS, Setting.CA, Setting.PUBLIC, Setting.MAINTENANCE_WINDOW);

    private final DatabaseInstance database;
    private final boolean aurora;
    private final List<String> members;

    /**
     * @param members the members of a cluster, the writer first
     */
    SettingOwner(DatabaseInstance database, boolean aurora, List<String> members) {
        this.database = database;
        this.aurora = aurora;
        this.members = members;
    }

    /**
     * Throws an exception when the database does not have the setting.
     *
     * @throws OpsException of kind USAGE; the hint names the database that has it
     */
    void check(Setting setting) {
        if (database.cluster().isPresent()) {
            checkMember(setting, database.cluster().get());
        } else if (database.type() == DatabaseInstance.Type.CLUSTER) {
            if (aurora) {
                checkAurora(setting);
            } else {
                checkMultiAzCluster(setting);
            }
        }
    }

    private void checkMember(Setting setting, String cluster) {
        if (!aurora || !OF_MEMBERS.contains(setting)) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is a member of cluster \"%s\", which decides its %s"
                            .formatted(database.description(), cluster, setting.title()),
                    "modify the cluster: --instance " + cluster);
        }
    }

    private void checkAurora(Setting setting) {
        switch (setting) {
            case CLASS, CA, PUBLIC ->
                throw refused(
                        "the members of %s have each their own %s".formatted(database.description(), setting.title()),
                        members.isEmpty()
                                ? "it has no members"
                                : "name one, with --instance; its members are: " + String.join(", ", members));
            case STORAGE, MAX_STORAGE, IOPS, THROUGHPUT ->
                throw refused(
                        "%s is an Aurora cluster, whose storage grows and shrinks by itself"
                                .formatted(database.description()),
                        "omit %s; --storage-type chooses between aurora and aurora-iopt1".formatted(setting.option()));
            case MULTI_AZ ->
                throw refused(
                        "%s is an Aurora cluster, which is Multi-AZ as long as it has members in several zones"
                                .formatted(database.description()),
                        "add or delete a member: aws rds create-db-instance --db-cluster-identifier "
                                + database.name());
            default -> {}
        }
    }

    private void checkMultiAzCluster(Setting setting) {
        switch (setting) {
            case MULTI_AZ ->
                throw refused(
                        "%s always has two readers in other zones".formatted(database.description()),
                        "omit --multi-az and --no-multi-az");
            case MAX_STORAGE, THROUGHPUT, PUBLIC ->
                throw refused(
                        "AWS does not modify the %s of a Multi-AZ cluster".formatted(setting.title()),
                        "omit %s".formatted(setting.option()));
            default -> {}
        }
    }

    private static OpsException refused(String message, String hint) {
        return new OpsException(Kind.USAGE, message, hint);
    }
}
