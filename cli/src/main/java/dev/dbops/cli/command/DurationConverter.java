package dev.dbops.cli.command;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times as people write them: 500ms, 30s, 2m, 8h, 7d; a bare number is seconds. */
public final class DurationConverter implements ITypeConverter<Duration> {
    private final String least;
    private final String most;
    private final boolean needsUnit;

    /**
     * A converter that refuses times out of a range.
     *
     * @param least the shortest time, as people write it
     * @param most the longest time, as people write it
     */
    public DurationConverter(String least, String most) {
        this(least, most, false);
    }

    private DurationConverter(String least, String most, boolean needsUnit) {
        this.least = least;
        this.most = most;
        this.needsUnit = needsUnit;
    }

    /** A converter that refuses a bare number: users who think in hours or days would not mean seconds. */
    static DurationConverter withUnit(String least, String most) {
        return new DurationConverter(least, most, true);
    }

    @Override
    public Duration convert(String text) {
        var time = read(text);
        if (needsUnit && !time.isZero() && Character.isDigit(text.charAt(text.length() - 1))) {
            throw new TypeConversionException("\"%1$s\" has no unit: %1$ss, %1$sm, %1$sh or %1$sd".formatted(text));
        }
        if (time.compareTo(read(least)) < 0 || time.compareTo(read(most)) > 0) {
            throw new TypeConversionException("\"%s\" is not from %s to %s".formatted(text, least, most));
        }
        return time;
    }

    private static Duration read(String text) {
        var digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        try {
            var amount = Long.parseLong(text.substring(0, digits));
            return switch (text.substring(digits)) {
                case "ms" -> Duration.ofMillis(amount);
                case "", "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                case "d" -> Duration.ofDays(amount);
                default -> throw notATime(text);
            };
        } catch (NumberFormatException | ArithmeticException _) {
            throw notATime(text);
        }
    }

    private static TypeConversionException notATime(String text) {
        return new TypeConversionException("\"" + text + "\" is not a time such as 500ms, 30s, 2m, 8h or 7d");
    }
}
