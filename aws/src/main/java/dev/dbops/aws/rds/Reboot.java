package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.rds.model.DBCluster;

/**
 * Reboots an instance (RebootDBInstance), or a Multi-AZ cluster as a whole (RebootDBCluster, which is not for Aurora).
 */
public final class Reboot {
    /** Such an instance does not start because of its parameters, and is rebooted after they are corrected. */
    private static final String WRONG_PARAMETERS = "incompatible-parameters";

    private final AwsClients clients;
    private final DatabaseInstances instances;

    public Reboot(AwsClients clients) {
        this.clients = clients;
        this.instances = new DatabaseInstances(clients);
    }

    /**
     * The planned reboot.
     *
     * @param database the instance or cluster
     * @param failover whether the standby takes over
     * @param parameters the parameters that take effect
     */
    public record Plan(DatabaseInstance database, boolean failover, List<PendingParameter> parameters) {
        public Plan {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * Checks whether it can be rebooted, and finds the parameters that take effect.
     *
     * @throws OpsException when it cannot be rebooted, or has no standby for the failover
     */
    public Plan plan(DatabaseInstance database, boolean failover) {
        if (database.type() == Type.PROXY) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s cannot be rebooted: it is a proxy for an instance or a cluster"
                            .formatted(database.description()),
                    "pass its database: --instance NAME");
        }
        if (database.type() == Type.CLUSTER) {
            checkCluster(database, failover);
            refuseState(database);
            return new Plan(database, false, List.of());
        }
        if (failover) {
            checkStandby(database);
        }
        refuseState(database);
        return new Plan(database, failover, pending(database));
    }

    private void checkCluster(DatabaseInstance database, boolean failover) {
        var cluster = instances.describeCluster(database.name()).orElseThrow(database::gone);
        if (failover) {
            throw new OpsException(
                    Kind.USAGE,
                    "--failover is for Multi-AZ instances, and %s is a cluster".formatted(database.description()),
                    "db-ops rds-failover --instance " + database.name());
        }
        if (cluster.engine().startsWith("aurora")) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s cannot be rebooted as a whole: AWS reboots the members of an Aurora cluster one by one"
                            .formatted(database.description()),
                    members(cluster));
        }
    }

    private static String members(DBCluster cluster) {
        var writer = ClusterMembers.writer(cluster);
        var names = new ArrayList<>(ClusterMembers.readers(cluster));
        if (!writer.isEmpty()) {
            names.add(writer + " (the writer)");
        }
        return names.isEmpty()
                ? "it has no members"
                : "name one, with --instance; its members are: " + String.join(", ", names);
    }

    private void checkStandby(DatabaseInstance database) {
        if (database.cluster().isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is a member of cluster \"%s\", which fails over as a whole"
                            .formatted(
                                    database.description(), database.cluster().get()),
                    "db-ops rds-failover --instance " + database.cluster().get());
        }
        var instance = instances.describeInstance(database.name()).orElseThrow(database::gone);
        if (!Boolean.TRUE.equals(instance.multiAZ())) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is not Multi-AZ: it has no standby that could take over".formatted(database.description()),
                    "omit --failover, or give it a standby: db-ops rds-modify --multi-az --instance "
                            + database.name());
        }
    }

    private static void refuseState(DatabaseInstance database) {
        var phase = Phase.of(database.state());
        if (phase == Phase.RUNNING || database.state().equals(WRONG_PARAMETERS)) {
            return;
        }
        var hint = switch (phase) {
            case STOPPED, STOPPING -> "start it: db-ops rds-start --instance " + database.name();
            case BROKEN -> Phase.remedy(database.state());
            default -> "look at it: db-ops rds-status --instance " + database.name();
        };
        throw new OpsException(
                Kind.FAILED,
                "%s is %s, and AWS reboots it only when it is available"
                        .formatted(database.description(), database.state()),
                hint);
    }

    private List<PendingParameter> pending(DatabaseInstance database) {
        var parameters = new PendingParameters(clients);
        var instance = instances.describeInstance(database.name()).orElseThrow(database::gone);
        var pending = new ArrayList<>(parameters.of(instance));
        database.cluster()
                .flatMap(instances::describeCluster)
                .ifPresent(cluster -> pending.addAll(parameters.of(cluster, database.name())));
        return pending;
    }

    /**
     * Requests the reboot.
     *
     * @return its state after the request
     */
    public DatabaseInstance begin(Plan plan) {
        var name = plan.database().name();
        if (plan.database().type() == Type.CLUSTER) {
            StateRequest.send(
                    "rds:RebootDBCluster",
                    plan.database(),
                    () -> clients.rds().rebootDBCluster(request -> request.dbClusterIdentifier(name)));
        } else {
            StateRequest.send(
                    "rds:RebootDBInstance",
                    plan.database(),
                    () -> clients.rds()
                            .rebootDBInstance(request ->
                                    request.dbInstanceIdentifier(name).forceFailover(plan.failover() ? true : null)));
        }
        return instances.refresh(plan.database());
    }

    /** Waits until it is running again. */
    public DatabaseInstance await(Plan plan, WaitTimer patience) {
        return new ChangeWait(instances, patience).until(plan.database(), changed -> changed);
    }
}
