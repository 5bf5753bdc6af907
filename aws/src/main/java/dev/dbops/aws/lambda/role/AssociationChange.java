package dev.dbops.aws.lambda.role;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import dev.dbops.aws.provisioning.RdsCall;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.Waiter;
import java.time.Duration;
import java.util.Locale;
import software.amazon.awssdk.services.rds.model.DbClusterRoleAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbClusterRoleNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceRoleAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceRoleNotFoundException;
import software.amazon.awssdk.services.rds.model.RdsException;

/** Associates a role with a database for the feature Lambda, and ends that. */
final class AssociationChange {
    /** IAM shows a new role to other services within seconds ("eventually consistent" in the IAM user guide). */
    private static final Duration IAM_DELAY = Duration.ofMinutes(2);

    /** RDS's refusal of a role that it does not see, or may not assume. */
    private static final String NOT_SEEN = "IAM role ARN value is invalid";

    /** Right after the request, RDS may not see the role, and call it invalid. */
    private static final int MOST_INVALID = 5;

    private final AwsClients clients;
    private final CallingDatabase database;
    private final Pace pace;

    AssociationChange(AwsClients clients, CallingDatabase database, Pace pace) {
        this.clients = clients;
        this.database = database;
        this.pace = pace;
    }

    /**
     * Associates the role, as soon as RDS sees it.
     *
     * @throws OpsException of kind FAILED when RDS does not see it after two minutes, or the state does not allow it
     */
    void add(String role) {
        var polling = new Polling(IAM_DELAY, pace);
        while (!isAdded(role)) {
            try {
                if (!polling.again()) {
                    throw new OpsException(
                            Kind.FAILED,
                            "RDS cannot assume the role %s, two minutes after its last change".formatted(role),
                            "run the command again in some minutes; does a policy of the organization forbid it?");
                }
            } catch (InterruptedException e) {
                throw new OpsException(
                        Kind.INTERRUPTED,
                        "interrupted while waiting until RDS sees the role " + role,
                        "run the command again: it continues",
                        e);
            }
        }
    }

    private boolean isAdded(String role) {
        return RdsCall.of(action("AddRole"), () -> {
            try {
                if (isCluster()) {
                    clients.rds()
                            .addRoleToDBCluster(request -> request.dbClusterIdentifier(name())
                                    .roleArn(role)
                                    .featureName(RoleAssociation.FEATURE));
                } else {
                    clients.rds()
                            .addRoleToDBInstance(request -> request.dbInstanceIdentifier(name())
                                    .roleArn(role)
                                    .featureName(RoleAssociation.FEATURE));
                }
                return true;
            } catch (DbInstanceRoleAlreadyExistsException | DbClusterRoleAlreadyExistsException e) {
                requireOwn(role, e);
                return true;
            } catch (RdsException e) {
                if (AwsFailure.message(e).startsWith(NOT_SEEN)) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Another command may have associated the same role just before. */
    private void requireOwn(String role, RdsException refusal) {
        var now = database.refreshed(clients).association();
        if (now.isEmpty() || !now.get().role().equals(role)) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s has another role for Lambda meanwhile%s"
                            .formatted(
                                    database.description(),
                                    now.map(other -> ": " + other.role()).orElse(", which AWS does not show yet")),
                    "run the command again: it uses that role",
                    refusal);
        }
    }

    /** Ends the association; one that is gone is not a failure. */
    void remove(String role) {
        RdsCall.of(action("RemoveRole"), () -> {
            try {
                if (isCluster()) {
                    clients.rds()
                            .removeRoleFromDBCluster(request -> request.dbClusterIdentifier(name())
                                    .roleArn(role)
                                    .featureName(RoleAssociation.FEATURE));
                } else {
                    clients.rds()
                            .removeRoleFromDBInstance(request -> request.dbInstanceIdentifier(name())
                                    .roleArn(role)
                                    .featureName(RoleAssociation.FEATURE));
                }
                return true;
            } catch (DbInstanceRoleNotFoundException | DbClusterRoleNotFoundException _) {
                return false;
            }
        });
    }

    /**
     * Waits until the database can use the role.
     *
     * @throws OpsException of kind FAILED when RDS cannot assume it, TIMEOUT, or INTERRUPTED
     */
    void awaitActive(Waiter waiter) {
        var invalid = new int[1];
        waiter.until("the role for Lambda of " + database.description(), "active", lookAgain(), () -> {
            var now = database.refreshed(clients).association();
            if (now.filter(RoleAssociation::isInvalid).isPresent() && ++invalid[0] > MOST_INVALID) {
                throw new OpsException(
                        Kind.FAILED,
                        "RDS cannot assume the role %s".formatted(now.get().role()),
                        "run the command again: it associates the role again");
            }
            return now.map(known -> known.status().toLowerCase(Locale.ROOT)).orElse("not associated yet");
        });
    }

    /** Waits until no role is associated. */
    void awaitGone(Waiter waiter) {
        waiter.until(
                "the role for Lambda of " + database.description(),
                "gone",
                lookAgain(),
                () -> database.refreshed(clients).association().isEmpty() ? "gone" : "being removed");
    }

    private String lookAgain() {
        return "db-ops lambda-role --dry-run --function NAME --instance " + name();
    }

    private String action(String verb) {
        return "rds:" + verb + (verb.startsWith("Add") ? "ToDB" : "FromDB") + (isCluster() ? "Cluster" : "Instance");
    }

    private boolean isCluster() {
        return database.database().type() == Type.CLUSTER;
    }

    private String name() {
        return database.database().name();
    }
}
