package dev.dbops.query;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.text.Utf8Buffer;
import java.util.Optional;
import java.util.Set;
import org.postgresql.core.Oid;

/**
 * The JSON that the server's functions make of the values of simple types, from the text of these values (PostgreSQL
 * documentation, section 9.16, to_json: numbers, booleans and JSON as they are, "for any other scalar value, the text
 * representation will be used").
 */
enum JsonForm {
    /** As it is, or a string for NaN and the infinities. */
    NUMBER,
    BOOLEAN,
    /** As it is: json and jsonb. */
    JSON,
    STRING,
    /** Dates and times are those of XML Schema: ISO 8601 with a T, and zones with minutes. */
    DATE;

    private static final Set<Integer> NUMBERS =
            Set.of(Oid.INT2, Oid.INT4, Oid.INT8, Oid.FLOAT4, Oid.FLOAT8, Oid.NUMERIC);

    private static final Set<Integer> DATES = Set.of(Oid.DATE, Oid.TIMESTAMP, Oid.TIMESTAMPTZ);

    private static final Set<Integer> JSON_TYPES = Set.of(Oid.JSON, Oid.JSONB);

    /** Further types with OIDs that never change: cidr, inet, macaddr and macaddr8. */
    private static final Set<Integer> STRINGS = Set.of(
            Oid.TEXT,
            Oid.VARCHAR,
            Oid.BPCHAR,
            Oid.NAME,
            Oid.CHAR,
            Oid.UUID,
            Oid.BYTEA,
            Oid.TIME,
            Oid.TIMETZ,
            Oid.INTERVAL,
            Oid.BIT,
            Oid.VARBIT,
            Oid.OID,
            Oid.MONEY,
            650,
            869,
            829,
            774);

    /** Pseudo-types, which no function of a column can have as its argument: record, record[], anyarray, and others. */
    private static final Set<Integer> WHOLE_ROWS = Set.of(2249, 2287, 2277, 2275, 705, 2278);

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final int FEWEST_DIGITS_OF_YEAR = 4;
    private static final int ZONE_OF_HOURS = 3;

    /** Returns the form of a type; the server knows those of the others. A domain has the OID of its type here. */
    static Optional<JsonForm> of(int type) {
        if (NUMBERS.contains(type)) {
            return Optional.of(NUMBER);
        }
        if (type == Oid.BOOL) {
            return Optional.of(BOOLEAN);
        }
        if (JSON_TYPES.contains(type)) {
            return Optional.of(JSON);
        }
        if (DATES.contains(type)) {
            return Optional.of(DATE);
        }
        return STRINGS.contains(type) ? Optional.of(STRING) : Optional.empty();
    }

    /** Returns whether to_json accepts a column of that type. */
    static boolean isArgument(int type) {
        return !WHOLE_ROWS.contains(type);
    }

    /**
     * Writes a value.
     *
     * @throws OpsException of kind FAILED for a date in a style other than ISO, which a function may have set
     */
    void write(byte[] value, Utf8Buffer json) {
        switch (this) {
            case NUMBER -> number(value, json);
            case BOOLEAN -> json.append(value[0] == 't' ? TRUE : FALSE);
            case JSON -> json.append(value);
            case STRING -> json.appendQuoted(value);
            case DATE -> date(value, json);
        }
    }

    private static void number(byte[] value, Utf8Buffer json) {
        if (isDigit(value[value[0] == '-' ? 1 : 0])) {
            json.append(value);
        } else {
            json.appendQuoted(value);
        }
    }

    private static void date(byte[] value, Utf8Buffer json) {
        if (isInfinite(value)) {
            json.appendQuoted(value);
            return;
        }
        requireIso(value);
        var space = indexOf(' ', value);
        json.append('"').append(value, 0, space);
        if (space < value.length && isDigit(value[space + 1])) {
            json.append('T');
            time(value, space + 1, json);
        } else {
            json.append(value, space, value.length);
        }
        json.append('"');
    }

    /** A zone of whole hours gets its minutes: {@code +01:00} for {@code +01}, which " BC" may follow. */
    private static void time(byte[] value, int from, Utf8Buffer json) {
        var zone = value.length - 1;
        while (zone > from && value[zone] != '+' && value[zone] != '-') {
            zone--;
        }
        var end = zone + ZONE_OF_HOURS;
        if (zone == from || end < value.length && value[end] == ':') {
            json.append(value, from, value.length);
        } else {
            json.append(value, from, end).append(":00").append(value, end, value.length);
        }
    }

    private static int indexOf(char letter, byte[] value) {
        var at = 0;
        while (at < value.length && value[at] != letter) {
            at++;
        }
        return at;
    }

    /** Returns whether it is "infinity" or "-infinity", which all styles have. */
    private static boolean isInfinite(byte[] value) {
        return value[value[0] == '-' ? 1 : 0] == 'i';
    }

    /** Only in this style it begins with a year and a hyphen. */
    private static void requireIso(byte[] value) {
        var at = 0;
        while (at < value.length && isDigit(value[at])) {
            at++;
        }
        if (at < FEWEST_DIGITS_OF_YEAR || at == value.length || value[at] != '-') {
            throw new OpsException(
                    Kind.FAILED,
                    "a function has set a DateStyle other than ISO, which the driver does not support",
                    "let it set DateStyle to 'ISO, DMY', which reads the same dates as German and SQL, DMY");
        }
    }

    private static boolean isDigit(byte letter) {
        return letter >= '0' && letter <= '9';
    }
}
