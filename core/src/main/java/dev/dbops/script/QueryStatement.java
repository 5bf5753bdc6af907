package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.script.lexer.DestructiveSql;
import dev.dbops.script.lexer.QueryParameter;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.StatementKind;
import dev.dbops.script.lexer.Template;
import dev.dbops.script.lexer.TemplateReader;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** One statement that is run for its result, with the names of its parameters. */
public final class QueryStatement {
    /** A statement with fewer tokens has all of them in its trail. */
    private static final int COMPLETE = 16;

    private final Statement statement;
    private final List<QueryParameter> parameters;

    private QueryStatement(Template template) {
        this.statement = template.statement();
        this.parameters = template.parameters();
    }

    /**
     * The statements of a text, in order.
     *
     * @throws OpsException of kind USAGE, with the place, for invalid SQL and for syntax that only psql supports
     */
    public static List<QueryStatement> read(InputFile source) {
        return TemplateReader.read(source).stream().map(QueryStatement::new).toList();
    }

    /** The text for the server, without a semicolon; {@code $1} is the first parameter. */
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

    /** The object that it is about; empty if there is none in particular. */
    public String object() {
        return StatementKind.of(statement).object();
    }

    /** Returns whether it drops, truncates, deletes or overwrites, as far as its text shows. */
    public boolean isDestructive() {
        return DestructiveSql.in(statement);
    }

    /** Returns whether it may do so indirectly: by functions, triggers, rules, or prepared statements. */
    public boolean mayDoMore() {
        return DestructiveSql.mayDoMore(statement);
    }

    /** Returns whether it begins or ends a transaction. */
    public boolean controlsTransaction() {
        return StatementKind.controlsTransaction(statement);
    }

    /** Returns whether the server refuses it inside a transaction. */
    public boolean needsNoTransaction() {
        return StatementKind.needsNoTransaction(statement);
    }

    /** Returns whether it is a COPY through the connection, which returns no rows. */
    public boolean isCopyThroughConnection() {
        return statement.isCopyFromStdin() || statement.isCopyToStdout();
    }

    /**
     * Returns whether it can be a subselect, if it has a result: a SELECT, VALUES or TABLE, and a WITH that changes
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

    /** Returns whether the server takes a snapshot of the transaction before it runs, as for all queries. */
    public boolean takesSnapshot() {
        return switch (statement.tokens().isEmpty() ? "" : statement.tokens().getFirst()) {
            case "(", "select", "values", "table", "with", "insert", "update", "delete", "merge" -> true;
            default -> false;
        };
    }

    /** Returns whether it is SET TRANSACTION, which must precede any query, and does not make it read-write. */
    public boolean setsTransaction() {
        return statement.word(0).equals("set")
                && statement.word(1).equals("transaction")
                && !makesReadWrite()
                && statement.tokens().size() < COMPLETE;
    }

    /** Returns whether it sets or resets the access mode of its transaction. Functions are not analyzed. */
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

    /**
     * Returns whether it sets or resets the role whose privileges later statements have. Functions are not analyzed.
     */
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
     * Refuses statements that change what the driver depends on.
     *
     * @throws OpsException of kind USAGE, with the place
     */
    public void requireUnderstood() {
        DriverSettings.requireUnderstood(statement);
    }

    /** A failure about this statement, with its place and its line. */
    public OpsException at(OpsException failure) {
        return failure.at(statement.position().withLineOf(statement.source()));
    }

    /**
     * The server's error, with the place in the user's text.
     *
     * @param before how many characters were sent before it
     */
    public OpsException failure(SQLException e, int before) {
        return ScriptFailure.inStatement(statement, before, e);
    }
}
