package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.lexer.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postgresql.jdbc.PgConnection;

/**
 * The settings that make the driver end the session: it uses UTF-8 and reads only ISO dates (pgjdbc's
 * QueryExecutorImpl.receiveParameterStatus). A script whose text changes them is refused before it runs. If a function
 * changes them, the error names the setting afterwards.
 */
final class DriverSettings {
    private static final String DATE_STYLE = "datestyle";
    private static final String CLIENT_ENCODING = "client_encoding";
    private static final String DATE_STYLE_HINT =
            "use SET DateStyle = 'ISO, DMY', which reads the same dates as German and SQL, DMY";
    private static final String CLIENT_ENCODING_HINT =
            "set the script's encoding with SET client_encoding in a separate statement";

    private DriverSettings() {}

    /**
     * Finds SET DateStyle, and set_config with a literal name and a literal value.
     *
     * @throws OpsException of kind USAGE, with the place
     */
    static void requireUnderstood(Statement statement) {
        if (statement.word(0).equals("set") && statement.contains(DATE_STYLE)) {
            var text = statement.text().toLowerCase(Locale.ROOT);
            requireIso(text.substring(text.indexOf(DATE_STYLE) + DATE_STYLE.length()), statement);
        } else if (statement.word(0).equals("select")) {
            var text = statement.text().toLowerCase(Locale.ROOT);
            for (var at = text.indexOf("set_config"); at >= 0; at = text.indexOf("set_config", at + 1)) {
                requireUnderstood(literals(text, at), statement);
            }
        }
    }

    private static void requireUnderstood(List<String> nameAndValue, Statement statement) {
        var name = nameAndValue.getFirst();
        var value = nameAndValue.getLast();
        if (name.equals(DATE_STYLE)) {
            requireIso(value, statement);
        } else if (name.equals(CLIENT_ENCODING)
                && !value.equals("utf8")
                && !value.equals("utf-8")
                && !value.equals("unicode")) {
            throw new OpsException(
                            Kind.USAGE,
                            "set_config cannot change client_encoding, which the driver depends on",
                            CLIENT_ENCODING_HINT)
                    .at(statement.position());
        }
    }

    /** Words that set only the order of day and month do not change the style. */
    private static void requireIso(String value, Statement statement) {
        if (value.contains("german") || value.contains("sql") || value.contains("postgres")) {
            throw new OpsException(
                            Kind.USAGE, "a DateStyle other than ISO is not supported by the driver", DATE_STYLE_HINT)
                    .at(statement.position());
        }
    }

    /** The first two strings after a position; empty strings if there are not two. */
    private static List<String> literals(String text, int from) {
        var found = new ArrayList<String>();
        for (var start = text.indexOf('\'', from); start >= 0 && found.size() < 2; ) {
            var end = text.indexOf('\'', start + 1);
            if (end < 0) {
                break;
            }
            found.add(text.substring(start + 1, end));
            start = text.indexOf('\'', end + 1);
        }
        return found.size() == 2 ? found : List.of("", "");
    }

    /**
     * Explains why the driver ended the session, if one of these settings was the reason.
     *
     * @param batch what was sent last; the server reports a setting at the end of the message
     */
    static Optional<OpsException> broken(PgConnection connection, StatementBatch batch) {
        var style = connection.getParameterStatus("DateStyle");
        if (style != null && !style.startsWith("ISO")) {
            return Optional.of(ended("DateStyle", style, DATE_STYLE_HINT, batch));
        }
        var encoding = connection.getParameterStatus(CLIENT_ENCODING);
        return encoding == null || encoding.equals("UTF8")
                ? Optional.empty()
                : Optional.of(ended(CLIENT_ENCODING, encoding, CLIENT_ENCODING_HINT, batch));
    }

    private static OpsException ended(String name, String value, String hint, StatementBatch batch) {
        var last = batch.last();
        var where = batch.size() == 1 ? "this statement" : "a statement from here to " + last.position();
        return new OpsException(
                        Kind.FAILED,
                        "%s set %s to %s, so the driver ended the session".formatted(where, name, value),
                        hint)
                .at(batch.first().position());
    }
}
