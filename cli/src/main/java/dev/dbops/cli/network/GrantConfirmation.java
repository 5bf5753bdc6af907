package dev.dbops.cli.network;

import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.cli.command.Context;
import java.util.List;

/** The confirmations and notes of the commands that allow and list addresses. */
final class GrantConfirmation {
    private GrantConfirmation() {}

    /**
     * Requires the group's ID as a confirmation before access is allowed from the whole internet.
     *
     * @throws dev.dbops.OpsException of kind REFUSED without one
     */
    static void confirm(Context context, List<AddressRange> addresses, GuardedPort guarded, String group) {
        for (var address : addresses) {
            if (address.isWorld()) {
                context.confirmation()
                        .requireNamed(
                                "allow the whole internet (%s) to reach port %d of security group %s"
                                        .formatted(address, guarded.port(), group),
                                "security group",
                                group);
            }
        }
    }

    /** The addresses, joined for a sentence. */
    static String words(List<AddressRange> addresses) {
        return String.join(
                " and ", addresses.stream().map(AddressRange::toString).toList());
    }

    /** Notes the databases that can be reached now, when the group guards several. */
    static void noteShared(Context context, GuardedPort guarded, String group) {
        var databases = guarded.guardedBy(group);
        if (databases.size() > 1) {
            context.notes()
                    .remark("security group %s guards %d databases, and all of them can be reached now: %s"
                            .formatted(group, databases.size(), String.join(", ", databases)));
        }
    }

    /** Notes that the rule alone does not make the database reachable, if it has no public address. */
    static void notePrivate(Context context, GuardedPort guarded) {
        if (guarded.isPrivate()) {
            context.notes()
                    .remark(
                            "%s has no public address: the rule serves only clients in its network (VPN, peering, tunnel)"
                                    .formatted(guarded.source()));
        }
    }

    /** Warns about a rule that is open to the whole internet. */
    static void warnOfWorld(Context context, SecurityGroupRule rule) {
        context.notes()
                .warning("%s of %s allows access from the whole internet (%s); to revoke it: db-ops sg-revoke --rule %s"
                        .formatted(rule.title(), rule.group(), rule.source(), rule.id()));
    }
}
