package dev.dbops.script;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A statement that is a cell of another's result: what {@code \gexec} sends. */
final class ResultStatement {
    private ResultStatement() {}

    /**
     * The statement, which stands where the one stands that it comes from.
     *
     * @param inTransaction whether it must not control transactions: what the script itself may not do, its results may
     *     not do either
     * @throws OpsException of kind USAGE when it does all the same
     */
    static Statement of(String sql, Statement from, boolean inTransaction) {
        if (inTransaction) {
            refuseTransactionControl(sql, from);
        }
        return new Statement(
                sql, 1, Statement.Ending.SEND, List.of(), from.source(), from.line(), from.column(), List.of());
    }

    private static void refuseTransactionControl(String sql, Statement from) {
        var text = new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8));
        var scanner = new SqlScanner(text, from.source(), new PsqlVariables(Map.of()));
        for (var next = scanner.next(); next.isPresent(); next = scanner.next()) {
            if (next.get() instanceof Statement statement && StatementKind.controlsTransaction(statement)) {
                throw TransactionControl.refused(
                        "the result of \\gexec controls transactions itself: " + sql, from.position());
            }
        }
    }
}
