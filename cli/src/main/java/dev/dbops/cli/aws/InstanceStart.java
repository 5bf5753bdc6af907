package dev.dbops.cli.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.InstanceStartStop;
import dev.dbops.aws.rds.StartStopStep;
import dev.dbops.aws.rds.WaitTimer;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.Readiness;
import dev.dbops.target.ConnectionTarget;
import java.time.Duration;
import java.util.Optional;

/** Starts the instance of a database if it is stopped, and waits until it answers SQL: both within one time limit. */
public final class InstanceStart {
    private final Context context;
    private final InstanceOptions instance;
    private final InstanceReference reference;

    /**
     * @throws OpsException of kind USAGE when the database is not on RDS, or its instance is unknown
     */
    public InstanceStart(Context context, InstanceOptions instance) {
        this.context = context;
        this.instance = instance;
        if (context.targets().remoteTarget().isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "the target is the local server, which is not on RDS",
                    "set CONNECTION_URL; to start only an instance: db-ops rds-start");
        }
        this.reference = instance.reference();
    }

    /**
     * Starts and waits.
     *
     * @return empty when the database answers, else the reason why it did not in time
     * @throws OpsException when the instance cannot be started, or waiting cannot help
     * @throws InterruptedException when the thread is interrupted between two attempts
     */
    public Optional<OpsException> await(Duration timeout, ConnectionTarget target) throws InterruptedException {
        var patience = new WaitTimer(timeout, context.awsPace(), new StateNotes(context));
        var failure = start(patience);
        return failure.isPresent() ? failure : new Readiness(target).await(patience.left());
    }

    private Optional<OpsException> start(WaitTimer patience) {
        try (var clients = instance.clients(reference)) {
            var power = new InstanceStartStop(clients);
            var found = new DatabaseInstances(clients).find(reference);
            var step = power.toStart(found, true);
            if (context.dryRun() && step.changes()) {
                return Optional.of(new OpsException(
                        Kind.FAILED,
                        "%s is %s; without --dry-run it would be started"
                                .formatted(found.description(), found.state())));
            }
            var now = power.start(found, step, patience);
            if (step != StartStopStep.NOTHING) {
                power.awaitRunning(now, patience);
            }
            return Optional.empty();
        } catch (OpsException e) {
            if (e.kind() == Kind.TIMEOUT) {
                return Optional.of(e);
            }
            throw e;
        }
    }
}
