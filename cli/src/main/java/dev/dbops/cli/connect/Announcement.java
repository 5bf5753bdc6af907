package dev.dbops.cli.connect;

import dev.dbops.OpsException;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Protection;

/** Notes that the target is protected, before a shell opens on it: the shell does not ask for confirmation. */
final class Announcement {
    private Announcement() {}

    static void ofProtection(Context context, Protection protection) {
        if (protection instanceof Protection.Protected known) {
            context.notes().remark("the target is protected: " + known.reason());
        }
    }

    /**
     * For psql, which opens its own connection: another connection reads the mark.
     *
     * <p>psql may be able to log in where this connection cannot, such as with a typed password. A failure is therefore
     * only a note.
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
