package dev.dbops.aws.lambda.role;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.lambda.LambdaFunction;
import dev.dbops.aws.network.EgressRules;
import dev.dbops.aws.rds.InstanceReference;
import java.util.Optional;

/**
 * The parts in AWS that let a database call a function, as they are now.
 *
 * @param clients of the database's region
 * @param database the instance or cluster
 * @param function the function
 * @param presence whether the function exists
 * @param role the associated role, else the one that db-ops made
 * @param allowed whether the role's policies allow the call
 * @param egress the rule that lets the database out to Lambda
 */
record RoleInspection(
        AwsClients clients,
        CallingDatabase database,
        FunctionArn function,
        RolePart presence,
        Optional<InvokeRole> role,
        boolean allowed,
        Optional<EgressRules.Rule> egress) {

    /**
     * Looks at all of it.
     *
     * @throws OpsException of kind USAGE when there is no such database or function, FAILED when its version cannot
     *     call functions, or a role of that name belongs to someone else
     */
    static RoleInspection find(AwsClients clients, InstanceReference reference, LambdaFunction named) {
        var database = CallingDatabase.find(clients, reference);
        LambdaFeature.require(clients, database);
        var function = FunctionArn.of(named, database.arn());
        return of(clients, database, function, FunctionPresence.of(clients, database, function));
    }

    private static RoleInspection of(
            AwsClients clients, CallingDatabase database, FunctionArn function, RolePart presence) {
        var role = role(clients, database);
        var allowed = role.isPresent()
                && (role.get().hasPolicy(function)
                        || !role.get().tags().isOf(database) && role.get().allows(function));
        return new RoleInspection(
                clients,
                database,
                function,
                presence,
                role,
                allowed,
                egress(clients, database).find());
    }

    private static Optional<InvokeRole> role(AwsClients clients, CallingDatabase database) {
        if (database.association().isPresent()) {
            return InvokeRole.find(clients, database.association().get().roleName());
        }
        var named = InvokeRole.find(clients, RoleDocuments.roleName(database));
        if (named.isPresent() && !named.get().tags().isOf(database)) {
            throw new OpsException(
                    Kind.FAILED,
                    "the role %s exists, but its tags do not say that db-ops made it for %s"
                            .formatted(named.get().name(), database.description()),
                    "look at it: aws iam get-role --role-name %s; if nothing uses it, delete it"
                            .formatted(named.get().name()));
        }
        return named;
    }

    /** The same with a role that allows the call: IAM may still show the state from before a change. */
    RoleInspection with(InvokeRole made) {
        var rule = egress(clients, database).find();
        return new RoleInspection(clients, database, function, presence, Optional.of(made), true, rule);
    }

    /** The same with the database as it is now. */
    RoleInspection refreshed() {
        return new RoleInspection(clients, database.refreshed(clients), function, presence, role, allowed, egress);
    }

    static EgressRules egress(AwsClients clients, CallingDatabase database) {
        var found = database.database();
        return new EgressRules(clients, found.securityGroups(), found.type() + "/" + found.name());
    }

    EgressRules egressRules() {
        return egress(clients, database);
    }

    /** Returns whether db-ops made the role for this database. */
    boolean isOwn() {
        return role.filter(found -> found.tags().isOf(database)).isPresent();
    }

    /** Returns whether the associated role is, or was, the one that db-ops makes. */
    boolean isOwnName() {
        return database.association()
                .map(RoleAssociation::roleName)
                .filter(RoleDocuments.roleName(database)::equals)
                .isPresent();
    }

    /** Returns whether RDS may assume the role; of a role that db-ops did not make, the association's state says it. */
    boolean isTrusted() {
        return role.isPresent() && (!isOwn() || role.get().trusts(database));
    }
}
