package dev.dbops.cli.connect;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.Context;

/** db-ops' own shell, for machines without psql. */
final class OwnShell {
    private final Context context;

    OwnShell(Context context) {
        this.context = context;
    }

    int run() {
        if (!context.isConversation()) {
            throw new OpsException(
                    Kind.USAGE,
                    "the built-in shell needs a terminal",
                    "for a script: db-ops schema-load --no-transaction -f FILE; or install psql");
        }
        return 0;
    }
}
