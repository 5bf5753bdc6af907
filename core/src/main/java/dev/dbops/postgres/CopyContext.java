package dev.dbops.postgres;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** Finds the line that the server's error or notice is about, in its context: {@code COPY users, line 3, column age}. */
public final class CopyContext {
    private CopyContext() {}

    /** The line of the data, counted from 1 with the header; 0 when the error is not about a row. */
    public static long line(SQLException e) {
        var message = serverMessage(e);
        var context = message == null ? null : message.getWhere();
        for (var line : context == null ? new String[0] : context.split("\n")) {
            var comma = line.indexOf(',');
            if (line.startsWith("COPY ") && comma > 0) {
                return firstNumber(line, comma);
            }
        }
        return 0;
    }

    private static ServerErrorMessage serverMessage(SQLException e) {
        if (e instanceof PSQLWarning warning) {
            return warning.getServerErrorMessage();
        }
        return e instanceof PSQLException error ? error.getServerErrorMessage() : null;
    }

    /** The word before the number is in the server's language. */
    private static long firstNumber(String text, int from) {
        var start = from;
        while (start < text.length() && !isDigit(text.charAt(start))) {
            start++;
        }
        var end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return start == end ? 0 : Long.parseLong(text.substring(start, end));
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }
}
