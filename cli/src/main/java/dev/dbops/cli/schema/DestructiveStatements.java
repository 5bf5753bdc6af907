package dev.dbops.cli.schema;

import dev.dbops.cli.Context;
import dev.dbops.postgres.ProtectionMark;
import dev.dbops.script.ScriptOutline.Destructive;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Protection;
import java.util.List;

/** Statements that destroy data want a confirmation on a protected target, where they are named first. */
public final class DestructiveStatements {
    private final Context context;

    public DestructiveStatements(Context context) {
        this.context = context;
    }

    /**
     * Returns when the statements may run.
     *
     * @param what what they do, to stand behind "statements that"
     * @throws dev.dbops.OpsException of kind REFUSED otherwise
     */
    public void confirm(ConnectionTarget target, List<Destructive> statements, String what) {
        if (statements.isEmpty()
                || !(ProtectionMark.ofExisting(target).orElse(null) instanceof Protection.Protected protection)) {
            return;
        }
        for (var statement : statements) {
            context.notes().warning("%s: %s %s".formatted(statement.position(), statement.kind(), statement.object()));
        }
        var deed =
                "run %d statement(s) that %s in database \"%s\"".formatted(statements.size(), what, target.database());
        context.confirmation().require(deed, target, protection);
    }
}
