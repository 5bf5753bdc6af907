package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import java.util.List;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbSnapshotAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.SnapshotQuotaExceededException;

/**
 * Starts and stops instances and clusters. For databases that cannot be stopped, see "Stopping an Amazon RDS DB instance
 * temporarily" in the RDS user guide, and "Stopping and starting an Amazon Aurora DB cluster" in Aurora's.
 */
public final class InstanceStartStop {
    private final AwsClients clients;
    private final DatabaseInstances instances;

    public InstanceStartStop(AwsClients clients) {
        this.clients = clients;
        this.instances = new DatabaseInstances(clients);
    }

    /**
     * The step that starts it.
     *
     * @param waits whether to wait until it has stopped first, when it is stopping
     * @throws OpsException when it cannot be started
     */
    public StartStopStep toStart(DatabaseInstance database, boolean waits) {
        refuseProxiesAndMembers(database, "start");
        return switch (Phase.of(database.state())) {
            case RUNNING -> StartStopStep.NOTHING;
            case CHANGING -> StartStopStep.UNDER_WAY;
            case STOPPED -> StartStopStep.REQUEST;
            case STOPPING -> later(database, waits, "cannot be started before it is stopped");
            case DELETING, BROKEN -> throw cannot(database, "started");
        };
    }

    /**
     * The step that stops it.
     *
     * @param waits whether to wait until it is available first
     * @throws OpsException when it cannot be stopped
     */
    public StartStopStep toStop(DatabaseInstance database, boolean waits) {
        refuseProxiesAndMembers(database, "stop");
        refuseOtherClusters(database);
        return switch (Phase.of(database.state())) {
            case STOPPED -> StartStopStep.NOTHING;
            case STOPPING -> StartStopStep.UNDER_WAY;
            case RUNNING -> {
                refuseReplication(database);
                yield StartStopStep.REQUEST;
            }
            case CHANGING -> {
                refuseReplication(database);
                yield later(database, waits, "cannot be stopped before it is available");
            }
            case DELETING, BROKEN -> throw cannot(database, "stopped");
        };
    }

    /**
     * Sends the request that starts it, if the step requires that.
     *
     * @param patience the time limit for its current operation
     * @return its state after the request
     */
    public DatabaseInstance start(DatabaseInstance database, StartStopStep step, WaitTimer patience) {
        if (step == StartStopStep.REQUEST_LATER) {
            awaitStopped(database, patience);
        }
        if (step.changes()) {
            request(database, "Start", () -> {
                if (database.type() == DatabaseInstance.Type.CLUSTER) {
                    clients.rds().startDBCluster(request -> request.dbClusterIdentifier(database.name()));
                } else {
                    clients.rds().startDBInstance(request -> request.dbInstanceIdentifier(database.name()));
                }
            });
        }
        return step.changes() ? instances.refresh(database) : database;
    }

    /**
     * Sends the request that stops it, if the step requires that.
     *
     * @param snapshot the name of a snapshot to take of an instance first; empty for none
     * @param patience the time limit for its current operation
     * @return its state after the request
     */
    public DatabaseInstance stop(DatabaseInstance database, StartStopStep step, String snapshot, WaitTimer patience) {
        if (step == StartStopStep.REQUEST_LATER) {
            awaitRunning(database, patience);
        }
        if (step.changes()) {
            request(database, "Stop", () -> {
                if (database.type() == DatabaseInstance.Type.CLUSTER) {
                    clients.rds().stopDBCluster(request -> request.dbClusterIdentifier(database.name()));
                } else {
                    clients.rds()
                            .stopDBInstance(request -> request.dbInstanceIdentifier(database.name())
                                    .dbSnapshotIdentifier(snapshot.isEmpty() ? null : snapshot));
                }
            });
        }
        return step.changes() ? instances.refresh(database) : database;
    }

    /** Waits until AWS reports that it answers SQL. */
    public DatabaseInstance awaitRunning(DatabaseInstance database, WaitTimer patience) {
        return new StateWait(instances, patience).until(Phase.RUNNING, database);
    }

