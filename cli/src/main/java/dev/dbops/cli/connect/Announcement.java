package dev.dbops.cli.connect;

import dev.dbops.cli.Context;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Protection;

/** Says where a person is about to work, and whether to be careful there: nothing asks once more in a shell. */
final class Announcement {
    private Announcement() {}

    static void make(Context context, ConnectionTarget target) {
        context.announce(target);
        if (Protection.of(target) instanceof Protection.Protected known) {
            context.notes().note("note: the target is protected: " + known.reason());
        }
    }
}
