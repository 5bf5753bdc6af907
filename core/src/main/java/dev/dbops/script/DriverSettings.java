package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.encoding.ClientEncoding;
import dev.dbops.script.encoding.ServerSettings;
import dev.dbops.script.encoding.SettingChange;
import dev.dbops.script.lexer.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postgresql.jdbc.PgConnection;

/**
 * The settings that the driver depends on: it sends UTF-8, and ends the session when dates are not ISO (pgjdbc's
 * QueryExecutorImpl.receiveParameterStatus). SQL whose text changes them is refused before it runs; scripts may change
 * the encoding (see {@link ServerSettings}). If a function changes them, the error names the setting afterwards.
 */
final class DriverSettings {
    private static final String DATE_STYLE = "datestyle";
    private static final String DATE_STYLE_HINT =
            "use SET DateStyle = 'ISO, DMY', which reads the same dates as German and SQL, DMY";
    private static final String CLIENT_ENCODING_HINT =
            "leave it out: text is UTF-8 here; schema-load and seed read scripts in other encodings";

    private DriverSettings() {}

    /**
     * Finds SET client_encoding to anything but UTF-8, and what {@link #requireIsoDates} finds.
     *
     * @throws OpsException of kind USAGE, with the place
     */
    static void requireUnderstood(Statement statement) {
        requireIsoDates(statement);
        if (statement.word(0).equals("set")
                && SettingChange.namesEncoding(statement)
                && !ClientEncoding.isUtf8(ClientEncoding.nameInSetting(statement))) {
            throw new OpsException(Kind.USAGE, "the session's client_encoding must be UTF8", CLIENT_ENCODING_HINT)
                    .at(statement.position());
        }
    }

    /**
     * Finds SET DateStyle, and set_config with a literal name and a literal value.
     *
     * @throws OpsException of kind USAGE, with the place
     */
    static void requireIsoDates(Statement statement) {
        if (statement.word(0).equals("set") && statement.contains(DATE_STYLE)) {
            var text = statement.text().toLowerCase(Locale.ROOT);
            requireIso(text.substring(text.indexOf(DATE_STYLE) + DATE_STYLE.length()), statement);
        } else if (statement.word(0).equals("select")) {
            var text = statement.text().toLowerCase(Locale.ROOT);
            for (var at = text.indexOf("set_config"); at >= 0; at = text.indexOf("set_config", at + 1)) {
                var nameAndValue = literals(text, at);
                if (nameAndValue.getFirst().equals(DATE_STYLE)) {
                    requireIso(nameAndValue.getLast(), statement);
                }
            }
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
     * Explains why the driver ended the session, if DateStyle was the reason.
     *
     * @param batch what was sent last; the server reports a setting at the end of the message
     */
    static Optional<OpsException> broken(PgConnection connection, StatementBatch batch) {
        var style = connection.getParameterStatus("DateStyle");
        return style == null || style.startsWith("ISO") ? Optional.empty() : Optional.of(ended(style, batch));
    }

    private static OpsException ended(String style, StatementBatch batch) {
        var last = batch.last();
        var where = batch.size() == 1 ? "this statement" : "a statement from here to " + last.position();
        return new OpsException(
                        Kind.FAILED,
                        "%s set DateStyle to %s, so the driver ended the session".formatted(where, style),
                        DATE_STYLE_HINT)
                .at(batch.first().position());
    }
}
