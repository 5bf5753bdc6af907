package dev.dbops.aws.upgrade;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.parameter.FamilyGroups;
import dev.dbops.aws.provisioning.RdsCall;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.rds.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.BlueGreenDeployment;
import software.amazon.awssdk.services.rds.model.CreateBlueGreenDeploymentRequest;
import software.amazon.awssdk.services.rds.model.Filter;

/**
 * Upgrades a copy that replication keeps current, and lets it take the place of the database. See "Using Amazon RDS
 * Blue/Green Deployments for database updates" in the RDS user guide.
 */
public final class BlueGreenUpgrade {
    private static final String AVAILABLE = "AVAILABLE";
    private static final String SWITCHED = "SWITCHOVER_COMPLETED";

    /** The states that it does not leave by itself (BlueGreenDeployment in the RDS API reference). */
    private static final List<String> BROKEN =
            List.of("INVALID_CONFIGURATION", "SWITCHOVER_FAILED", "PROVISIONING_FAILED");

    private static final String DESCRIBE = "rds:DescribeBlueGreenDeployments";

    private final UpgradeSource source;

    public BlueGreenUpgrade(UpgradeSource source) {
        this.source = source;
    }

    /**
     * Returns if AWS can create the copy.
     *
     * @param replicates whether the database has logical replication, which the copy needs for another major version
     * @throws OpsException of kind FAILED otherwise
     */
    public void requirePossible(boolean replicates) {
        if (!source.hasBackups()) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s has no automated backups, which a blue/green deployment requires"
                            .formatted(source.database().description()),
                    "turn them on: db-ops rds-modify --backup-retention 7 --instance "
                            + source.database().name());
        }
        if (!replicates) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s has no logical replication, which a blue/green deployment requires for another major version"
                            .formatted(source.database().description()),
                    "turn it on, then reboot: db-ops rds-parameters --set rds.logical_replication=1 --instance "
                            + source.database().name());
        }
        deployment().filter(found -> !found.status().equals(SWITCHED)).ifPresent(found -> {
            throw new OpsException(
                    Kind.FAILED,
                    "%s has the blue/green deployment \"%s\" already, which is %s"
                            .formatted(
                                    source.database().description(), found.blueGreenDeploymentName(), found.status()),
                    "to switch over: db-ops rds-upgrade --switchover --instance "
                            + source.database().name());
        });
    }

    /** The requests that create the copy. */
    public RequestPlan plan(UpgradeTarget target, FamilyGroups groups) {
        var plan = new RequestPlan();
        var request = CreateBlueGreenDeploymentRequest.builder()
                .blueGreenDeploymentName(name(target))
                .source(source.database().arn())
                .targetEngineVersion(target.version());
        if (target.major()) {
            groups.addTo(plan);
            groups.ofInstances().ifPresent(request::targetDBParameterGroupName);
            groups.ofClusters().ifPresent(request::targetDBClusterParameterGroupName);
        }
        return plan.add(
                "rds:CreateBlueGreenDeployment",
                request.build(),
                source.clients().rds()::createBlueGreenDeployment,
                "",
                "");
    }

    private String name(UpgradeTarget target) {
        return "%s-to-%s".formatted(source.database().name(), target.version().replace('.', '-'));
    }

    /** The newest deployment of the database, if there is one. */
    private Optional<BlueGreenDeployment> deployment() {
        var ofSource =
                Filter.builder().name("source").values(source.database().arn()).build();
        return AwsCall.of(
                DESCRIBE,
                () -> source
                        .clients()
                        .rds()
                        .describeBlueGreenDeployments(request -> request.filters(ofSource))
                        .blueGreenDeployments()
                        .stream()
                        .filter(found -> found.deleteTime() == null)
                        .reduce((_, later) -> later));
    }

    private BlueGreenDeployment existing() {
        return deployment()
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "%s has no blue/green deployment"
                                .formatted(source.database().description()),
                        "create one: db-ops rds-upgrade --to VERSION --blue-green --instance "
                                + source.database().name()));
    }

    /** Waits until the copy has the version and is current. */
    public void awaitAvailable(Waiter waiter) {
        await(existing().blueGreenDeploymentIdentifier(), AVAILABLE, waiter);
    }

    /**
     * Lets the copy take the place of the database.
     *
     * @param limit after this time AWS gives up and returns to the database
     * @throws OpsException of kind FAILED when AWS gives up
     */
    public void switchOver(Duration limit, Waiter waiter) {
        var id = requireReady().blueGreenDeploymentIdentifier();
        RdsCall.of(
                "rds:SwitchoverBlueGreenDeployment",
                () -> source.clients()
                        .rds()
                        .switchoverBlueGreenDeployment(request ->
                                request.blueGreenDeploymentIdentifier(id).switchoverTimeout((int) limit.toSeconds())));
        await(id, SWITCHED, waiter);
    }

    private BlueGreenDeployment requireReady() {
        var found = existing();
        if (!found.status().equals(AVAILABLE)) {
            throw new OpsException(
                    Kind.FAILED,
                    "the blue/green deployment \"%s\" is %s, and only an AVAILABLE one can be switched over"
                            .formatted(found.blueGreenDeploymentName(), found.status()),
                    found.status().equals(SWITCHED)
                            ? "it was switched over already; delete it: aws rds delete-blue-green-deployment"
                                    + " --blue-green-deployment-identifier " + found.blueGreenDeploymentIdentifier()
                            : "wait until the copy is current");
        }
        return found;
    }

    /**
     * Returns if a switchover is possible, for a question before it.
     *
     * @return the deployment's name
     * @throws OpsException of kind USAGE when there is none, FAILED when it is not ready
     */
    public String ready() {
        return requireReady().blueGreenDeploymentName();
    }

    /** After the switchover, the deployment's source has another name: only its identifier remains. */
    private void await(String id, String wanted, Waiter waiter) {
        waiter.until(
                "the blue/green deployment of " + source.database().description(),
                wanted,
                "aws rds describe-blue-green-deployments --blue-green-deployment-identifier " + id,
                () -> status(id));
    }

    private String status(String id) {
        var found = AwsCall.of(
                DESCRIBE,
                () -> source.clients()
                        .rds()
                        .describeBlueGreenDeployments(request -> request.blueGreenDeploymentIdentifier(id))
                        .blueGreenDeployments()
                        .getFirst());
        if (BROKEN.contains(found.status())) {
            throw new OpsException(
                    Kind.FAILED,
                    "the blue/green deployment \"%s\" is %s%s"
                            .formatted(
                                    found.blueGreenDeploymentName(),
                                    found.status(),
                                    found.statusDetails() == null ? "" : ": " + found.statusDetails()),
                    "the database itself is unchanged; see the events of both in the RDS console");
        }
        return found.status();
    }
}
