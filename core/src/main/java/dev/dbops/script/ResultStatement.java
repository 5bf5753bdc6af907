package dev.dbops.script;

import dev.dbops.postgres.Notices;
import dev.dbops.script.lexer.DestructiveSql;
import dev.dbops.script.lexer.SqlScanner;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.StatementKind;
import dev.dbops.script.lexer.Variables;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.jdbc.PgConnection;

/** A statement in a cell of another statement's result, as {@code \gexec} sends it. */
final class ResultStatement {
    private ResultStatement() {}

    /**
     * Runs the query, and returns the cells of its result row by row, without NULLs.
     *
     * @throws OpsException with the place, when the statement fails
     */
    static List<String> cells(PgConnection connection, Statement statement, Notices notices) {
        var cells = new ArrayList<String>();
        try (var query = connection.createStatement();
                var row = query.executeQuery(statement.text())) {
            while (row.next()) {
                for (var column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    if (row.getString(column) != null) {
                        cells.add(row.getString(column));
                    }
                }
            }
            notices.takeOf(query, statement.position());
            return cells;
        } catch (SQLException e) {
            throw ScriptFailure.inStatement(statement, e);
        }
    }

    /**
     * The statement, at the place of the statement that produced it.
     *
     * @param inTransaction whether it must not control transactions: the limits of the script apply to its results too
     * @throws OpsException of kind USAGE when it does so anyway
     */
    static Statement of(String sql, Statement from, boolean inTransaction) {
        if (inTransaction) {
            refuseTransactionControl(sql, from);
        }
        var place = new Statement.Anchor(0, from.line(), from.column(), true);
        return new Statement(
                sql, 1, Statement.Ending.SEND, List.of(), from.source(), from.line(), from.column(), List.of(place));
    }

    private static void refuseTransactionControl(String sql, Statement from) {
        for (var statement : statements(sql, from)) {
            if (StatementKind.controlsTransaction(statement)) {
                throw TransactionControl.refused(
                        "the result of \\gexec contains transaction control: " + sql, from.position());
            }
        }
    }

    /** Destructive statements in a cell's text, at the place of the statement that produced it. */
    static List<ScriptOutline.Destructive> destructive(String sql, Statement from) {
        var found = new ArrayList<ScriptOutline.Destructive>();
        for (var statement : statements(sql, from)) {
            if (DestructiveSql.in(statement)) {
                var kind = StatementKind.of(statement);
                found.add(new ScriptOutline.Destructive(from.position(), kind.name(), kind.object()));
            }
        }
        return found;
    }

    private static List<Statement> statements(String sql, Statement from) {
        var text = new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8));
        var scanner = new SqlScanner(text, from.source(), Variables.NONE);
        var statements = new ArrayList<Statement>();
        for (var next = scanner.next(); next.isPresent(); next = scanner.next()) {
            if (next.get() instanceof Statement statement) {
                statements.add(statement);
            }
        }
        return statements;
    }
}
