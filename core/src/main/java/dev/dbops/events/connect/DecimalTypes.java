package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.regex.Pattern;

/** The types of numeric and money. */
final class DecimalTypes {
    private static final String DECIMAL = "org.apache.kafka.connect.data.Decimal";

    private static final String SCALE_AND_VALUE = "[{\"type\": \"int32\", \"optional\": false, \"field\": \"scale\"},"
            + " {\"type\": \"bytes\", \"optional\": false, \"field\": \"value\"}]";

    /** The log has money as text of the locale C. */
    private static final Pattern MONEY = Pattern.compile("(-?)\\$([0-9,]+\\.[0-9]{2})");

    private static final int MONEY_SCALE = 2;

    private static final ConnectType DOUBLE =
            SemanticType.of("double", (text, out) -> appendDouble(new BigDecimal(text), out));

    private final DecimalMode mode;

    DecimalTypes(DecimalMode mode) {
        this.mode = mode;
    }

    /**
     * The type of a numeric.
     *
     * @param modifier its precision and scale, as PostgreSQL's numeric.c packs them; negative for none
     */
    ConnectType numeric(int modifier) {
        return switch (mode) {
            case double_ -> DOUBLE;
            case string -> PlainType.STRING;
            case precise -> {
                if (modifier < 0) {
                    yield SemanticType.struct(
                            SCALE_AND_VALUE,
                            "io.debezium.data.VariableScaleDecimal",
                            "Variable scaled decimal",
                            DecimalTypes::appendWithScale);
                }
                var packed = modifier - 4;
                // a negative scale has 11 bits too
                var scale = ((packed & 0x7ff) ^ 1024) - 1024;
                var parameters =
                        "{\"scale\": \"%d\", \"connect.decimal.precision\": \"%d\"}".formatted(scale, packed >> 16);
                yield SemanticType.of(
                        "bytes", DECIMAL, parameters, (text, out) -> appendDigits(new BigDecimal(text), scale, out));
            }
        };
    }

    ConnectType money() {
        return switch (mode) {
            case double_ -> SemanticType.of("double", (text, out) -> appendDouble(amount(text), out));
            case string ->
                SemanticType.of(
                        "string", (text, out) -> out.appendQuoted(amount(text).toPlainString()));
            case precise ->
                SemanticType.of(
                        "bytes",
                        DECIMAL,
                        "{\"scale\": \"2\"}",
                        (text, out) -> appendDigits(amount(text), MONEY_SCALE, out));
        };
    }

    private static BigDecimal amount(String text) {
        var matcher = MONEY.matcher(text);
        if (!matcher.matches()) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(matcher.group(1) + matcher.group(2).replace(",", ""));
    }

    private static void appendDouble(BigDecimal value, Utf8Buffer out) {
        var number = value.doubleValue();
        if (Double.isInfinite(number)) {
            throw new ArithmeticException("too large");
        }
        out.append(Double.toString(number));
    }

    private static void appendWithScale(String text, Utf8Buffer out) {
        var value = new BigDecimal(text).stripTrailingZeros();
        var scale = Math.max(0, value.scale());
        out.append("{\"scale\": ").append((long) scale).append(", \"value\": ");
        appendDigits(value, scale, out);
        out.append('}');
    }

    /** As Decimal does: the bytes of a big-endian number in two's complement. */
    private static void appendDigits(BigDecimal value, int scale, Utf8Buffer out) {
        var bytes = value.setScale(scale).unscaledValue().toByteArray();
        out.append('"').append(Base64.getEncoder().encode(bytes)).append('"');
    }
}
