package dev.dbops.aws.lambda.role;

import dev.dbops.Polling.Pace;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.lambda.LambdaFunction;
import dev.dbops.aws.lambda.role.RolePart.State;
import dev.dbops.aws.network.EgressRules;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes back what {@link LambdaRoleSetup} made: the policy for the function; and with the last one, association, role
 * and way out, each only if db-ops made it.
 */
public final class LambdaRoleRemoval {
    private final AwsClients clients;
    private final CallingDatabase database;
    private final FunctionArn function;
    private final Pace pace;
    private final Optional<InvokeRole> role;
    private final boolean hasPolicy;
    private final List<String> others;
    private final Optional<EgressRules.Rule> egress;

    /**
     * Looks at what is there.
     *
     * @param clients of the database's region
     * @throws dev.dbops.OpsException of kind USAGE when there is no such database
     */
    public LambdaRoleRemoval(AwsClients clients, InstanceReference reference, LambdaFunction named, Pace pace) {
        this.clients = clients;
        this.pace = pace;
        this.database = CallingDatabase.find(clients, reference);
        this.function = FunctionArn.of(named, database.arn());
        this.role = role();
        var policies = role.map(InvokeRole::policies).orElse(List.of());
        var own = RoleDocuments.policyName(function);
        this.hasPolicy = policies.contains(own);
        this.others = policies.stream().filter(name -> !name.equals(own)).toList();
        this.egress = RoleInspection.egress(clients, database).find().filter(EgressRules.Rule::isTagged);
    }

    /** The one that db-ops made; else the associated one, which may have a policy of db-ops. */
    private Optional<InvokeRole> role() {
        return InvokeRole.find(clients, RoleDocuments.roleName(database))
                .filter(found -> found.tags().isOf(database))
                .or(() -> database.association().flatMap(known -> InvokeRole.find(clients, known.roleName())));
    }

    /** The instance or cluster. */
    public CallingDatabase database() {
        return database;
    }

    /** Returns whether nothing is left to call functions with afterwards. */
    public boolean isLast() {
        return role.isPresent() && isOwn() && others.isEmpty();
    }

    /** Returns whether there is nothing to take back. */
    public boolean isEmpty() {
        return !hasPolicy && !isLast();
    }

    /** False while another function is called: db-ops made a policy for it, or the role of db-ops has other policies. */
    private boolean removesEgress() {
        return others.stream().noneMatch(name -> isOwn() || name.startsWith(RoleDocuments.PREFIX));
    }

    private boolean isOwn() {
        return role.filter(found -> found.tags().isOf(database)).isPresent();
    }

    private boolean isAssociated() {
        return isOwn()
                && database.association()
                        .filter(known -> known.role().equals(role.get().arn()))
                        .isPresent();
    }

    /** The extensions that db-ops created in a database. */
    public List<String> extensions(String name) {
        return isLast() ? role.get().tags().extensions(name) : List.of();
    }

    /** The role that db-ops granted the call to in a database. */
    public Optional<String> grantee(String name) {
        return isLast() ? role.get().tags().grantee(name) : Optional.empty();
    }

    /**
     * The parts, and what becomes of them.
     *
     * @param done whether {@link #run} is over
     */
    public List<RolePart> parts(boolean done) {
        var parts = new ArrayList<RolePart>();
        parts.add(
                hasPolicy
                        ? removed("policy", RoleDocuments.policyName(function), done)
                        : new RolePart("policy", State.MISSING, "db-ops made none for " + function.shortName()));
        if (isAssociated()) {
            parts.add(isLast() ? removed("association", role.get().name(), done) : kept("association"));
        }
        if (role.isPresent()) {
            parts.add(isLast() ? removed("role", role.get().name(), done) : kept("role"));
        }
        egress.ifPresent(rule -> parts.add(
                !removesEgress() || rule.others()
                        ? new RolePart("egress", State.KEPT, "rule %s is still needed".formatted(rule.id()))
                        : removed("egress", "rule %s of %s".formatted(rule.id(), rule.group()), done)));
        return List.copyOf(parts);
    }

    private static RolePart removed(String part, String what, boolean done) {
        return done
                ? new RolePart(part, State.REMOVED, what)
                : new RolePart(part, State.DONE, what + " would be removed");
    }

    private RolePart kept(String part) {
        var name = role.orElseThrow().name();
        return new RolePart(
                part,
                State.KEPT,
                isOwn()
                        ? "%s has other policies: %s".formatted(name, String.join(", ", others))
                        : name + ", which db-ops did not make");
    }

    /** The effect of {@link #run}, a phrase that follows "this will". */
    public String deed() {
        return isLast()
                ? "take from %s the role with which it calls Lambda functions".formatted(database.description())
                : "no longer let %s call %s".formatted(database.description(), function);
    }

    /**
     * Takes it back; the role last, because its tags say what else there is.
     *
     * @param waiter waits until RDS has ended the association; empty not to wait
     */
    public void run(Optional<Waiter> waiter) {
        if (hasPolicy) {
            role.orElseThrow().disallow(function);
        }
        if (removesEgress()) {
            egress.ifPresent(RoleInspection.egress(clients, database)::giveUp);
        }
        if (!isLast()) {
            return;
        }
        if (isAssociated()) {
            var change = new AssociationChange(clients, database, pace);
            change.remove(role.get().arn());
            waiter.ifPresent(change::awaitGone);
        }
        role.get().delete();
    }
}
