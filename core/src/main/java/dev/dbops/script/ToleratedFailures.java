package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.NearestName;
import dev.dbops.script.variables.BuiltInVariables;
import dev.dbops.script.variables.PsqlBoolean;

/** The failures after which the script continues, as its mode allows. */
final class ToleratedFailures {
    /** The catalog is queried for names after at most this many failures: a dump may contain thousands of one kind. */
    private static final int MOST_ADVISED = 20;

    private final boolean allowed;
    private boolean stops;
    private final ScriptListener listener;
    private int count;

    ToleratedFailures(ScriptOptions options, ScriptListener listener) {
        this.allowed = options.mode() == ScriptOptions.Mode.CONTINUE;
        this.listener = listener;
        this.stops = PsqlBoolean.of(options.variables().getOrDefault(BuiltInVariables.ON_ERROR_STOP, ""))
                .orElse(false);
    }

    /** The value of ON_ERROR_STOP from here on. */
    void stopAtNext(boolean value) {
        stops = value;
    }

    /** Returns whether the script continues after a failure of its next statement. */
    boolean mayContinue() {
        return allowed && !stops;
    }

    /**
     * Reports the failure if the script may continue and the connection is still usable.
     *
     * @throws OpsException the failure, otherwise
     */
    void tolerate(OpsException failure, Database database) {
        if (!mayContinue() || failure.kind() != Kind.SQL) {
            throw failure;
        }
        count++;
        listener.failed(count > MOST_ADVISED ? failure : new NearestName(database).advise(failure));
    }

    int count() {
        return count;
    }
}
