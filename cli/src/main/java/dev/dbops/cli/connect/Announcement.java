package dev.dbops.cli.connect;

import dev.dbops.OpsException;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Protection;

/** Says where a person is about to work, and whether to be careful there: nothing asks once more in a shell. */
final class Announcement {
    private Announcement() {}

    static void ofProtection(Context context, Protection protection) {
        if (protection instanceof Protection.Protected known) {
            context.notes().remark("the target is protected: " + known.reason());
        }
    }

    /**
     * For psql, which makes the connection itself: the mark is read by another one.
     *
     * <p>psql may know a way in that this connection does not, such as a password that is typed, so a failure is only
     * told.
     */
    static void ofProtection(Context context, ConnectionTarget target) {
        var known = Protection.of(target);
        if (known instanceof Protection.Protected) {
            ofProtection(context, known);
            return;
        }
        try {
            ofProtection(context, ProtectionMark.of(target));
        } catch (OpsException e) {
            context.notes()
                    .remark("cannot read whether the target is marked as protected: "
                            + e.getMessage().lines().findFirst().orElse(""));
        }
    }
}
