package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** A whole statement that a person has typed. */
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

    /** Whether it was sent by {@code \gx}, which wants its result expanded. */
    public boolean expanded() {
        return expanded;
    }

    /** Whether it is one query whose rows may be fetched in portions. */
    public boolean isQuery() {
        return statement.commands() == 1
                && !statement.tokens().isEmpty()
                && switch (statement.tokens().getFirst()) {
                    case "select", "values", "table", "with", "(" -> true;
                    default -> false;
                };
    }

    /** Whether it wants data from the terminal. */
    public boolean isCopyFromStdin() {
        return statement.isCopyFromStdin();
    }

    /** Whether it writes data to the terminal. */
    public boolean isCopyToStdout() {
        return statement.commands() == 1 && statement.isCopyToStdout();
    }

    /**
     * Refuses what the driver would end the session over.
     *
     * @throws OpsException of kind USAGE
     */
    public void requireUnderstood() {
        DriverSettings.requireUnderstood(statement);
    }

    /** The server's error, with the place in what was typed when the server names one. */
    public OpsException failure(SQLException e) {
        var error = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        return error == null || error.getPosition() == 0
                ? SqlErrors.translate(e)
                : ScriptFailure.inStatement(statement, e);
    }
}
