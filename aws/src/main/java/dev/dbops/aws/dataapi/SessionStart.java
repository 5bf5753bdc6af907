package dev.dbops.aws.dataapi;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/**
 * The start of a session, with its settings. The settings that the driver gives a connection are set in each
 * transaction, because the Data API keeps a session no longer.
 */
final class SessionStart {
    /** Text, because the Data API returns it unchanged. */
    private static final String SETTINGS = """
        SELECT pg_catalog.current_setting('server_version'), pg_catalog.current_setting('server_version_num'),
               pg_catalog.current_setting('server_encoding'), pg_catalog.current_setting('DateStyle'),
               pg_catalog.current_setting('TimeZone'), pg_catalog.current_setting('standard_conforming_strings')
        """;

    private final List<String> statements = new ArrayList<>();

    /**
     * Asks the server for its version and its settings, which the driver needs.
     *
     * @return the version's number
     * @throws OpsException when there is no answer
     */
    int open(DataApiSession session, BackendMessages answers) {
        try {
            var row = session.execute(SETTINGS, List.of()).records().getFirst();
            answers.authenticated();
            answers.parameter("server_version", row.get(0).stringValue());
            answers.parameter("server_encoding", row.get(2).stringValue());
            answers.parameter("client_encoding", "UTF8");
            answers.parameter("DateStyle", "ISO, MDY");
            answers.parameter("integer_datetimes", "on");
            answers.parameter("standard_conforming_strings", "on");
            if (!row.get(3).stringValue().startsWith("ISO")) {
                statements.add("SET LOCAL DateStyle = 'ISO'");
            }
            setTimeZone(row.get(4).stringValue());
            if (!row.get(5).stringValue().equals("on")) {
                statements.add("SET LOCAL standard_conforming_strings = on");
            }
            return Integer.parseInt(row.get(1).stringValue());
        } catch (ServerRefusal e) {
            throw new OpsException(
                    e.state().equals(ServerRefusal.CANCELLED) ? Kind.INTERRUPTED : Kind.UNREACHABLE,
                    "the RDS Data API cannot reach the database: " + e.getMessage(),
                    e.hint().isEmpty() ? "docs/data-api.md names what it needs" : e.hint());
        }
    }

    /** The driver sets the zone of this machine, in which times are shown. */
    private void setTimeZone(String current) {
        var zone = TimeZone.getDefault().getID();
        if (zone.matches("[A-Za-z0-9_+/-]+") && !zone.equals(current)) {
            statements.add("SET LOCAL TimeZone = '" + driverForm(zone) + "'");
        }
    }

    /** Java writes GMT+3 for what POSIX, and the server, call GMT-3. */
    private static String driverForm(String zone) {
        if (!zone.matches("GMT[+-].*")) {
            return zone;
        }
        return "GMT" + (zone.charAt(3) == '+' ? '-' : '+') + zone.substring(4);
    }

    /** Sets the settings in a transaction that has begun. */
    void settle(DataApiSession session) throws ServerRefusal {
        for (var statement : statements) {
            session.execute(statement, List.of());
        }
    }

    /** Sets the mode that a BEGIN names after its first word. */
    void setMode(DataApiSession session, StatementShape begin) throws ServerRefusal {
        var words = begin.words().stream()
                .map(SqlWords.Word::text)
                .skip(1)
                .filter(word -> !word.equals("transaction") && !word.equals("work"))
                .toList();
        if (!words.isEmpty()) {
            session.execute("SET TRANSACTION " + String.join(" ", words).toUpperCase(Locale.ROOT), List.of());
        }
    }
}