    /** Waits until it is stopped. */
    public DatabaseInstance awaitStopped(DatabaseInstance database, WaitTimer patience) {
        return new StateWait(instances, patience).until(Phase.STOPPED, database);
    }

    private static void refuseProxiesAndMembers(DatabaseInstance database, String verb) {
        if (database.type() == DatabaseInstance.Type.PROXY) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s cannot be %sed: it is a proxy for an instance or a cluster"
                            .formatted(database.description(), verb.equals("stop") ? "stopp" : verb),
                    "pass its database: --instance NAME");
        }
        if (database.cluster().isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is a member of cluster \"%s\", whose members start and stop together"
                            .formatted(
                                    database.description(), database.cluster().get()),
                    "%s the cluster: db-ops rds-%s --instance %s"
                            .formatted(verb, verb, database.cluster().get()));
        }
    }

    /** "Multi-AZ DB clusters don't support stopping" ("Limitations of Multi-AZ DB clusters" in the RDS user guide). */
    private void refuseOtherClusters(DatabaseInstance database) {
        if (database.type() != DatabaseInstance.Type.CLUSTER) {
            return;
        }
        var engine = instances
                .describeCluster(database.name())
                .map(DBCluster::engine)
                .orElse("");
        if (!engine.startsWith("aurora")) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is a Multi-AZ cluster of %s, and AWS stops only clusters of Aurora"
                            .formatted(database.description(), engine),
                    "delete it with a final snapshot, and restore that later: db-ops rds-delete --instance "
                            + database.name());
        }
    }

    private void refuseReplication(DatabaseInstance database) {
        if (database.type() != DatabaseInstance.Type.INSTANCE) {
            return;
        }
        var details = instances.describeInstance(database.name()).orElseThrow();
        if (details.readReplicaSourceDBInstanceIdentifier() != null) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is a read replica of \"%s\", and AWS does not stop read replicas"
                            .formatted(database.description(), details.readReplicaSourceDBInstanceIdentifier()),
                    "delete it, or promote it: aws rds promote-read-replica");
        }
        var replicas = replicas(details);
        if (!replicas.isEmpty()) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s has read replicas (%s), and AWS does not stop an instance that has some"
                            .formatted(database.description(), String.join(", ", replicas)),
                    "delete them first, or promote them: aws rds promote-read-replica");
        }
    }

    private static List<String> replicas(DBInstance details) {
        return details.hasReadReplicaDBInstanceIdentifiers() ? details.readReplicaDBInstanceIdentifiers() : List.of();
    }

    private static StartStopStep later(DatabaseInstance database, boolean waits, String reason) {
        if (!waits) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is %s, and %s".formatted(database.description(), database.state(), reason),
                    "pass --wait to wait for that");
        }
        return StartStopStep.REQUEST_LATER;
    }

    private static OpsException cannot(DatabaseInstance database, String participle) {
        return new OpsException(
                Kind.FAILED,
                "%s is %s, and cannot be %s".formatted(database.description(), database.state(), participle),
                Phase.of(database.state()) == Phase.BROKEN ? Phase.remedy(database.state()) : null);
    }

    private static void request(DatabaseInstance database, String verb, Runnable request) {
        var what = database.type() == DatabaseInstance.Type.CLUSTER ? "DBCluster" : "DBInstance";
        StateRequest.send("rds:" + verb + what, database, () -> {
            try {
                request.run();
            } catch (DbSnapshotAlreadyExistsException e) {
                throw new OpsException(
                        Kind.USAGE,
                        "there is a snapshot with that name already; %s was not stopped"
                                .formatted(database.description()),
                        "pass another name to --snapshot; to list the snapshots: db-ops rds-snapshots",
                        e);
            } catch (SnapshotQuotaExceededException e) {
                throw new OpsException(
                        Kind.FAILED,
                        "the account has reached its limit of snapshots; %s was not stopped"
                                .formatted(database.description()),
                        "delete old snapshots; to list them: db-ops rds-snapshots",
                        e);
            }
        });
    }
}
