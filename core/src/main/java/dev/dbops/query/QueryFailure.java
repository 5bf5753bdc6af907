package dev.dbops.query;

import dev.dbops.OpsException;
import dev.dbops.ServerError;
import dev.dbops.script.QueryStatement;
import java.sql.SQLException;

/**
 * Translates a server error into the terms of the query's author: parameters have names, and the hint may be --write.
 */
final class QueryFailure {
    private static final String READ_ONLY = "25006";
    /** active_sql_transaction: the access mode of a transaction that has begun cannot be changed. */
    private static final String MODE_IS_FIXED = "25001";

    private static final String SYNTAX = "42601";
    private static final String NO_SUCH_PARAMETER = "42P02";
    private static final String AMBIGUOUS_TYPE = "42P08";
    private static final String UNKNOWN_TYPE = "42P18";

    private QueryFailure() {}

    /**
     * @param before how many characters were sent before the statement
     */
    static OpsException of(QueryStatement statement, int before, QueryMode mode, SQLException e) {
        var failure = statement.failure(e, before);
        var state = failure.serverError().map(ServerError::sqlState).orElse("");
        return switch (state) {
            case READ_ONLY, MODE_IS_FIXED ->
                mode == QueryMode.READ ? failure.withHint("to let query write, add --write") : failure;
            case NO_SUCH_PARAMETER, SYNTAX -> withoutParameters(statement, named(statement, failure), state);
            case AMBIGUOUS_TYPE, UNKNOWN_TYPE ->
                named(statement, failure).withHint("give its type, such as :name::text");
            default -> failure;
        };
    }

    /** Only planned statements can have parameters (PostgreSQL documentation, PREPARE). */
    private static OpsException withoutParameters(QueryStatement statement, OpsException failure, String state) {
        if (statement.parameters().isEmpty()) {
            return state.equals(NO_SUCH_PARAMETER)
                    ? failure.withHint("name it, such as :name, and give its value: -p name=VALUE")
                    : failure;
        }
        return switch (statement.kind()) {
            case "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "WITH", "" -> failure;
            default ->
                failure.withHint(
                        "PostgreSQL takes parameters in SELECT, INSERT, UPDATE, DELETE, MERGE and VALUES, not in "
                                + statement.kind());
        };
    }

    /** Replaces parameter numbers with names: the server knows only the numbers. */
    private static OpsException named(QueryStatement statement, OpsException failure) {
        var message = failure.getMessage();
        for (var number = statement.parameters().size(); number > 0; number--) {
            message = message.replace(
                    "$" + number, ":" + statement.parameters().get(number - 1).name());
        }
        return failure.withMessage(message);
    }
}
