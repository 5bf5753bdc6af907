package dev.dbops.redshift.standin;

import java.util.LinkedHashMap;
import java.util.Map;

/** The errors of PostgreSQL as Redshift reports them. */
final class ServerError {
    /** The class of Redshift's own errors. */
    private static final String INTERNAL = "XX000";

    private ServerError() {}

    /**
     * A violation of serializable isolation. The text is the one in "Managing concurrent write operations"
     * (https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation-serializable-isolation-troubleshooting.html).
     */
    static WireMessage serialization() {
        return WireMessage.error(
                INTERNAL,
                "1023",
                "Serializable isolation violation on table - 108300, transactions forming the cycle are: 2008, 2009"
                        + " (pid:1234)");
    }

    /** A load that failed: the row and the reason are only in a system view (r_COPY, SYS_LOAD_ERROR_DETAIL). */
    static WireMessage load(String table) {
        return internal(
                "Load into table '" + table + "' failed.  Check 'sys_load_error_detail' system table for details.");
    }

    /** An error of Redshift's own. */
    static WireMessage internal(String message) {
        return WireMessage.error(INTERNAL, message, "");
    }

    /** Returns what Redshift would send in place of an error of PostgreSQL. */
    static WireMessage translated(WireMessage error) {
        var fields = error.fields();
        var constraint = fields.getOrDefault('n', "");
        return switch (fields.get('C')) {
            case "40001" -> serialization();
            case "22001" -> tooLong(fields.get('M'));
            case "23514" -> {
                if (constraint.startsWith(ColumnType.BYTES)) {
                    yield tooLong("the constraint " + constraint);
                }
                if (constraint.startsWith(ColumnType.TIME)) {
                    yield WireMessage.error("22008", "date/time field value out of range", "");
                }
                yield constraint.startsWith(ColumnType.NUMBER)
                        ? WireMessage.error("22003", "Numeric data overflow", "")
                        : error;
            }
            default -> withoutFile(fields);
        };
    }

    private static WireMessage tooLong(String context) {
        return WireMessage.error("22001", "Value too long for character type", context);
    }

    /** The place in the source of PostgreSQL says nothing about Redshift. */
    private static WireMessage withoutFile(Map<Character, String> fields) {
        var kept = new LinkedHashMap<>(fields);
        kept.keySet().removeAll(java.util.Set.of('F', 'L', 'R'));
        return WireMessage.error(kept);
    }
}
