package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.NearestName;

/** The failures after which the script continues, as its mode allows. */
final class ToleratedFailures {
    /** The catalog is queried for names after at most this many failures: a dump may contain thousands of one kind. */
    private static final int MOST_ADVISED = 20;

    private final boolean allowed;
    private final ScriptListener listener;
    private int count;

    ToleratedFailures(ScriptOptions.Mode mode, ScriptListener listener) {
        this.allowed = mode == ScriptOptions.Mode.CONTINUE;
        this.listener = listener;
    }

    /**
     * Reports the failure if the script may continue and the connection is still usable.
     *
     * @throws OpsException the failure, otherwise
     */
    void tolerate(OpsException failure, Database database) {
        if (!allowed || failure.kind() != Kind.SQL) {
            throw failure;
        }
        count++;
        listener.failed(count > MOST_ADVISED ? failure : new NearestName(database).advise(failure));
    }

    int count() {
        return count;
    }
}
