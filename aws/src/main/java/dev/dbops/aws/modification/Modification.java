package dev.dbops.aws.modification;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import dev.dbops.aws.modification.PlannedChange.Applied;
import dev.dbops.aws.provisioning.RdsCall;
import dev.dbops.aws.rds.ChangeWait;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.WaitTimer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.CertificateNotFoundException;
import software.amazon.awssdk.services.rds.model.RdsException;

/** A modification of an instance or a cluster, checked against its current settings. */
public final class Modification {
    private static final int STRIPED = 400;

    private final AwsClients clients;
    private final ModifiedDatabase database;
    private final Map<Setting, String> wanted;
    private final boolean immediately;
    private final Map<Setting, String> changed = new EnumMap<>(Setting.class);

    /**
     * Checks the settings.
     *
     * @param wanted the value of each setting, numbers in decimal and switches as {@link Setting#ON} or OFF
     * @param immediately whether what could wait for the maintenance window is applied now
     * @throws OpsException when the state of the database does not allow it, or AWS would refuse a value
     */
    public Modification(AwsClients clients, DatabaseInstance found, Map<Setting, String> wanted, boolean immediately) {
        this.clients = clients;
        this.wanted = new EnumMap<>(wanted);
        this.immediately = immediately;
        this.database = ModifiedDatabase.of(clients, found);
        database.check(wanted);
        var settings = database.settings();
        wanted.forEach((setting, value) -> {
            var waits = settings.pending().containsKey(setting);
            var reached = settings.eventual(setting).equals(Optional.of(value));
            if (!reached || waits && immediately) {
                changed.put(setting, value);
            }
        });
    }

    /** The database, before the change. */
    public DatabaseInstance database() {
        return database.found();
    }

    /** The changes that are not made or pending already; empty when there is nothing to do. */
    public List<PlannedChange> changes() {
        var changes = new ArrayList<PlannedChange>();
        changed.forEach((setting, value) -> {
            var now = database.settings().current(setting);
            changes.add(new PlannedChange(
                    setting.title(),
                    now,
                    value,
                    Impact.applied(setting, now, value, immediately),
                    Impact.downtime(setting, now, value, database.hasStandby(), rotates(setting))));
        });
        return changes;
    }

    private Optional<Boolean> rotates(Setting setting) {
        return setting == Setting.CA ? database.rotatesWithoutRestart() : Optional.empty();
    }

    /** The changes that are pending before this one; with "apply immediately" they are applied too. */
    public List<PendingChange> pending() {
        return database.pending();
    }

    /** When AWS may apply what waits, such as sat:04:00-sat:04:30, in UTC. */
    public String maintenanceWindow() {
        return wanted.getOrDefault(
                Setting.MAINTENANCE_WINDOW,
                database.settings().current(Setting.MAINTENANCE_WINDOW).orElse(""));
    }

    /** The next time at which that window begins. */
    public Optional<Instant> nextWindow() {
        var window = maintenanceWindow();
        return window.isEmpty()
                ? Optional.empty()
                : Optional.of(TimeWindow.ofMaintenance(window).next(Instant.now()));
    }

    /** Returns whether a change cannot be undone, or removes a protection. */
    public boolean needsName() {
        return changed.entrySet().stream().anyMatch(change -> Impact.needsName(change.getKey(), change.getValue()));
    }

    /** A remark on the size that AWS will choose, when the requested growth is too small for it. */
    public Optional<String> remark() {
        var now = database.settings().number(Setting.STORAGE);
        return Optional.ofNullable(changed.get(Setting.STORAGE))
                .map(Integer::parseInt)
                .filter(size -> size * 10 < now * 11)
                .map(size -> "AWS enlarges storage by at least 10 %%: to about %d GiB, and not to %d"
                        .formatted((now * 11 + 9) / 10, size));
    }

