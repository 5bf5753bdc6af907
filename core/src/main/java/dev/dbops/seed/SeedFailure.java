package dev.dbops.seed;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import dev.dbops.ServerError;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.postgres.TableDefinition;
import java.sql.SQLException;

/** Explains the server's errors to a user who loads a file. */
final class SeedFailure {
    private static final String UNDEFINED_COLUMN = "42703";
    private static final String GENERATED_ALWAYS = "428C9";

    /** The code that servers before 14 use for the same error; our own statements cause no other syntax error. */
    private static final String SYNTAX_ERROR = "42601";

    private static final String INVALID_COLUMN_REFERENCE = "42P10";

    private SeedFailure() {}

    /** The failure of a row, with its place in the file. */
    static OpsException at(ScriptPosition place, TableDefinition table, SQLException e) {
        return translate(table, e).at(place);
    }

    /** A failure of the file as a whole. */
    static OpsException of(String file, TableDefinition table, SQLException e) {
        var failure = translate(table, e);
        return failure.withMessage(file + ": " + failure.getMessage());
    }

    private static OpsException translate(TableDefinition table, SQLException e) {
        var failure = SqlErrors.translate(e);
        return switch (failure.serverError().map(ServerError::sqlState).orElse("")) {
            case UNDEFINED_COLUMN -> failure.withHint(columnsHint(table));
            case GENERATED_ALWAYS, SYNTAX_ERROR, INVALID_COLUMN_REFERENCE ->
                failure.withHint("remove the column from the file: the server generates its values");
            default -> failure;
        };
    }

    /** A column that the table does not have. */
    static OpsException unknownColumn(String column, TableDefinition table) {
        return new OpsException(
                Kind.SQL, "table \"%s\" has no column \"%s\"".formatted(table.table(), column), columnsHint(table));
    }

    private static String columnsHint(TableDefinition table) {
        var columns = new StringBuilder("its columns: ");
        for (var column : table.columns()) {
            columns.append(column == table.columns().getFirst() ? "" : ", ").append(column.name());
        }
        return columns.append("; capitals and spaces count").toString();
    }

    /** Returns whether the file's content may be the reason, rather than the server's state or the connection. */
    static boolean mayLieInARow(SQLException e) {
        var state = e.getSQLState() == null ? "" : e.getSQLState();
        return SqlErrors.translate(e).kind() != Kind.UNREACHABLE
                && switch (state.length() < 2 ? "" : state.substring(0, 2)) {
                    // Read-only transactions, conflicts, lack of resources, operator intervention, system errors.
                    case "", "25", "40", "53", "57", "58", "XX" -> false;
                    default -> true;
                };
    }
}
