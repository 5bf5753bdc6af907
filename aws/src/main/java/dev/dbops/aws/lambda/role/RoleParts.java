package dev.dbops.aws.lambda.role;

import dev.dbops.aws.lambda.role.RolePart.State;
import dev.dbops.aws.network.EgressRules;
import java.util.ArrayList;
import java.util.List;

/** The parts in AWS, in the words of the table that users read. */
final class RoleParts {
    private final RoleInspection now;
    private final boolean withEgress;

    RoleParts(RoleInspection now, boolean withEgress) {
        this.now = now;
        this.withEgress = withEgress;
    }

    /** The parts in the order in which they are made. */
    List<RolePart> list() {
        var parts = new ArrayList<RolePart>();
        parts.add(now.presence());
        parts.add(role());
        parts.add(policy());
        parts.add(egress());
        parts.add(association());
        if (now.database().isPrivate()) {
            parts.add(new RolePart("route", State.UNKNOWN, "private: needs a NAT gateway or an endpoint for Lambda"));
        }
        return List.copyOf(parts);
    }

    private RolePart role() {
        if (now.role().isEmpty()) {
            return new RolePart("role", State.MISSING, "none in IAM");
        }
        var name = now.role().get().name();
        if (!now.isTrusted()) {
            return new RolePart("role", State.INVALID, name + ": its trust policy was changed");
        }
        return new RolePart("role", State.DONE, now.isOwn() ? name : name + ", which db-ops did not make");
    }

    private RolePart policy() {
        return now.allowed()
                ? new RolePart(
                        "policy", State.DONE, "it may call " + now.function().shortName())
                : new RolePart(
                        "policy",
                        State.MISSING,
                        "it may not call " + now.function().shortName());
    }

    private RolePart egress() {
        var groups = String.join(", ", now.database().database().securityGroups());
        return now.egress()
                .map(rule -> new RolePart(
                        "egress", State.DONE, "%s allows HTTPS to %s".formatted(rule.id(), rule.destination())))
                .orElseGet(() -> new RolePart(
                        "egress",
                        State.MISSING,
                        groups.isEmpty()
                                ? "it has no security group"
                                : "no rule of %s allows port %d%s"
                                        .formatted(groups, EgressRules.HTTPS, withEgress ? "" : " (--no-egress)")));
    }

    private RolePart association() {
        return now.database()
                .association()
                .map(known -> new RolePart(
                        "association",
                        known.isActive() ? State.DONE : known.isInvalid() ? State.INVALID : State.PENDING,
                        "%s is %s".formatted(known.roleName(), known.status())))
                .orElseGet(() -> new RolePart(
                        "association", State.MISSING, now.database().description() + " has no role for Lambda"));
    }
}
