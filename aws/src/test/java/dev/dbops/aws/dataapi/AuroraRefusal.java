package dev.dbops.aws.dataapi;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** An error of the Data API. */
final class AuroraRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;

    AuroraRefusal(String type, String message) {
        super(message);
        this.type = type;
    }

    /**
     * The server's error in the API's one line. Lines like it are quoted in many reports: {@code ERROR: relation "x" does
     * not exist; Position: 15; SQLState: 42P01}.
     */
    static AuroraRefusal of(SQLException failure) {
        if ("57014".equals(failure.getSQLState()) && failure.getMessage().contains("statement timeout")) {
            return new AuroraRefusal("StatementTimeoutException", "Request timed out");
        }
        var text = new StringBuilder("ERROR: ");
        if (failure instanceof PSQLException known && known.getServerErrorMessage() != null) {
            var server = known.getServerErrorMessage();
            text.append(server.getMessage());
            append(text, "Detail", server.getDetail());
            append(text, "Hint", server.getHint());
            append(text, "Position", server.getPosition() == 0 ? null : Integer.toString(server.getPosition()));
        } else {
            text.append(failure.getMessage());
        }
        append(text, "SQLState", failure.getSQLState());
        return new AuroraRefusal("DatabaseErrorException", text.toString());
    }

    private static void append(StringBuilder text, String label, String value) {
        if (value != null) {
            text.append("; ").append(label).append(": ").append(value);
        }
    }

    String type() {
        return type;
    }
}
