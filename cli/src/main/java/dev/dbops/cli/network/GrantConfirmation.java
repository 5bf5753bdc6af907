package dev.dbops.cli.network;

import dev.dbops.aws.network.AddressRange;
import dev.dbops.cli.command.Context;
import java.util.List;

/** What both commands that let addresses in say and ask before. */
final class GrantConfirmation {
    private GrantConfirmation() {}

    /**
     * Wants a confirmation by the group's id before the whole world is let in.
     *
     * @throws dev.dbops.OpsException of kind REFUSED without one
     */
    static void confirm(Context context, List<AddressRange> addresses, GuardedPort guarded, String group) {
        for (var address : addresses) {
            if (address.isWorld()) {
                context.confirmation()
                        .requireNamed(
                                "let the whole world (%s) in to port %d of security group %s"
                                        .formatted(address, guarded.port(), group),
                                "security group",
                                group);
            }
        }
    }

    /** The addresses as a sentence has them. */
    static String words(List<AddressRange> addresses) {
        return String.join(
                " and ", addresses.stream().map(AddressRange::toString).toList());
    }

    /** Who else is reached through the group, when there is somebody. */
    static void noteShared(Context context, GuardedPort guarded, String group) {
        var databases = guarded.guardedBy(group);
        if (databases.size() > 1) {
            context.notes()
                    .note("note: security group %s guards %d databases, and all of them are reached now: %s"
                            .formatted(group, databases.size(), String.join(", ", databases)));
        }
    }
}
