package dev.dbops.aws.upgrade;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.parameter.FamilyGroups;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.Waiter;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** Upgrades an instance or a cluster itself, which does not answer meanwhile. */
public final class InPlaceUpgrade {
    private static final String AVAILABLE = "available";

    private final UpgradeSource source;
    private final UpgradeTarget target;
    private final FamilyGroups groups;

    /**
     * @param groups the parameter groups of the target's family
     */
    public InPlaceUpgrade(UpgradeSource source, UpgradeTarget target, FamilyGroups groups) {
        this.source = source;
        this.target = target;
        this.groups = groups;
    }

    /** The requests, in their order. */
    public RequestPlan plan() {
        var plan = new RequestPlan();
        if (target.major()) {
            groups.addTo(plan);
        }
        var clients = source.clients();
        return source.database().type() == Type.CLUSTER
                ? plan.add("rds:ModifyDBCluster", ofCluster(), clients.rds()::modifyDBCluster, "", "")
                : plan.add("rds:ModifyDBInstance", ofInstance(), clients.rds()::modifyDBInstance, "", "");
    }

    private ModifyDbInstanceRequest ofInstance() {
        var request = ModifyDbInstanceRequest.builder()
                .dbInstanceIdentifier(source.database().name())
                .engineVersion(target.version())
                .applyImmediately(true);
        if (target.major()) {
            request.allowMajorVersionUpgrade(true);
            groups.ofInstances().ifPresent(request::dbParameterGroupName);
        }
        return request.build();
    }

    private ModifyDbClusterRequest ofCluster() {
        var request = ModifyDbClusterRequest.builder()
                .dbClusterIdentifier(source.database().name())
                .engineVersion(target.version())
                .applyImmediately(true);
        if (target.major()) {
            request.allowMajorVersionUpgrade(true);
            groups.ofClusters().ifPresent(request::dbClusterParameterGroupName);
            groups.ofInstances().ifPresent(request::dbInstanceParameterGroupName);
        }
        return request.build();
    }

    /**
     * Waits until it has the version.
     *
     * @throws OpsException of kind FAILED when it is available again with its former version
     */
    public void await(Waiter waiter) {
        var progress = new Progress();
        waiter.until(
                source.database().description(),
                AVAILABLE,
                "db-ops rds-status --instance " + source.database().name(),
                progress::state);
    }

    /** The states of one upgrade. */
    private final class Progress {
        private boolean began;

        /** It is still called available for a while after the request. */
        private String state() {
            var state = source.state();
            if (!state.equals(AVAILABLE)) {
                began = true;
                return state;
            }
            if (source.versionNow().equals(target.version())) {
                return AVAILABLE;
            }
            if (began) {
                throw new OpsException(
                        Kind.FAILED,
                        "%s is available again, and still has version %s"
                                .formatted(source.database().description(), source.version()),
                        "the reason is in the log of the upgrade: db-ops rds-logs --instance "
                                + source.database().name());
            }
            return "about to be upgraded";
        }
    }
}
