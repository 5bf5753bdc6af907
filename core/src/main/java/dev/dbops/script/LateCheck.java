package dev.dbops.script;

import dev.dbops.script.lexer.DestructiveSql;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.StatementKind;

/**
 * Checks the statements after a {@code \gset} when they are about to run: their text may contain its values, which the
 * check of the whole script did not know. A value may also move the end of a statement, so all of them are checked.
 */
final class LateCheck {
    private final boolean inTransaction;
    private final ScriptListener listener;
    private boolean begun;

    LateCheck(ScriptOptions options, ScriptListener listener) {
        this.inTransaction = options.mode().inTransaction();
        this.listener = listener;
    }

    /** A {@code \gset} has run. */
    void begin() {
        begun = true;
    }

    /**
     * @throws dev.dbops.OpsException if the statement cannot run here, or must not
     */
    void check(Statement statement) {
        if (begun) {
            statement.parts().forEach(this::checkPart);
        }
    }

    private void checkPart(Statement statement) {
        var kind = StatementKind.of(statement);
        StatementLimits.require(statement, kind, inTransaction);
        DriverSettings.requireIsoDates(statement);
        if (DestructiveSql.in(statement)) {
            listener.generated(new ScriptOutline.Destructive(statement.position(), kind.name(), kind.object()));
        }
    }
}
