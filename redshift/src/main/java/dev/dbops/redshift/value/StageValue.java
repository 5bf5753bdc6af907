package dev.dbops.redshift.value;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.connect.LiteralJson;
import dev.dbops.redshift.table.WarehouseColumn;
import dev.dbops.redshift.table.WarehouseTable;
import dev.dbops.redshift.table.WarehouseType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonToken;

/**
 * Turns a value of the log into the text that a column of the warehouse is made of ({@link WarehouseType#fromText}), or
 * refuses it: a value that the column cannot keep as it is would be cut, rounded or rejected with others.
 *
 * @param table the table, for messages
 * @param column the column
 * @param source the type of the column in the source; {@link ColumnType#UNKNOWN} if it is not known
 */
record StageValue(WarehouseTable table, WarehouseColumn column, ColumnType source) {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,20}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,4})?");
    private static final Pattern BYTES = Pattern.compile("\\\\x([0-9a-f]*)");

    /** A date before a time, as to_jsonb writes it. */
    private static final Pattern DATE = Pattern.compile("[0-9]{4,}-[0-9]{2}-[0-9]{2}T");

    /** Of a char in UTF-8. */
    private static final int MOST_BYTES_OF_CHARACTER = 3;

    /** Two digits for a byte. */
    private static final int MOST_BYTES = WarehouseType.MOST_TEXT / 2;

    private static final Set<String> TRUE = Set.of("true", "t", "1");
    private static final Set<String> FALSE = Set.of("false", "f", "0");

    /**
     * Returns the text.
     *
     * @param token the kind of the value in JSON, not null
     * @param text of a string, its characters; of another value, its JSON
     * @throws OpsException of kind FAILED when the column cannot keep it
     */
    String of(JsonToken token, String text) {
        var isString = token == JsonToken.VALUE_STRING;
        return switch (column.type().kind()) {
            case SMALLINT -> integer(text, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> integer(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> integer(text, Long.MIN_VALUE, Long.MAX_VALUE);
            case DECIMAL -> decimal(text);
            case REAL, DOUBLE_PRECISION -> floating(text);
            case BOOLEAN -> truth(text);
            case DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ -> time(text);
            case CHAR -> ascii(limited(text));
            case VARCHAR -> limited(text);
            case SUPER -> superValue(isString, text);
            case VARBYTE -> bytes(text);
            case OTHER ->
                throw refused(
                        "db-ops does not write columns of its type", "give the column a type of docs/redshift.md");
        };
    }

    private String integer(String text, long least, long most) {
        var value = new BigInteger(matching(INTEGER, text, "a whole number"));
        if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw refused("the value is out of the range of " + column.type().sql(), "give the column a larger type");
        }
        return text;
    }

    private String floating(String text) {
        number(text);
        return text;
    }

    private BigDecimal number(String text) {
        return new BigDecimal(matching(NUMBER, text, "a finite number"));
    }

    /** The warehouse would round what it cannot keep. */
    private String decimal(String text) {
        var type = column.type();
        var value = number(text).stripTrailingZeros();
        if (value.scale() > type.scale() || value.precision() - value.scale() > type.length() - type.scale()) {
            throw refused(
                    "the value has more digits than " + type.sql(), "give the column more digits, or the type VARCHAR");
        }
        return value.toPlainString();
    }

    private String truth(String text) {
        if (TRUE.contains(text)) {
            return "true";
        }
        if (FALSE.contains(text)) {
            return "false";
        }
        throw refused("the value is neither true nor false", "give the column the type VARCHAR");
    }

    private String time(String text) {
        if (text.toLowerCase(Locale.ROOT).contains("infinity")) {
            throw refused(
                    "%s has no infinite values".formatted(column.type().sql()), "give the column the type VARCHAR");
        }
        var date = DATE.matcher(text);
        return date.lookingAt() ? text.substring(0, date.end() - 1) + " " + text.substring(date.end()) : text;
    }

    /** Lengths are bytes ("Character types"). */
    private String limited(String text) {
        var most = column.type().length();
        if (isLonger(text, most)) {
            throw refused(
                    "the value has %,d bytes, and %s takes %,d"
                            .formatted(length(text), column.type().sql(), most),
                    most < WarehouseType.MOST_TEXT ? "give the column more bytes" : "shorten the value in the source");
        }
        return text;
    }

    /** CHAR has characters of one byte ("Character types"). */
    private String ascii(String text) {
        if (text.chars().anyMatch(character -> character > '\u007f')) {
            throw refused("CHAR takes ASCII only", "give the column the type VARCHAR");
        }
        return text;
    }

    private String superValue(boolean isString, String text) {
        String json;
        try {
            json = isString ? LiteralJson.of(text, source) : text;
        } catch (IllegalArgumentException _) {
            throw refused("SUPER cannot keep an array whose first index is not 1", "give the column the type VARCHAR");
        }
        if (isLonger(json, WarehouseType.MOST_TEXT)) {
            throw refused(
                    "the value has %,d bytes as JSON, and db-ops writes up to %,d into SUPER"
                            .formatted(length(json), WarehouseType.MOST_TEXT),
                    "shorten the value in the source");
        }
        return json;
    }

    private String bytes(String text) {
        var matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            throw refused("the value is not bytes", "give the column the type VARCHAR");
        }
        var hex = matcher.group(1);
        // the texts of hexadecimal digits are VARCHAR on their way
        var most = column.type().length() == 0
                ? MOST_BYTES
                : Math.min(column.type().length(), MOST_BYTES);
        if (hex.length() / 2 > most) {
            throw refused(
                    "the value has %,d bytes, and db-ops writes up to %,d into VARBYTE(%d)"
                            .formatted(hex.length() / 2, most, column.type().length()),
                    "shorten the value in the source");
        }
        return hex;
    }

    private String matching(Pattern form, String text, String what) {
        if (!form.matcher(text).matches()) {
            throw refused("the value is not " + what, "give the column the type VARCHAR");
        }
        return text;
    }

    /** Most texts are so much shorter that they need not be encoded. */
    private static boolean isLonger(String text, int most) {
        return text.length() > most / MOST_BYTES_OF_CHARACTER && length(text) > most;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private OpsException refused(String reason, String remedy) {
        return new OpsException(
                Kind.FAILED,
                "column %s of table %s of the warehouse: %s".formatted(column.name(), table, reason),
                remedy + ", or put these events aside: --on-error dead-letter");
    }
}
