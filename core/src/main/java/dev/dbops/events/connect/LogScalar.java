package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JsonToken;

/**
 * A value in the log that is neither an array nor an object, or JSON that is copied.
 *
 * @param quoted whether it is a string; otherwise its text is JSON
 * @param text the text
 */
record LogScalar(boolean quoted, String text) {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,20}([.][0-9]{1,20})?(E-?[0-9]{1,2})?");

    /** Debezium's words for numbers that are not finite. */
    private static final Map<String, String> SPECIAL_NUMBERS =
            Map.of("NOT_A_NUMBER", "NaN", "POSITIVE_INFINITY", "Infinity", "NEGATIVE_INFINITY", "-Infinity");

    /** The limits of money, which a floating-point number may exceed by its inaccuracy. */
    private static final BigDecimal MOST_MONEY = new BigDecimal("92233720368547758.07");

    private static final BigDecimal LEAST_MONEY = new BigDecimal("-92233720368547758.08");

    static LogScalar string(String text) {
        return new LogScalar(true, text);
    }

    static LogScalar json(String text) {
        return new LogScalar(false, text);
    }

    /**
     * Returns the value in the JSON type that the log has for the column: Debezium has numbers as strings, and strings as
     * numbers. A value that does not fit stays as it is; the server reads the text by the rules of the type.
     */
    LogScalar as(ColumnType column) {
        if (column.isArray()) {
            return quoted && text.startsWith("[") ? whole(JsonToken.START_ARRAY) : this;
        }
        return switch (column.name()) {
            case "int2", "int4", "int8", "float4", "float8", "numeric" -> quoted ? number() : this;
            case "bit", "varbit" -> quoted ? this : string(text.equals("true") ? "1" : "0");
            case "bool", "json" -> this;
            case "jsonb" -> quoted && text.startsWith("[") ? whole(JsonToken.START_ARRAY) : object();
            case "record" -> object();
            case "hstore" -> quoted && text.startsWith("{") ? string(LiteralWriter.hstore(text)) : this;
            case "money" -> AMOUNT.matcher(text).matches() ? string(money()) : this;
            case "" -> this;
            default -> string(text);
        };
    }

    private LogScalar number() {
        return NUMBER.matcher(text).matches() ? json(text) : string(SPECIAL_NUMBERS.getOrDefault(text, text));
    }

    private LogScalar object() {
        return quoted && text.startsWith("{") ? whole(JsonToken.START_OBJECT) : this;
    }

    /** Text that is JSON of that kind is the JSON itself. */
    private LogScalar whole(JsonToken first) {
        return ReceivedJson.is(first, text) ? json(text) : this;
    }

    /** The amount in the locale C, as the log has it. */
    private String money() {
        var amount = new BigDecimal(text).min(MOST_MONEY).max(LEAST_MONEY);
        var digits = new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(amount.abs());
        return (amount.signum() < 0 ? "-$" : "$") + digits;
    }

    void appendTo(Utf8Buffer out) {
        if (quoted) {
            out.appendQuoted(text);
        } else {
            out.append(text);
        }
    }
}
