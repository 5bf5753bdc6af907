package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import java.util.regex.Pattern;

/** The text of a failure for the log, which must not have values of rows. */
final class FailureText {
    /** "Data Exception": the server repeats the value (PostgreSQL documentation, PostgreSQL Error Codes). */
    private static final String DATA = "22";

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"]|\"\")*\"");

    private FailureText() {}

    /** Returns the message, without the values in it. */
    static String of(OpsException failure) {
        var message = failure.getMessage();
        var isOfValue = failure.serverError()
                .filter(error -> error.sqlState().startsWith(DATA))
                .isPresent();
        return isOfValue ? QUOTED.matcher(message).replaceAll("\"...\"") : message;
    }
}
