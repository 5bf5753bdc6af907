package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import java.util.Optional;

/**
 * Fails over to another machine: a reader of a cluster (FailoverDBCluster), or the standby of a Multi-AZ instance (a
 * reboot with failover; "Failing over a Multi-AZ DB instance" in the RDS user guide).
 */
public final class Failover {
    private final AwsClients clients;
    private final DatabaseInstances instances;

    public Failover(AwsClients clients) {
        this.clients = clients;
        this.instances = new DatabaseInstances(clients);
    }

    /**
     * The planned failover.
     *
     * @param database the instance or cluster
     * @param from the member that writes now, or the availability zone of an instance
     * @param to the member that will write; empty when AWS chooses
     * @param needed false when that member writes already
     */
    public record Plan(DatabaseInstance database, String from, String to, boolean needed) {}

    /**
     * Checks whether there is a failover target.
     *
     * @param to the member of a cluster that will write; empty when AWS chooses
     * @throws OpsException when there is none, or the state does not allow it
     */
    public Plan plan(DatabaseInstance database, String to) {
        return switch (database.type()) {
            case CLUSTER -> planCluster(database, to);
            case INSTANCE -> planInstance(database, to);
            case PROXY ->
                throw new OpsException(
                        Kind.USAGE,
                        "%s does not fail over: it is a proxy for an instance or a cluster"
                                .formatted(database.description()),
                        "pass its database: --instance NAME");
        };
    }

    private Plan planCluster(DatabaseInstance database, String to) {
        var cluster = instances.describeCluster(database.name()).orElseThrow();
        var writer = ClusterMembers.writer(cluster);
        var readers = ClusterMembers.readers(cluster);
        if (!to.isEmpty() && to.equals(writer)) {
            return new Plan(database, writer, to, false);
        }
        if (!to.isEmpty() && !readers.contains(to)) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not a member of %s (from --to)".formatted(to, database.description()),
                    readers.isEmpty() ? "it has no reader" : "its readers are: " + String.join(", ", readers));
        }
        if (readers.isEmpty()) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s has no reader that could take over".formatted(database.description()),
                    "add one: aws rds create-db-instance --db-cluster-identifier " + database.name());
        }
        refuseUnlessAvailable(database);
        return new Plan(database, writer, to, true);
    }

    private Plan planInstance(DatabaseInstance database, String to) {
        if (database.cluster().isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is a member of cluster \"%s\", which fails over as a whole"
                            .formatted(
                                    database.description(), database.cluster().get()),
                    "db-ops rds-failover --instance %s --to MEMBER"
                            .formatted(database.cluster().get()));
        }
        if (!to.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--to names a member of a cluster, but %s is not a cluster".formatted(database.description()),
                    "omit --to: a Multi-AZ instance has one standby");
        }
        var instance = instances.describeInstance(database.name()).orElseThrow();
        if (!Boolean.TRUE.equals(instance.multiAZ())) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is not Multi-AZ: it has no standby that could take over".formatted(database.description()),
                    "give it one: db-ops rds-modify --multi-az --apply-immediately --instance " + database.name());
        }
        refuseUnlessAvailable(database);
        return new Plan(
                database, Optional.ofNullable(instance.availabilityZone()).orElse(""), "", true);
    }

    private static void refuseUnlessAvailable(DatabaseInstance database) {
        if (Phase.of(database.state()) != Phase.RUNNING) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is %s; it fails over only when it is available"
                            .formatted(database.description(), database.state()),
                    Phase.of(database.state()) == Phase.STOPPED
                            ? "start it: db-ops rds-start --instance " + database.name()
                            : "look at it: db-ops rds-status --instance " + database.name());
        }
    }

    /** Requests the failover. */
    public void begin(Plan plan) {
        var name = plan.database().name();
        if (plan.database().type() == DatabaseInstance.Type.CLUSTER) {
            StateRequest.send(
                    "rds:FailoverDBCluster",
                    plan.database(),
                    () -> clients.rds()
                            .failoverDBCluster(request -> request.dbClusterIdentifier(name)
                                    .targetDBInstanceIdentifier(plan.to().isEmpty() ? null : plan.to())));
        } else {
            StateRequest.send(
                    "rds:RebootDBInstance",
                    plan.database(),
                    () -> clients.rds()
                            .rebootDBInstance(request ->
                                    request.dbInstanceIdentifier(name).forceFailover(true)));
        }
    }

    /**
     * Waits until the other machine has taken over.
     *
     * <p>AWS reports the instance as available before the reboot begins, and its former zone for some minutes after it.
     *
     * @return the member that writes now, or the availability zone of an instance
     */
    public String await(Plan plan, WaitTimer patience) {
        try {
            return plan.database().type() == DatabaseInstance.Type.INSTANCE
                    ? awaitZone(plan, patience)
                    : awaitWriter(plan, patience);
        } finally {
            patience.over();
        }
    }

    private String awaitZone(Plan plan, WaitTimer patience) {
        while (true) {
            var instance = instances.describeInstance(plan.database().name()).orElseThrow(plan.database()::gone);
            var now = DatabaseInstance.of(instance);
            patience.saw(now.description(), now.state());
            var phase = Phase.of(now.state());
            StateWait.refuseDeadEnd(Phase.RUNNING, phase, now, false);
            var zone = Optional.ofNullable(instance.availabilityZone()).orElse("");
            if (phase == Phase.RUNNING && !zone.equals(plan.from())) {
                return zone;
            }
            StateWait.pause(patience, now, phase == Phase.RUNNING ? "in zone \"%s\"".formatted(zone) : now.state());
        }
    }

    /** The failover is complete when another member writes; the cluster may stay available throughout. */
    private String awaitWriter(Plan plan, WaitTimer patience) {
        while (true) {
            var cluster = instances.describeCluster(plan.database().name()).orElseThrow();
            var now = DatabaseInstance.of(cluster);
            patience.saw(now.description(), now.state());
            var phase = Phase.of(now.state());
            StateWait.refuseDeadEnd(Phase.RUNNING, phase, now, false);
            var writer = ClusterMembers.writer(cluster);
            if (phase == Phase.RUNNING && !writer.equals(plan.from())) {
                return writer;
            }
            var unfinished = phase == Phase.RUNNING ? "written by \"%s\"".formatted(writer) : now.state();
            StateWait.pause(patience, now, unfinished);
        }
    }
}