    /**
     * Requests the changes.
     *
     * @throws OpsException when AWS refuses them
     */
    public void run() {
        var name = database().name();
        var request = new EnumMap<>(changed);
        keepIops(request);
        if (database().type() == DatabaseInstance.Type.CLUSTER) {
            var modify = ModifyRequests.cluster(name, request, immediately);
            request("rds:ModifyDBCluster", () -> clients.rds().modifyDBCluster(modify));
        } else {
            var modify = ModifyRequests.instance(name, request, immediately);
            request("rds:ModifyDBInstance", () -> clients.rds().modifyDBInstance(modify));
        }
    }

    /** Another size or type of storage with provisioned IOPS has to repeat their number (ModifyDBInstance). */
    private void keepIops(Map<Setting, String> request) {
        var settings = database.settings();
        var type = request.getOrDefault(
                Setting.STORAGE_TYPE, settings.current(Setting.STORAGE_TYPE).orElse(""));
        var larger = request.containsKey(Setting.STORAGE);
        var provisioned = type.startsWith("io") && (larger || request.containsKey(Setting.STORAGE_TYPE))
                || type.equals("gp3") && larger && settings.number(Setting.STORAGE) >= STRIPED;
        if (provisioned && settings.number(Setting.IOPS) > 0) {
            request.putIfAbsent(Setting.IOPS, settings.now().get(Setting.IOPS));
        }
    }

    private void request(String action, Runnable request) {
        RdsCall.of(action, () -> {
            try {
                request.run();
                return null;
            } catch (CertificateNotFoundException e) {
                throw refused(
                        "there is no certificate authority \"%s\" in %s"
                                .formatted(changed.get(Setting.CA), clients.region()),
                        "aws rds describe-certificates lists them",
                        e);
            } catch (RdsException e) {
                throw explained(e);
            }
        });
    }

    /** The parameters of the request are right: what AWS refuses is a class or a version that it does not offer. */
    private RuntimeException explained(RdsException failure) {
        var code = AwsFailure.code(failure);
        var combination = code.equals("InvalidParameterCombination") || code.equals("InvalidParameterValue");
        if (!combination) {
            return failure;
        }
        var message = "AWS refuses the change: " + AwsFailure.message(failure);
        if (changed.containsKey(Setting.CLASS)) {
            return refused(
                    message,
                    "not each class is offered for each version and region: aws rds"
                            + " describe-orderable-db-instance-options --engine "
                            + database.engine(),
                    failure);
        }
        return changed.containsKey(Setting.ENGINE_VERSION)
                ? refused(
                        message,
                        "to list the versions it can have: db-ops doctor, or aws rds describe-db-engine-versions",
                        failure)
                : failure;
    }

    private static OpsException refused(String message, String hint, RdsException cause) {
        return new OpsException(Kind.USAGE, message, hint, cause);
    }

    /** The database after the request. */
    public DatabaseInstance refreshed() {
        return ModifiedDatabase.of(clients, database()).found();
    }

    /** Waits until the changes that do not wait for the maintenance window are applied. */
    public DatabaseInstance await(WaitTimer patience) {
        return new ChangeWait(new DatabaseInstances(clients), patience).until(database(), _ -> isApplied());
    }

    private boolean isApplied() {
        var settings = ModifiedDatabase.of(clients, database()).settings();
        return changed.entrySet().stream().allMatch(change -> {
            var setting = change.getKey();
            var before = database.settings().current(setting);
            return Impact.applied(setting, before, change.getValue(), immediately) == Applied.MAINTENANCE_WINDOW
                    || isReached(setting, settings, change.getValue());
        });
    }

    private static boolean isReached(Setting setting, DatabaseSettings settings, String value) {
        if (settings.pending().containsKey(setting)) {
            return false;
        }
        return setting == Setting.STORAGE
                ? settings.number(setting) >= Integer.parseInt(value)
                : settings.current(setting).equals(Optional.of(value));
    }
}
