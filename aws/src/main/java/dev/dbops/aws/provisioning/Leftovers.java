package dev.dbops.aws.provisioning;

import dev.dbops.OpsException;
import java.util.List;

/** Adds to a failure the changes that were made before it, and the commands that undo them. */
public final class Leftovers {
    private Leftovers() {}

    /**
     * The failure, with the changes that were made before it.
     *
     * @param done sentences such as {@code cluster "cruddur" was created}
     * @param commands the commands that undo it, in their order
     */
    public static OpsException named(OpsException failure, List<String> done, List<String> commands) {
        var named = failure.withMessage(failure.getMessage() + "; before that, " + String.join(" and ", done));
        if (commands.isEmpty()) {
            return named;
        }
        var undo = "undo what was done: " + String.join(" && ", commands);
        return named.withHint(
                failure.hint().map(hint -> hint + "; then " + undo).orElse(undo));
    }
}
