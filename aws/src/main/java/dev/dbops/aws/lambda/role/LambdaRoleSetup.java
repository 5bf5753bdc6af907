package dev.dbops.aws.lambda.role;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling.Pace;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.lambda.LambdaFunction;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.Waiter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a database call a function: role, policy, way out, association. Each step is done only where it is missing, so
 * that a second run finishes what the first one began.
 *
 * <p>A database has one role for the feature at most. If there is one that db-ops did not make, it gets a policy for
 * the function, and nothing else of it changes.
 */
public final class LambdaRoleSetup {
    private final boolean withEgress;
    private final Pace pace;
    private RoleInspection now;
    private boolean isNew;

    /**
     * Looks at what is there.
     *
     * @param clients of the database's region
     * @param withEgress whether security groups are changed
     * @throws OpsException when the database cannot call the function whatever is changed
     */
    public LambdaRoleSetup(
            AwsClients clients, InstanceReference reference, LambdaFunction function, boolean withEgress, Pace pace) {
        this.withEgress = withEgress;
        this.pace = pace;
        this.now = RoleInspection.find(clients, reference, function);
    }

    /** The instance or cluster. */
    public CallingDatabase database() {
        return now.database();
    }

    /** The parts as they are. */
    public List<RolePart> parts() {
        return new RoleParts(now, withEgress).list();
    }

    /**
     * The steps of {@link #prepare} and {@link #associate}, as phrases that follow "this will"; empty when nothing is
     * missing.
     *
     * @throws OpsException of kind FAILED when a role of someone else is in the way
     */
    public List<String> deeds() {
        refuseBroken();
        var deeds = new ArrayList<String>();
        if (now.role().isEmpty()) {
            deeds.add("create the IAM role " + RoleDocuments.roleName(now.database()));
        } else if (!now.isTrusted()) {
            deeds.add("restore the trust policy of the role " + now.role().get().name());
        }
        if (!now.allowed()) {
            deeds.add("allow %s to call %s"
                    .formatted(now.role().map(role -> "the role " + role.name()).orElse("it"), now.function()));
        }
        if (addsEgress()) {
            deeds.add("allow HTTPS from security group %s to all addresses"
                    .formatted(now.database().database().securityGroups().getFirst()));
        }
        if (!isAssociated() || isInvalid() || now.role().isEmpty()) {
            deeds.add("associate it with %s".formatted(now.database().description()));
        }
        return List.copyOf(deeds);
    }

    private boolean addsEgress() {
        return withEgress
                && now.egress().isEmpty()
                && !now.database().database().securityGroups().isEmpty();
    }

    private boolean isAssociated() {
        return now.database().association().isPresent();
    }

    private boolean isInvalid() {
        return now.database().association().filter(RoleAssociation::isInvalid).isPresent();
    }

    /** A role of someone else that does not work is not db-ops's to change: other features may use it. */
    private void refuseBroken() {
        if ((isInvalid() && !now.isOwn() || isAssociated() && now.role().isEmpty()) && !now.isOwnName()) {
            var association = now.database().association().orElseThrow();
            throw new OpsException(
                    Kind.FAILED,
                    now.role().isEmpty()
                            ? "%s is associated with the role %s, which does not exist"
                                    .formatted(now.database().description(), association.role())
                            : "RDS cannot assume the role %s of %s, which db-ops did not make"
                                    .formatted(
                                            association.role(), now.database().description()),
                    "let rds.amazonaws.com assume it, or remove it, and run the command again: aws rds remove-role-from-db-%s --feature-name Lambda --db-%1$s-identifier %s --role-arn %s"
                            .formatted(
                                    now.database().database().type(),
                                    now.database().database().name(),
                                    association.role()));
        }
    }

    /** Makes role, policy and way out. */
    public void prepare() {
        refuseBroken();
        isNew = now.role().isEmpty();
        var role = role();
        if (!now.allowed()) {
            role.allow(now.function());
        }
        if (addsEgress()) {
            now.egressRules().add();
        } else {
            now.egress()
                    .filter(rule -> withEgress && rule.isOwn() && !rule.isTagged())
                    .ifPresent(now.egressRules()::share);
        }
        now = now.with(role);
    }

    private InvokeRole role() {
        if (now.role().isEmpty()) {
            return InvokeRole.create(now.clients(), now.database());
        }
        return now.isTrusted() ? now.role().get() : now.role().get().trusting(now.database());
    }

    /**
     * Records on the role of db-ops what will be made in a database, so that it can be taken back.
     *
     * @param database the name of the database
     * @param extensions the extensions that will be created there
     * @param grantee the role that will be granted the call; empty when it has the privileges already
     */
    public void record(String database, List<String> extensions, String grantee) {
        var tags = new HashMap<String, String>();
        if (!extensions.isEmpty()) {
            tags.put(RoleTags.extensionKey(database), String.join(" ", extensions));
        }
        if (!grantee.isEmpty()) {
            tags.put(RoleTags.grantKey(database), RoleTags.encoded(grantee));
        }
        if (now.isOwn() && !tags.isEmpty()) {
            now.role().orElseThrow().tag(Map.copyOf(tags));
        }
    }

    /**
     * Associates the role with the database, again if RDS could not assume it.
     *
     * @param waits whether to wait until the database can use it
     */
    public void associate(Waiter waiter, boolean waits) {
        var change = new AssociationChange(now.clients(), now.database(), pace);
        if (isStale()) {
            change.remove(now.database().association().orElseThrow().role());
            change.awaitGone(waiter);
            now = now.refreshed();
        }
        if (!isAssociated()) {
            change.add(now.role().orElseThrow().arn());
        }
        if (waits) {
            change.awaitActive(waiter);
        }
        isNew = false;
        now = now.refreshed();
    }

    /** RDS does not take a new role for the deleted one of the same name. */
    private boolean isStale() {
        return isAssociated() && (isInvalid() || isNew);
    }
}
