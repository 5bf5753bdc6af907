package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.script.lexer.Statement;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** A complete statement typed at the prompt. */
public final class TypedStatement implements TypedText.Part {
    private final Statement statement;
    private final boolean expanded;

    TypedStatement(Statement statement, boolean expanded) {
        this.statement = statement;
        this.expanded = expanded;
    }

    /** The text as it is sent. */
    public String text() {
        return statement.text();
    }

    /** Returns whether {@code \gx} sent it, which asks for expanded output. */
    public boolean expanded() {
        return expanded;
    }

    /** Returns whether it is one query whose rows may be fetched in portions. */
    public boolean isQuery() {
        return statement.commands() == 1
                && !statement.tokens().isEmpty()
                && switch (statement.tokens().getFirst()) {
                    case "select", "values", "table", "with", "(" -> true;
                    default -> false;
                };
    }

    /** Returns whether it reads data from the terminal. */
    public boolean isCopyFromStdin() {
        return statement.isCopyFromStdin();
    }

    /** Returns whether it writes data to the terminal. */
    public boolean isCopyToStdout() {
        return statement.commands() == 1 && statement.isCopyToStdout();
    }

    /**
     * Refuses statements that change what the driver depends on.
     *
     * @throws OpsException of kind USAGE
     */
    public void requireUnderstood() {
        DriverSettings.requireUnderstood(statement);
    }

    /** Returns the server's error, with the position in the typed text if the server reports one. */
    public OpsException failure(SQLException e) {
        var error = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        return error == null || error.getPosition() == 0
                ? SqlErrors.translate(e)
                : ScriptFailure.inStatement(statement, e);
    }
}
