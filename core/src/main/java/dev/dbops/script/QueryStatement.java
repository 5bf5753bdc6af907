package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import java.sql.SQLException;
import java.util.List;

/** One statement that is run for its result, with the names of its parameters. */
public final class QueryStatement {
    private final Statement statement;
    private final List<QueryParameter> parameters;

    QueryStatement(Statement statement, List<QueryParameter> parameters) {
        this.statement = statement;
        this.parameters = parameters;
    }

    Statement statement() {
        return statement;
    }

    /** The text for the server, without a semicolon; {@code $1} stands for the first of the parameters. */
    public String sql() {
        return statement.text();
    }

    /** The parameters in the order of their numbers. */
    public List<QueryParameter> parameters() {
        return parameters;
    }

    /** Where it begins. */
    public ScriptPosition position() {
        return statement.position();
    }

    /** Its kind, such as UPDATE or CREATE TABLE. */
    public String kind() {
        return StatementKind.of(statement).name();
    }

    /** What it is about; empty when it is about nothing in particular. */
    public String object() {
        return StatementKind.of(statement).object();
    }

    /** Whether it drops, truncates, deletes or updates. What functions and DO blocks do is not seen. */
    public boolean isDestructive() {
        return StatementKind.destroys(statement) || StatementKind.updates(statement);
    }

    /** Whether it begins or ends a transaction. */
    public boolean controlsTransaction() {
        return StatementKind.controlsTransaction(statement);
    }

    /** Whether the server refuses it inside a transaction. */
    public boolean needsNoTransaction() {
        return StatementKind.needsNoTransaction(statement);
    }

    /** Whether it is a COPY through the connection, which is no matter of rows. */
    public boolean isCopyThroughConnection() {
        return statement.isCopyFromStdin() || statement.isCopyToStdout();
    }

    /**
     * Whether it can be a subselect, if it is one that has a result: a SELECT, VALUES or TABLE, and a WITH that changes
     * nothing.
     */
    public boolean canBeSubselect() {
        return switch (statement.tokens().isEmpty() ? "" : statement.tokens().getFirst()) {
            case "select", "values", "table" -> true;
            case "(" -> !statement.tokens().contains("with");
            case "with" ->
                !statement.contains("insert")
                        && !statement.contains("update")
                        && !statement.contains("delete")
                        && !statement.contains("merge");
            default -> false;
        };
    }

    /**
     * Refuses what the driver would end the session over.
     *
     * @throws OpsException of kind USAGE, with the place
     */
    public void requireUnderstood() {
        DriverSettings.requireUnderstood(statement);
    }

    /** A failure about this statement, with its place and its line. */
    public OpsException at(OpsException failure) {
        return failure.at(ScriptFailure.withLineText(statement.source(), statement.position()));
    }

    /**
     * What the server said against it, with the place in the user's text.
     *
     * @param before how many characters were sent before it
     */
    public OpsException failure(SQLException e, int before) {
        return ScriptFailure.inStatement(statement, before, e);
    }
}
