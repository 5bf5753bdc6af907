package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import dev.dbops.postgres.CopyContext;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.script.lexer.Statement;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Finds the place in the script that the server's error belongs to. */
final class ScriptFailure {
    private ScriptFailure() {}

    /** The failure of a statement. */
    static OpsException inStatement(Statement statement, SQLException e) {
        return inStatement(statement, 0, e);
    }

    /**
     * As {@link #inStatement(Statement, SQLException)}, where more than the statement was sent.
     *
     * @param before how many characters were sent before it
     */
    static OpsException inStatement(Statement statement, int before, SQLException e) {
        var offset = Math.max(position(e) - before, 0);
        return report(statement.source(), offset == 0 ? statement.position() : statement.position(offset - 1), e);
    }

    /**
     * The failure of a COPY: in its statement, or in a line of its data.
     *
     * @param data the script or file that holds the data
     * @param firstDataLine the line of that script where the data begins, from 1; 0 when none was sent
     */
    static OpsException inCopy(Statement statement, InputFile data, int firstDataLine, SQLException e) {
        var dataLine = (int) CopyContext.line(e);
        if (dataLine > 0 && firstDataLine > 0) {
            return report(data, new ScriptPosition(data.name(), firstDataLine + dataLine - 1, 0, ""), e);
        }
        return inStatement(statement, e);
    }

    private static OpsException report(InputFile script, ScriptPosition place, SQLException e) {
        var failure = SqlErrors.translate(e);
        return failure.kind() == Kind.UNREACHABLE ? failure : failure.at(place.withLineOf(script));
    }

    private static int position(SQLException e) {
        var error = serverError(e);
        return error == null ? 0 : error.getPosition();
    }

    private static ServerErrorMessage serverError(SQLException e) {
        return e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    }
}
