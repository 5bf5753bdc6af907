package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.StatementKind;

/** Refuses statements that cannot run in a script, judged by their tokens alone. */
final class StatementLimits {
    private StatementLimits() {}

    /**
     * @param inTransaction whether the whole script is one transaction
     * @throws OpsException of kind USAGE, with the place
     */
    static void require(Statement statement, StatementKind kind, boolean inTransaction) {
        if (statement.isCopyToStdout()) {
            throw new OpsException(
                            Kind.USAGE,
                            "COPY ... TO STDOUT has no output in a loaded script",
                            "export the data with psql's \\copy")
                    .at(statement.position());
        }
        if (!inTransaction) {
            return;
        }
        if (StatementKind.controlsTransaction(statement)) {
            throw TransactionControl.refused(
                    "the script contains transaction control: " + kind.name(), statement.position());
        }
        if (StatementKind.needsNoTransaction(statement)) {
            throw TransactionControl.refused(kind.name() + " cannot run inside a transaction", statement.position());
        }
    }
}
