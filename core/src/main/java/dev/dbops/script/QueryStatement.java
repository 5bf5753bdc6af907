package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** One statement that is run for its result, with the names of its parameters. */
public final class QueryStatement {
    /** A statement of fewer tokens has all of them in its trail. */
    private static final int COMPLETE = 16;

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

    /** Whether it drops, truncates, deletes or overwrites, as far as its text tells. */
    public boolean isDestructive() {
        return DestructiveSql.in(statement);
    }

    /** Whether it may do so without saying it: by functions, triggers, rules, or what is prepared elsewhere. */
    public boolean mayDoMore() {
        return DestructiveSql.mayDoMore(statement);
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

    /** Whether the server takes a snapshot of the transaction before any of it runs, as it does for all queries. */
    public boolean takesSnapshot() {
        return switch (statement.tokens().isEmpty() ? "" : statement.tokens().getFirst()) {
            case "(", "select", "values", "table", "with", "insert", "update", "delete", "merge" -> true;
            default -> false;
        };
    }

    /** Whether it is SET TRANSACTION, which must come before any query, and does not make the transaction read-write. */
    public boolean setsTransaction() {
        return statement.word(0).equals("set")
                && statement.word(1).equals("transaction")
                && !makesReadWrite()
                && statement.tokens().size() < COMPLETE;
    }

    /** Whether it sets or resets the access mode of its transaction. What functions do is not seen. */
    public boolean makesReadWrite() {
        return switch (statement.word(0)) {
            case "reset" -> isAccessMode(1);
            case "set" ->
                isAccessMode(1)
                        || isAccessMode(2)
                        || statement.word(1).equals("transaction") && statement.contains("write");
            default -> false;
        };
    }

    private boolean isAccessMode(int index) {
        return index < statement.tokens().size()
                && statement.tokens().get(index).replace("\"", "").equalsIgnoreCase("transaction_read_only");
    }

    /** Whether it sets or resets the role whose rights the statements after it have. What functions do is not seen. */
    public boolean changesRole() {
        return switch (statement.word(0)) {
            case "discard" -> true;
            case "reset" -> isRole(1) || statement.word(1).equals("all");
            case "set" ->
                isRole(1)
                        || (statement.word(1).equals("session")
                                        || statement.word(1).equals("local"))
                                && isRole(2);
            default -> false;
        };
    }

    private boolean isRole(int index) {
        var token = index < statement.tokens().size() ? statement.tokens().get(index) : "";
        return switch (token.replace("\"", "").toLowerCase(Locale.ROOT)) {
            case "role", "session_authorization", "authorization" -> true;
            case "session" -> statement.word(index + 1).equals("authorization");
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
